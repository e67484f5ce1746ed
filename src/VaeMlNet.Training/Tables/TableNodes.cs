using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>
/// Adds the first nodes of a table model's graphs, which convert raw columns to the network's row like <see
/// cref="TableEncoder"/>.
/// </summary>
internal sealed class TableNodes : RowNodes
{
    /// <summary>The largest integer up to which products are exact everywhere: GPUs can shorten factors to 11 bits (TF32).</summary>
    private const int LargestExactKey = 1 << 11;

    private readonly Table table;
    private readonly (TableColumnKind Kind, OnnxValue Input)[] sortedInputs;
    private readonly NodeValue? numbers; // [N, n]
    private readonly NodeValue? numberIsMissing; // bool [N, n]
    private NodeValue? unmoved; // [N, n], standardized, in windows without gaps
    private readonly NodeValue? booleans; // bool [N, b]
    private readonly NodeValue? binnedNumbers; // [N, slots]
    private readonly NodeValue? keyIsKnown; // bool [N, K], for categories that training had
    private readonly NodeValue? unseen; // [N, K], 1 for categories that training did not have
    private OnnxValue withoutDistances; // what encoders read, and the marks of missing cells and of unseen categories
    private readonly OnnxValue[] withoutNumbers; // parts of the same
    private OnnxValue? masks; // 1 for missing numbers of slots that had missing ones in training
    private readonly GroupNodes groups; // the one-hot slots of binned numbers and keys

    /// <summary>Adds an input for each column, and the nodes that encode them.</summary>
    public TableNodes(OnnxGraphBuilder graph, Table table)
        : base(graph)
    {
        this.table = table;
        Inputs = [.. TableInput.CreateAll(table).Select(input => input.AddTo(graph))];
        var place = table.FirstPlaces(_ => 1);
        sortedInputs =
        [
            .. table
                .Columns.Zip(Inputs)
                .OrderBy(pair => place[pair.First.Name])
                .Select(pair => (pair.First.Kind, pair.Second)),
        ];
        if (table.NumberCount > 0)
        {
            numbers = AddInputs(TableColumnKind.Number); // [N, n]
            numberIsMissing = AddIsWithoutValue(numbers);
            unmoved = AddStandardized(AddLimited(numbers, numberIsMissing), numberIsMissing);
            unmoved = table.Windows?.AddWithoutGaps(unmoved, numberIsMissing) ?? unmoved;
        }

        List<OnnxValue> values = [];
        if (table.BooleanCount > 0)
        {
            booleans = AddInputs(TableColumnKind.Boolean);
            values.Add(booleans.ToFloats());
        }

        groups = new GroupNodes(graph, [.. table.GroupWidths.Select(width => (long)width)]);
        if (table.Bins.Count > 0)
        {
            binnedNumbers = AddInputs(TableColumnKind.BinnedNumber); // [N, slots]
            values.Add(AddBins(AddLimited(binnedNumbers, AddIsWithoutValue(binnedNumbers))));
        }

        if (table.KeyWidths.Length > 0)
        {
            // float32, because few operators support uint32. Known keys are far below 2^24, up to which integers are exact.
            Keys = AddInputs(TableColumnKind.Key).ToFloats();
            var counts = Array.ConvertAll(table.KeyWidths, width => (float)width);
            var isAbove = Keys > graph.AddInitializer("table.key_counts", counts, counts.Length);
            var isCategory = Keys < Table.KnownMissingKey;
            keyIsKnown = (Keys > 0) & !isAbove;
            unseen = (isAbove & isCategory).ToFloats();
            values.AddRange(AddKeySlots(Keys, keyIsKnown));
        }

        if (table.MissingMarkCount > 0)
        {
            values.Add(AddMarks("table.missing_marks", AddIsWithoutValue, 0, Table.KnownMissingKey));
        }

        if (unseen is not null)
        {
            values.Add(unseen);
        }

        withoutNumbers = [.. values];
        withoutDistances = AddWithoutDistances();
    }

