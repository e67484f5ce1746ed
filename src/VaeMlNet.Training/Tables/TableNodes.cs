using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>
/// Adds the first nodes of a table model's graphs, which convert raw columns to the network's row like <see
/// cref="TableEncoder"/>.
/// </summary>
internal sealed class TableNodes : RowNodes
{
    private readonly Table table;
    private readonly (TableColumnKind Kind, OnnxValue Input)[] sortedInputs;
    private readonly OnnxValue? numbers; // [N, n]
    private readonly OnnxValue? numberIsMissing; // bool [N, n]
    private readonly OnnxValue? booleans; // bool [N, b]
    private readonly OnnxValue? binnedNumbers; // [N, slots]
    private readonly OnnxValue? unseen; // [N, K], 1 for categories that training did not have
    private readonly GroupNodes groups; // the one-hot slots of binned numbers and keys

    /// <summary>Adds an input for each column, and the nodes that encode them.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="table">The columns.</param>
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
        List<OnnxValue> values = [];
        if (table.NumberCount > 0)
        {
            numbers = MatrixNodes.AddJoin(graph, InputsOf(TableColumnKind.Number)); // [N, n]
            numberIsMissing = AddIsWithoutValue(numbers);
            values.Add(AddStandardized(numbers, numberIsMissing));
        }

        if (table.BooleanCount > 0)
        {
            booleans = MatrixNodes.AddJoin(graph, InputsOf(TableColumnKind.Boolean));
            values.Add(AddFloats(graph, booleans));
        }

        groups = new GroupNodes(graph, [.. table.GroupWidths.Select(width => (long)width)]);
        if (table.Bins.Count > 0)
        {
            binnedNumbers = MatrixNodes.AddJoin(graph, InputsOf(TableColumnKind.BinnedNumber)); // [N, slots]
            values.Add(AddBins(binnedNumbers));
        }

        if (table.KeyWidths.Length > 0)
        {
            // int64, because few operators support uint32.
            Keys = AddCast(graph, MatrixNodes.AddJoin(graph, InputsOf(TableColumnKind.Key)), OnnxElementType.Int64);
            values.AddRange(AddKeySlots(Keys));
        }

        if (table.MissingMarkCount > 0)
        {
            values.Add(AddMarks(AddIsWithoutValue, 0, Table.KnownMissingKey));
        }

        if (Keys is not null)
        {
            unseen = AddUnseen(Keys);
            values.Add(unseen);
        }