    /// <summary>Gets a value indicating whether the network reads windows whose gaps are filled.</summary>
    public bool HasGaps => table.ReadsWithoutGaps;

    /// <summary>Replaces the straight lines in the gaps of windows by what the network expects there. Adds to <see cref="Values"/>, which must not have been read.</summary>
    /// <param name="expected">The expected windows at their usual level, [N, W C].</param>
    public void FillGaps(OnnxValue expected)
    {
        unmoved = table.Windows!.AddFilled(unmoved!, numberIsMissing!, new(Graph, expected));
        withoutDistances = AddWithoutDistances();
    }

    /// <summary>Gets the keys of all columns, float32 [N, K]; null without keys.</summary>
    private NodeValue? Keys { get; }

    /// <summary>Gets the raw columns in order.</summary>
    public IReadOnlyList<OnnxValue> Inputs { get; }

    public override OnnxValue Values =>
        field ??= MatrixNodes.AddJoin(
            Graph,
            [
                withoutDistances,
                .. table.RangeMarkCount == 0 ? Array.Empty<OnnxValue>() : [AddDistances()],
                .. table.RelationMarkCount == 0
                    ? Array.Empty<OnnxValue>()
                    : [RelationMarkNodes.Add(Graph, table, AddCells(), ObservedCells)],
            ]
        );

    /// <summary>Adds the cells of all columns in the order of a network's row, where a key takes one place, float32 [N, R].</summary>
    public OnnxValue AddCells()
    {
        OnnxValue?[] kinds = [numbers, booleans?.ToFloats(), binnedNumbers, Keys];
        return MatrixNodes.AddJoin(Graph, [.. kinds.OfType<OnnxValue>()]);
    }

    /// <summary>Adds the numbers of all columns, [N, n], with decoded values for missing ones.</summary>
    public OnnxValue AddFilledNumbers(OnnxValue decoded)
    {
        var others = table.Windows?.AddAtLevels(new(Graph, decoded), unmoved!) ?? decoded;
        return numberIsMissing!.Where(others, numbers!);
    }

    /// <summary>Adds the binned numbers of all columns, [N, slots], with other values for missing ones.</summary>
    public OnnxValue AddFilledBinnedNumbers(OnnxValue others) =>
        AddIsWithoutValue(binnedNumbers!).Where(others, binnedNumbers!);

    /// <summary>Adds the keys of all columns, [N, K], with other keys for missing and unknown ones.</summary>
    public OnnxValue AddFilledKeys(OnnxValue others) =>
        keyIsKnown!.Where(Keys!, Graph.AddCast(others, OnnxElementType.Float32));

    /// <summary>Adds the values, the marks that the encoder reads, and the masks of numbers without a value.</summary>
    public override OnnxValue AddNetworkInput(Likelihood likelihood)
    {
        var all = likelihood.ChangesEncoderInput
            ? likelihood.AddEncoderInput(Graph, withoutDistances)
            : withoutDistances;
        all =
            likelihood.ChangesEncoderInput || (table.Windows is not null && !table.ReadsWithoutGaps)
                ? AddFilled(all)
                : all;
        var row = table.MarkCount == 0 ? all : MatrixNodes.AddColumns(Graph, all, 0, table.EncodedValueWidth);
        if (table.EncodedMarkCount > 0)
        {
            row = MatrixNodes.AddJoin(
                Graph,
                row,
                MatrixNodes.AddColumns(
                    Graph,
                    AddMarks("table.known_marks", AddIsKnownMissing, Table.KnownMissingKey),
                    0,
                    table.EncodedMarkCount
                )
            );
        }

        var masked = table.MaskedSlots;
        if (masked.Length == 0)
        {
            return row;
        }

        masks ??= AddMasks(masked);
        return MatrixNodes.AddJoin(Graph, row, masks);
    }

    private OnnxValue AddMasks(long[] masked)
    {
        // Booleans are never missing in a graph, but may be hidden in training.
        OnnxValue[] areMissing = table.MarksAllMissing && booleans is not null ? [!booleans.Equal(booleans)] : [];
        var isMissing = AddFloats(numberIsMissing is null ? areMissing : [numberIsMissing, .. areMissing]);
        var width = table.NumberCount + (areMissing.Length * table.BooleanCount);
        return ColumnNodes.AddSums(Graph, "table.masked", isMissing, width, masked);
    }

    /// <summary>Adds <see cref="WindowPenalty"/> to what is computed for each slot, [N, W] -> [N, W].</summary>
    /// <param name="perSlot">The results.</param>
    /// <param name="spread">The spread of the scores of usual windows in nats.</param>
    public OnnxValue AddWindowPenalty(OnnxValue perSlot, double spread)
    {
        if (unmoved is null || table.Windows is not { HasPenalty: true } windows)
        {
            return perSlot;
        }

        if (table.MarkCount == 0)
        {
            return windows.AddPenalty(new(Graph, perSlot), unmoved, numberIsMissing!, spread);
        }

        var (values, marks) = (table.NumberCount, table.MarkCount);
        var ofValues = Columns(perSlot, 0, values);
        return MatrixNodes.AddJoin(
            Graph,
            windows.AddPenalty(ofValues, unmoved, numberIsMissing!, spread),
            Columns(perSlot, values, marks)
        );
    }

    /// <summary>Adds <see cref="Values"/> with decoded windows in the gaps, [N, D].</summary>
    /// <param name="decoded">The decoded windows, [N, W C].</param>
    public OnnxValue AddFilledValues(OnnxValue decoded) =>
        AddWithNumbers(Values, numberIsMissing!.Where(decoded, Columns(Values, 0, table.NumberCount)));

    /// <summary>Adds <see cref="Table.NatsAboveMean"/> to what is computed for the slots of missing values, [N, D] -> [N, D].</summary>
    public OnnxValue AddNatsOfGaps(OnnxValue perSlot)
    {
        var ofNumbers = new NodeValue(Graph, Columns(perSlot, 0, table.NumberCount));
        return AddWithNumbers(perSlot, numberIsMissing!.Where(ofNumbers + (float)table.NatsAboveMean, ofNumbers));
    }

    /// <summary>Adds a row with other numbers, [N, D] and [N, n] -> [N, D].</summary>
    private OnnxValue AddWithNumbers(OnnxValue row, OnnxValue numbers) =>
        table.Width == table.NumberCount
            ? numbers
            : MatrixNodes.AddJoin(Graph, numbers, Columns(row, table.NumberCount, table.Width - table.NumberCount));

    private OnnxValue AddWithoutDistances()
    {
        var ofNumbers = unmoved is null ? null : table.Windows?.AddMoved(unmoved) ?? unmoved;
        return MatrixNodes.AddJoin(Graph, ofNumbers is null ? withoutNumbers : [ofNumbers, .. withoutNumbers]);
    }

    private NodeValue AddLimited(NodeValue cells, NodeValue isMissing) =>
        table.Windows?.AddLimited(cells, isMissing) ?? cells;

    /// <summary>
    /// Replaces missing numbers by 0, which is the mean: [N, W] -> [N, W]. The input of missing bins and keys is already 0.
    /// </summary>
    private OnnxValue AddFilled(OnnxValue row)
    {
        if (numberIsMissing is null)
        {
            return row;
        }

        var ofNumbers = MatrixNodes.AddColumns(Graph, row, 0, table.NumberCount);
        var filled = numberIsMissing.Where(0, ofNumbers);
        var rest = table.EncodedValueWidth + table.PredictedMarkCount - table.NumberCount; // without fixed marks
        return rest == 0
            ? filled
            : MatrixNodes.AddJoin(Graph, filled, MatrixNodes.AddColumns(Graph, row, table.NumberCount, rest));
    }