        Values = MatrixNodes.AddJoin(graph, [.. values]);
    }

    /// <summary>Gets the keys of all columns, int64 [N, K]; null without keys.</summary>
    public OnnxValue? Keys { get; }

    /// <summary>Gets the raw columns in order.</summary>
    public IReadOnlyList<OnnxValue> Inputs { get; }

    /// <inheritdoc />
    public override OnnxValue Values { get; }

    /// <summary>Adds the numbers of all columns, [N, n], with other values for missing ones.</summary>
    public OnnxValue AddFilledNumbers(OnnxValue others) => Graph.AddNode("Where", [numberIsMissing!, others, numbers!]);

    /// <summary>Adds the binned numbers of all columns, [N, slots], with other values for missing ones.</summary>
    public OnnxValue AddFilledBinnedNumbers(OnnxValue others) =>
        Graph.AddNode("Where", [AddIsWithoutValue(binnedNumbers!), others, binnedNumbers!]);

    /// <summary>Adds the values, the marks that the encoder reads, and the masks of numbers without a value.</summary>
    public override OnnxValue AddNetworkInput(Likelihood likelihood)
    {
        var all = likelihood.ChangesEncoderInput ? AddFilled(likelihood.AddEncoderInput(Graph, Values)) : Values;
        var row = table.MarkCount == 0 ? all : MatrixNodes.AddColumns(Graph, all, 0, table.EncodedValueWidth);
        if (table.EncodedMarkCount > 0)
        {
            row = MatrixNodes.AddJoin(
                Graph,
                row,
                MatrixNodes.AddColumns(
                    Graph,
                    AddMarks(AddIsKnownMissing, Table.KnownMissingKey),
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

        // Booleans are never missing in a graph, but may be hidden in training.
        OnnxValue[] areMissing =
            table.MarksAllMissing && booleans is not null
                ? [Graph.AddNode("Not", [Graph.AddNode("Equal", [booleans, booleans])])]
                : [];
        var isMissing = MatrixNodes.AddJoin(
            Graph,
            numberIsMissing is null ? areMissing : [numberIsMissing, .. areMissing]
        );
        var slots = Graph.AddNode("Gather", [isMissing, Graph.AddIndices(masked)], OnnxAttribute.Integer("axis", 1));
        return MatrixNodes.AddJoin(Graph, [row, AddFloats(Graph, slots)]);
    }

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
        var filled = Graph.AddNode("Where", [numberIsMissing, Graph.AddScalar(0), ofNumbers]);
        var rest = table.EncodedValueWidth + table.PredictedMarkCount - table.NumberCount; // without fixed marks
        return rest == 0
            ? filled
            : MatrixNodes.AddJoin(Graph, filled, MatrixNodes.AddColumns(Graph, row, table.NumberCount, rest));
    }

    /// <inheritdoc />
    public override OnnxValue AddSumsPerRawSlot(OnnxValue perSlot)
    {
        List<OnnxValue> parts = [];
        if (numberIsMissing is not null)
        {
            var ofNumbers = MatrixNodes.AddColumns(Graph, perSlot, 0, table.NumberCount); // [N, n]
            parts.Add(Graph.AddNode("Where", [numberIsMissing, Graph.AddScalar(0), ofNumbers]));
        }

        if (table.BooleanCount > 0)
        {
            parts.Add(MatrixNodes.AddColumns(Graph, perSlot, table.NumberCount, table.BooleanCount));
        }

        AddSumsOfGroups(perSlot, parts);
        var sums = MatrixNodes.AddJoin(Graph, [.. parts]);
        return AddInOrder(table.MarkCount == 0 ? sums : Graph.AddNode("Add", [sums, AddMarksPerRawSlot(perSlot)]));
    }

    /// <summary>Adds 1 for each raw slot with a value and 0 for each missing one, float32 [N, S].</summary>
    public OnnxValue AddObserved()
    {
        List<OnnxValue> parts = [];
        if (numberIsMissing is not null)
        {
            parts.Add(AddFloats(Graph, Graph.AddNode("Not", [numberIsMissing])));
        }

        if (booleans is not null)
        {
            // Booleans are never missing: comparing them with themselves gives 1 for any number of rows.
            parts.Add(AddFloats(Graph, Graph.AddNode("Equal", [booleans, booleans])));
        }

        AddSumsOfGroups(AddFlags(Values), parts);
        return AddInOrder(MatrixNodes.AddJoin(Graph, [.. parts]));
    }

    /// <summary>Replaces embedded keys by 1: [N, W] -> [N, W].</summary>
    private OnnxValue AddFlags(OnnxValue values) =>
        table.EmbeddedKeys.Any() ? Graph.AddNode("Min", [values, Graph.AddScalar(1)]) : values;

    /// <inheritdoc />
    public override OnnxValue AddShareOfKl(OnnxValue kl)
    {
        var observed = AddObserved(); // [N, S]
        var isEmpty = Graph.AddNode("Equal", [MatrixNodes.AddSum(Graph, observed), Graph.AddScalar(0)]); // [N, 1]
        var counted = Graph.AddNode("Where", [isEmpty, Graph.AddScalar(1), observed]); // [N, S]
        return Graph.AddNode("Div", [Graph.AddNode("Mul", [counted, kl]), MatrixNodes.AddSum(Graph, counted)]);
    }

    /// <summary>Adds marks of all columns that have them: 1 for cells that meet a condition and 0 for others, float32 [N, marks].</summary>
    /// <param name="ofNumbers">Adds the condition for numbers.</param>
    /// <param name="keys">The keys that meet the condition.</param>
    private OnnxValue AddMarks(Func<OnnxValue, OnnxValue> ofNumbers, params long[] keys)
    {
        List<OnnxValue> perKind = [.. ((OnnxValue?[])[numbers, binnedNumbers]).OfType<OnnxValue>().Select(ofNumbers)];
        if (Keys is not null)
        {
            perKind.Add(
                keys.Select(key => Graph.AddNode("Equal", [Keys, Graph.AddIndices(key)]))
                    .Aggregate((a, b) => Graph.AddNode("Or", [a, b]))
            );
        }

        // Booleans, which are never missing, are between the numbers and the other cells of a sorted row.
        long[] places =
        [
            .. table.RawSlotOfEachMissingMark.Select(slot =>
                slot < table.NumberCount ? slot : slot - table.BooleanCount
            ),
        ];
        var perSlot = MatrixNodes.AddJoin(Graph, [.. perKind]);
        return AddFloats(Graph, AddInOrder(perSlot, places, table.RawWidth - table.BooleanCount));
    }

    /// <summary>Adds the marks of categories that training did not have, whose keys are above the known ones.</summary>
    private OnnxValue AddUnseen(OnnxValue keys)
    {
        long[] counts = [.. table.KeyWidths.Select(width => (long)width)];
        var isAbove = Graph.AddNode("Greater", [keys, Graph.AddIndices(counts)]);
        var isCategory = Graph.AddNode("Less", [keys, Graph.AddIndices(Table.KnownMissingKey)]);
        return AddFloats(Graph, Graph.AddNode("And", [isAbove, isCategory]));
    }

    /// <summary>Adds 1 for each cell of a category that training did not have, and 0 for others, [N, S]; null without keys.</summary>
    public OnnxValue? AddUnseenPerRawSlot()
    {
        if (unseen is null)
        {
            return null;
        }

        var none = Graph.AddNode("Mul", [MatrixNodes.AddColumns(Graph, unseen, 0, 1), Graph.AddScalar(0)]);
        long[] places = [.. table.UnseenMarkOfEachRawSlot.Select(mark => mark - table.MissingMarkCount)];
        return AddInOrder(AddInOrder(MatrixNodes.AddJoin(Graph, unseen, none), places, table.KeyWidths.Length + 1));
    }

    /// <summary>Adds the parts of sums over slots that come from the marks of each raw slot, 0 without a mark: [N, W] -> [N, S].</summary>
    private OnnxValue AddMarksPerRawSlot(OnnxValue perSlot)
    {
        var marks = MatrixNodes.AddColumns(Graph, perSlot, table.ValueWidth, table.MarkCount);
        var none = Graph.AddNode("Mul", [MatrixNodes.AddColumns(Graph, marks, 0, 1), Graph.AddScalar(0)]);
        var all = MatrixNodes.AddJoin(Graph, marks, none);
        return Graph.AddNode(
            "Add",
            [AddMarked(table.MissingMarkOfEachRawSlot), AddMarked(table.UnseenMarkOfEachRawSlot)]
        );

        OnnxValue AddMarked(long[] places) => AddInOrder(all, places, table.MarkCount + 1);
    }

    private OnnxValue AddIsKnownMissing(OnnxValue cells) =>
        Graph.AddNode("IsInf", [cells], OnnxAttribute.Integer("detect_negative", 0));

    /// <summary>Adds whether numbers are missing, known by a mark or not. Without marks, all of them are NaN.</summary>
    private OnnxValue AddIsWithoutValue(OnnxValue cells)
    {
        var isMissing = Graph.AddNode("IsNaN", [cells]);
        return table.MarkCount == 0 ? isMissing : Graph.AddNode("Or", [isMissing, AddIsKnownMissing(cells)]);
    }

    private void AddSumsOfGroups(OnnxValue perSlot, List<OnnxValue> parts)
    {
        var width = table.ValueWidth - table.FirstGroup;
        if (width > 0)
        {
            var slots = MatrixNodes.AddColumns(Graph, perSlot, table.FirstGroup, width);
            parts.Add(groups.AddPerGroup(slots, group => MatrixNodes.AddSum(Graph, group, axis: -1)));
        }
    }

    /// <summary>
    /// Adds the one-hot slots of keys, and the embedded keys themselves: [N, K] -> [N, sum of widths]. The slots of a missing or unknown category
    /// are all 0.
    /// </summary>
    private IEnumerable<OnnxValue> AddKeySlots(OnnxValue keys)
    {
        var counts = table.KeyWidths;
        var oneHotCount = counts.Length - table.EmbeddedKeys.Count();
        if (oneHotCount > 0)
        {
            yield return AddOneHot(MatrixNodes.AddColumns(Graph, keys, 0, oneHotCount), counts[..oneHotCount]);
        }

        if (oneHotCount < counts.Length)
        {
            var embedded = MatrixNodes.AddColumns(Graph, keys, oneHotCount, counts.Length - oneHotCount);
            long[] largest = [.. counts[oneHotCount..].Select(count => (long)count)];
            var isKnown = Graph.AddNode("LessOrEqual", [embedded, Graph.AddIndices(largest)]);
            yield return AddFloats(Graph, Graph.AddNode("Where", [isKnown, embedded, Graph.AddIndices(0)]));
        }
    }

    private OnnxValue AddOneHot(OnnxValue keys, int[] counts)
    {
        long[] columnOfSlot = [.. counts.SelectMany((width, column) => Enumerable.Repeat((long)column, width))];
        long[] keyOfSlot = [.. counts.SelectMany(width => Enumerable.Range(1, width).Select(key => (long)key))];
        var perSlot =
            counts.Length == 1
                ? keys
                : Graph.AddNode("Gather", [keys, Graph.AddIndices(columnOfSlot)], OnnxAttribute.Integer("axis", 1));
        return AddFloats(Graph, Graph.AddNode("Equal", [perSlot, Graph.AddIndices(keyOfSlot)]));
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
        var perBin = Graph.AddNode("Gather", [binned, Graph.AddIndices(slotOfBin)], OnnxAttribute.Integer("axis", 1));
        OnnxValue[] isWithin =
        [
            Graph.AddNode("GreaterOrEqual", [perBin, Graph.AddInitializer("table.bin_lows", lows, 1, lows.Length)]),
            Graph.AddNode("Less", [perBin, Graph.AddInitializer("table.bin_highs", highs, 1, highs.Length)]),
        ];
        return AddFloats(Graph, Graph.AddNode("And", isWithin));
    }

    private static OnnxValue AddFloats(OnnxGraphBuilder graph, OnnxValue values) =>
        AddCast(graph, values, OnnxElementType.Float32);

    private static OnnxValue AddCast(OnnxGraphBuilder graph, OnnxValue values, OnnxElementType type) =>
        graph.AddNode("Cast", [values], OnnxAttribute.Integer("to", (long)type));

    private OnnxValue[] InputsOf(TableColumnKind kind) =>
        [.. sortedInputs.Where(input => input.Kind == kind).Select(input => input.Input)];

    private OnnxValue AddStandardized(OnnxValue numbers, OnnxValue isMissing)
    {
        var means = Graph.AddInitializer("table.means", table.Means, 1, table.NumberCount);
        var scales = Graph.AddInitializer("table.scales", table.Scales, 1, table.NumberCount);
        var standardized = Graph.AddNode("Div", [Graph.AddNode("Sub", [numbers, means]), scales]);
        return Graph.AddNode("Where", [isMissing, Graph.AddScalar(0), AddBounded(standardized)]);
    }

    /// <summary>Clamps standardized numbers. Unchanged numbers can have any size.</summary>
    private OnnxValue AddBounded(OnnxValue numbers)
    {
        if (table.NumberGroups.All(group => group.Likelihood.IsOfStandardizedNumbers))
        {
            OnnxValue[] limits =
            [
                Graph.AddScalar(-Table.LargestStandardized),
                Graph.AddScalar(Table.LargestStandardized),
            ];
            return Graph.AddNode("Clip", [numbers, .. limits]);
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
        return Graph.AddNode("Max", [Graph.AddNode("Min", [numbers, below]), above]);
    }

    /// <summary>Reorders columns that are sorted by kind into the table's order, [N, S].</summary>
    private OnnxValue AddInOrder(OnnxValue sorted) => AddInOrder(sorted, table.SortedPlaces, table.RawWidth);

    /// <summary>Adds the columns at some places of a matrix of a given width. No node is needed for all columns in their order.</summary>
    private OnnxValue AddInOrder(OnnxValue values, long[] places, int width) =>
        places.SequenceEqual(Enumerable.Range(0, width).Select(place => (long)place))
            ? values
            : Graph.AddNode("Gather", [values, Graph.AddIndices(places)], OnnxAttribute.Integer("axis", 1));
}