    public override OnnxValue AddSumsPerRawSlot(OnnxValue perSlot) => AddSumsPerRawSlot(perSlot, "table");

    /// <summary>Adds the same with another name for its constants, because a graph has each name once.</summary>
    public OnnxValue AddSumsPerRawSlot(OnnxValue perSlot, string name)
    {
        List<OnnxValue> parts = [];
        if (numberIsMissing is not null)
        {
            var ofNumbers = MatrixNodes.AddColumns(Graph, perSlot, 0, table.NumberCount); // [N, n]
            parts.Add(HasGaps ? ofNumbers : numberIsMissing.Where(0, ofNumbers));
        }

        if (table.BooleanCount > 0)
        {
            parts.Add(MatrixNodes.AddColumns(Graph, perSlot, table.NumberCount, table.BooleanCount));
        }

        var groupSlots = table.ValueWidth - table.FirstGroup;
        if (groupSlots > 0)
        {
            var slots = MatrixNodes.AddColumns(Graph, perSlot, table.FirstGroup, groupSlots);
            parts.Add(groups.AddSums($"{name}.group_sums", slots));
        }

        var sums = ColumnNodes.AddInOrder(
            Graph,
            MatrixNodes.AddJoin(Graph, [.. parts]),
            table.RawWidth,
            table.SortedPlaces
        );
        return table.MarkCount == 0 ? sums : Graph.AddNode("Add", [sums, AddMarksPerRawSlot(perSlot, name)]);
    }

    /// <summary>Adds 1 for each raw slot with a value and 0 for each missing one, float32 [N, S].</summary>
    private NodeValue AddObserved() =>
        ColumnNodes.AddSums(Graph, "table.observed", ObservedCells, table.RawWidth, table.SortedPlaces);

    /// <summary>Gets 1 for each one-hot slot and number of a missing cell, and 0 for others, float32 [N, V]. Embedded keys have no slots here.</summary>
    public NodeValue MissingSlots => field ??= AddMissingSlots();

    private NodeValue AddMissingSlots()
    {
        int[] widths =
        [
            .. Enumerable.Repeat(1, table.FirstGroup),
            .. table.GroupWidths.SkipLast(table.EmbeddedKeys.Count()),
        ];
        long[] places = [.. widths.Index().SelectMany(cell => Enumerable.Repeat((long)cell.Index, cell.Item))];
        var isMissing = Graph.AddNode("Sub", [Graph.AddScalar(1), ObservedCells]);
        return ColumnNodes.AddSums(Graph, "table.missing_slots", isMissing, table.RawWidth, places);
    }

    /// <summary>Gets 1 for each cell with a value and 0 for each missing one, in the order of a network's row, float32 [N, S].</summary>
    private OnnxValue ObservedCells => field ??= AddObservedCells();

    private OnnxValue AddObservedCells()
    {
        List<OnnxValue> parts = [];
        if (numberIsMissing is not null)
        {
            parts.Add(!numberIsMissing);
        }

        if (booleans is not null)
        {
            // Booleans are never missing: comparing them with themselves gives 1 for any number of rows.
            parts.Add(booleans.Equal(booleans));
        }

        if (binnedNumbers is not null)
        {
            parts.Add(!AddIsWithoutValue(binnedNumbers));
        }

        if (keyIsKnown is not null)
        {
            parts.Add(keyIsKnown);
        }

        return AddFloats(parts);
    }

    public override OnnxValue AddShareOfKl(OnnxValue kl)
    {
        var observed = AddObserved(); // [N, S]
        var isEmpty = observed.Sum().Equal(0); // [N, 1]
        var counted = isEmpty.Where(1, observed); // [N, S]
        return counted * kl / counted.Sum();
    }

    /// <summary>Adds marks of all columns that have them: 1 for cells that meet a condition and 0 for others, float32 [N, marks].</summary>
    private OnnxValue AddMarks(string name, Func<NodeValue, NodeValue> ofNumbers, params float[] keys)
    {
        List<OnnxValue> perKind = [.. ((NodeValue?[])[numbers, binnedNumbers]).OfType<NodeValue>().Select(ofNumbers)];
        if (Keys is not null)
        {
            perKind.Add(keys.Select(key => Keys.Equal(key)).Aggregate((a, b) => a | b));
        }

        // Booleans, which are never missing, are between the numbers and the other cells of a sorted row.
        long[] places =
        [
            .. table.RawSlotOfEachMissingMark.Select(slot =>
                slot < table.NumberCount ? slot : slot - table.BooleanCount
            ),
        ];
        return ColumnNodes.AddSums(Graph, name, AddFloats(perKind), table.RawWidth - table.BooleanCount, places);
    }

    /// <summary>Adds 1 for each cell of a category that training did not have, and 0 for others, [N, S]; null without keys.</summary>
    public OnnxValue? AddUnseenPerRawSlot() =>
        unseen is null
            ? null
            : ColumnNodes.AddSums(
                Graph,
                "table.unseen",
                unseen,
                table.KeyWidths.Length,
                [
                    .. table.UnseenMarkOfEachRawSlot.Select(mark =>
                        Math.Min(mark - table.MissingMarkCount, table.KeyWidths.Length)
                    ),
                ]
            );

    /// <summary>Adds the parts of sums over slots that come from the marks of each raw slot, 0 without a mark: [N, W] -> [N, S].</summary>
    private OnnxValue AddMarksPerRawSlot(OnnxValue perSlot, string name) =>
        ColumnNodes.AddSums(
            Graph,
            $"{name}.mark_sums",
            MatrixNodes.AddColumns(Graph, perSlot, table.ValueWidth, table.MarkCount),
            table.MarkCount,
            table.MissingMarkOfEachRawSlot,
            table.UnseenMarkOfEachRawSlot,
            table.RangeMarkOfEachRawSlot,
            table.RelationMarkOfEachRawSlot
        );

    /// <summary>Adds the distances of binned numbers from their ranges in tails, 0 for missing ones, [N, range marks].</summary>
    private OnnxValue AddDistances()
    {
        var columns = table.ColumnsOfKind(TableColumnKind.BinnedNumber);
        var distance = new RangeDistance(columns, new float[table.Bins.Count], [.. table.Bins.Select(_ => 1f)]);
        var isMissing = AddIsWithoutValue(binnedNumbers!);
        return isMissing.Where(Graph.AddScalar(0), distance.AddTo(binnedNumbers!, "table.range"));
    }

    private NodeValue AddIsKnownMissing(NodeValue cells) =>
        new(Graph, Graph.AddNode("IsInf", [cells], OnnxAttribute.Integer("detect_negative", 0)));

    /// <summary>Adds whether numbers are missing, known by a mark or not. Without marks, all of them are NaN.</summary>
    private NodeValue AddIsWithoutValue(NodeValue cells)
    {
        var isMissing = cells.Node("IsNaN");
        return table.MarkCount == 0 ? isMissing : isMissing | AddIsKnownMissing(cells);
    }

    /// <summary>
    /// Adds the one-hot slots of keys, and the embedded keys themselves: [N, K] -> [N, sum of widths]. The slots of a missing or unknown category
    /// are all 0.
    /// </summary>
    private IEnumerable<OnnxValue> AddKeySlots(OnnxValue keys, OnnxValue isKnown)
    {
        var counts = table.KeyWidths;
        var embeddedCount = table.EmbeddedKeys.Count();
        var oneHotCount = counts.Length - embeddedCount;
        if (oneHotCount > 0)
        {
            yield return AddOneHot(MatrixNodes.AddColumns(Graph, keys, 0, oneHotCount), counts[..oneHotCount]);
        }

        if (embeddedCount > 0)
        {
            var (embedded, areKnown) = (AddEmbedded(keys), AddEmbedded(isKnown));
            yield return areKnown.Where(embedded, 0);
        }

        NodeValue AddEmbedded(OnnxValue all) => Columns(all, oneHotCount, embeddedCount);
    }

    private OnnxValue AddOneHot(OnnxValue keys, int[] counts)
    {
        long[] columnOfSlot = [.. counts.SelectMany((width, column) => Enumerable.Repeat((long)column, width))];
        float[] keyOfSlot = [.. counts.SelectMany(width => Enumerable.Range(1, width).Select(key => (float)key))];
        var perSlot = counts.All(count => count <= LargestExactKey)
            ? ColumnNodes.AddSums(Graph, "table.columns_of_slots", keys, counts.Length, columnOfSlot)
            : ColumnNodes.AddInOrder(Graph, keys, counts.Length, columnOfSlot);
        var slotKeys = Graph.AddInitializer("table.keys_of_slots", keyOfSlot, keyOfSlot.Length);
        return new NodeValue(Graph, perSlot).Equal(slotKeys).ToFloats();
    }

    /// <summary>
    /// Adds one-hot slots of bins: numbers [N, slots] -> [N, bins of all slots]. The bins of a missing number are all 0.
    /// </summary>
    private OnnxValue AddBins(OnnxValue binned)
    {
        float[][] edges = [.. table.Bins.Select(slot => slot.Edges())];
        long[] slotOfBin = [.. edges.SelectMany((bins, slot) => Enumerable.Repeat((long)slot, bins.Length))];
        float[] lows = [.. edges.SelectMany(bins => bins)];
        float[] highs = [.. edges.SelectMany(bins => (float[])[.. bins[1..], float.PositiveInfinity])];
        var perBin = ColumnNodes.AddInOrder(Graph, binned, table.Bins.Count, slotOfBin);
        var isAbove = perBin >= Graph.AddInitializer("table.bin_lows", lows, 1, lows.Length);
        var isBelow = perBin < Graph.AddInitializer("table.bin_highs", highs, 1, highs.Length);
        return (isAbove & isBelow).ToFloats();
    }

    /// <summary>Adds the numbers of conditions, which are joined: bool [N, width] each.</summary>
    private NodeValue AddFloats(IEnumerable<OnnxValue> conditions) => Join(conditions).ToFloats();

    private NodeValue AddInputs(TableColumnKind kind) =>
        Join(sortedInputs.Where(input => input.Kind == kind).Select(input => input.Input));

    private NodeValue Join(IEnumerable<OnnxValue> parts) => MatrixNodes.AddJoin(Graph, [.. parts]);

    private NodeValue Columns(OnnxValue slots, int first, int count) =>
        MatrixNodes.AddColumns(Graph, slots, first, count);

    private NodeValue AddStandardized(NodeValue numbers, NodeValue isMissing)
    {
        var means = Graph.AddInitializer("table.means", table.Means, 1, table.NumberCount);
        var scales = Graph.AddInitializer("table.scales", table.Scales, 1, table.NumberCount);
        var standardized = (numbers - means) / scales;
        return isMissing.Where(Graph.AddScalar(0), AddBounded(standardized));
    }

    /// <summary>Clamps standardized numbers. Unchanged numbers can have any size.</summary>
    private NodeValue AddBounded(NodeValue numbers)
    {
        if (table.NumberGroups.All(group => group.Likelihood.IsOfStandardizedNumbers))
        {
            return numbers.Clip(-Table.LargestStandardized, Table.LargestStandardized);
        }

        float[] largest =
        [
            .. table.NumberGroups.SelectMany(group =>
                Enumerable.Repeat(
                    group.Likelihood.IsOfStandardizedNumbers ? Table.LargestStandardized : float.MaxValue,
                    group.Width
                )
            ),
        ];
        var below = Graph.AddInitializer("table.largest", largest, 1, largest.Length);
        var above = Graph.AddInitializer("table.smallest", Array.ConvertAll(largest, l => -l), 1, largest.Length);
        return numbers.Min(below).Max(above);
    }
}
