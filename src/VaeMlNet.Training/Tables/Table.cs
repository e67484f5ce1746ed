using System.Text.Json.Serialization;
using MathNet.Numerics;

namespace VaeMlNet;

/// <summary>
/// The raw columns of a table model, and their encoding as the network's row: numbers are standardized, or unchanged if their
/// likelihood requires it; Booleans are 0 or 1; keys and the bins of numbers are one-hot, except for embedded keys. Every slot of a missing cell is NaN, and marks say
/// which cells are missing or of a category that training did not have. Checkpoints contain it.
/// </summary>
/// <remarks>
/// A raw row has S slots, in the columns' order. A network's row has W slots: the numbers, grouped by likelihood, then all
/// Booleans, then the bins, the one-hot keys and the embedded keys, then the marks. The slots of a likelihood are therefore neighbors. To the encoder, a missing cell is
/// a cell without a known value, which might have one: such cells are to be filled. It reads a mark only of cells that are <see
/// cref="KnownMissing"/>.
/// </remarks>
internal sealed record Table
{
    /// <summary>The largest absolute value of a standardized number. Its square must be a finite float32.</summary>
    public const float LargestStandardized = 1e4f;

    /// <summary>A raw cell of a number or a key that is missing, and whose mark the encoder reads.</summary>
    public const float KnownMissing = GraphTensors.KnownMissing;

    /// <summary>The key of such a cell in graphs.</summary>
    public const uint KnownMissingKey = GraphTensors.KnownMissingKey;

    /// <summary>The mark of a missing cell.</summary>
    public const float MissingMark = 1;

    /// <summary>The mark of a missing cell that the encoder reads.</summary>
    public const float KnownMissingMark = 2;

    // Of a number. A table of categories that determine each other, such as those of products, has equal rows, too.
    private const int MostValuesWithoutCopies = 50;

    /// <summary>Gets the columns, in the order in which they were named.</summary>
    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>Gets the number of training rows, including those that were set aside.</summary>
    public long RowCount { get; init; }

    /// <summary>Gets the counts of the combinations of two columns of categories; empty in older checkpoints.</summary>
    public IReadOnlyList<CategoryPair> Pairs { get; init; } = [];

    /// <summary>Gets the relations between columns; null if none was found, and in older checkpoints.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ColumnRelations? Relations { get; init; }

    /// <summary>Gets the columns whose missing cells the model explains.</summary>
    public VaeMissingCells MissingCells { get; init; }

    /// <summary>Gets the windows that the rows are; null for other tables. Options contain them.</summary>
    [JsonIgnore]
    public TableWindows? Windows { get; init; }

    /// <summary>Gets the number S of raw slots.</summary>
    [JsonIgnore]
    public int RawWidth => Columns.Sum(column => column.Width);

    /// <summary>Gets the number W of slots of a network's row.</summary>
    [JsonIgnore]
    public int Width => ValueWidth + MarkCount;

    /// <summary>Gets the number of slots of a network's row without the marks.</summary>
    [JsonIgnore]
    public int ValueWidth => FirstGroup + GroupWidths.Sum();

    /// <summary>
    /// Gets the columns whose marks of missing cells the decoder predicts. They had missing cells in training. In the order of a network's
    /// row.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<TableColumn> PredictedMarks =>
        [.. Sorted.Where(column => MissingCells != VaeMissingCells.Ignore && column.HadMissing)];

    /// <summary>
    /// Gets the columns whose marks of missing cells have a fixed small probability, because they had no missing cells in training.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<TableColumn> FixedMarks =>
        MissingCells == VaeMissingCells.Everywhere
            ? [.. Sorted.Where(column => column.CanBeMissing && !column.HadMissing)]
            : [];

    /// <summary>Gets the binned numbers whose marks tell how far they are outside their <see cref="SeenRange"/>, in tails. Bins do not tell it.</summary>
    [JsonIgnore]
    public IReadOnlyList<TableColumn> RangeMarks =>
        [.. ColumnsOfKind(TableColumnKind.BinnedNumber).Where(column => column.SeenRanges.Length > 0)];

    /// <summary>Gets the columns whose marks tell how much is broken of the relations that determine them: the sum of <see cref="RelationCheck.Nats"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<TableColumn> RelationMarks =>
        CheckedColumns is { Count: > 0 } names ? [.. Sorted.Where(column => names.Contains(column.Name))] : [];

    /// <summary>
    /// Gets the number of marks: those of missing cells, then one of an unseen category for each key column, then those of <see cref="RangeMarks"/>
    /// and of <see cref="RelationMarks"/>.
    /// </summary>
    [JsonIgnore]
    public int MarkCount => MissingMarkCount + KeyWidths.Length + DistanceCount;

    /// <summary>Gets the number of the marks that no likelihood reads, and that penalties of scores do. They come last.</summary>
    [JsonIgnore]
    public int DistanceCount => RangeMarkCount + RelationMarkCount;

    /// <summary>Gets the number of the marks of <see cref="RelationMarks"/>.</summary>
    [JsonIgnore]
    public int RelationMarkCount => CheckedColumns.Count;

    /// <summary>Gets the number of the marks of <see cref="RangeMarks"/>.</summary>
    [JsonIgnore]
    public int RangeMarkCount => RangeMarks.Sum(column => column.Width);

    /// <summary>Gets the number of marks of missing cells: one for each raw slot of the columns that have them.</summary>
    [JsonIgnore]
    public int MissingMarkCount => PredictedMarkCount + FixedMarks.Sum(column => column.Width);

    /// <summary>Gets the number of the marks that the decoder predicts, which come first.</summary>
    [JsonIgnore]
    public int PredictedMarkCount => PredictedMarks.Sum(column => column.Width);

    /// <summary>Gets the number of the marks, of those that the decoder predicts, that the encoder reads, too.</summary>
    /// <remarks>
    /// Without hidden cells, the encoder needs no marks, because a cell without a value is always missing. Marks that were never set in
    /// training would have untrained weights.
    /// </remarks>
    [JsonIgnore]
    public int EncodedMarkCount => MarksAllMissing ? PredictedMarkCount : 0;

    /// <summary>Gets the number of slots of all number columns.</summary>
    [JsonIgnore]
    public int NumberCount => ColumnsOfKind(TableColumnKind.Number).Sum(column => column.Width);

    /// <summary>Gets the number of Boolean columns.</summary>
    [JsonIgnore]
    public int BooleanCount => ColumnsOfKind(TableColumnKind.Boolean).Count();

    /// <summary>Gets the number of categories K of each key column, in the order of a network's row.</summary>
    [JsonIgnore]
    public int[] KeyWidths => [.. Keys.Select(column => column.KeyCount)];

    /// <summary>Gets the key columns, in the order of a network's row.</summary>
    [JsonIgnore]
    public IEnumerable<TableColumn> Keys => ColumnsOfKind(TableColumnKind.Key).OrderBy(column => column.IsEmbedded);

    /// <summary>Gets the embedded keys, in the order of a network's row.</summary>
    [JsonIgnore]
    public IEnumerable<TableColumn> EmbeddedKeys => Keys.Where(column => column.IsEmbedded);

    /// <summary>Gets the slots of embedded keys in a network's row.</summary>
    [JsonIgnore]
    public long[] EmbeddedSlots
    {
        get
        {
            var count = EmbeddedKeys.Count();
            return [.. Enumerable.Range(ValueWidth - count, count).Select(slot => (long)slot)];
        }
    }

    /// <summary>Gets the width of the encoder's input for the values of a row, which has the vectors of embedded keys.</summary>
    [JsonIgnore]
    public int EncodedValueWidth => ValueWidth + EmbeddedKeys.Sum(key => CategoryEmbedding.WidthFor(key.KeyCount) - 1);

    /// <summary>Gets the width of the encoder's input, without conditions.</summary>
    [JsonIgnore]
    public int EncoderWidth => EncodedValueWidth + EncodedMarkCount + MaskedSlots.Length;

    /// <summary>Gets the bins of each slot of binned numbers.</summary>
    [JsonIgnore]
    public IReadOnlyList<NumberBins> Bins =>
        [.. ColumnsOfKind(TableColumnKind.BinnedNumber).SelectMany(column => column.Bins)];

    /// <summary>Gets the widths of all groups of one-hot slots: the bins of each binned slot, then the slots of each key.</summary>
    [JsonIgnore]
    public int[] GroupWidths => [.. Bins.Select(slot => slot.Count), .. Keys.Select(key => key.EncodedWidth)];

    /// <summary>Gets the first slot of the groups of one-hot slots in a network's row.</summary>
    [JsonIgnore]
    public int FirstGroup => NumberCount + BooleanCount;

    /// <summary>Gets the number columns by likelihood, in the order in which the likelihoods first occur.</summary>
    [JsonIgnore]
    public IReadOnlyList<NumberGroup> NumberGroups =>
        [
            .. ColumnsOfKind(TableColumnKind.Number)
                .GroupBy(column => column.Likelihood!)
                .Select(group => new NumberGroup(group.Key, [.. group])),
        ];

    /// <summary>Gets the columns in the order of a network's row.</summary>
    [JsonIgnore]
    public IReadOnlyList<TableColumn> Sorted =>
        [
            .. NumberGroups.SelectMany(group => group.Columns),
            .. ColumnsOfKind(TableColumnKind.Boolean),
            .. ColumnsOfKind(TableColumnKind.BinnedNumber),
            .. Keys,
        ];

    /// <summary>
    /// Gets whether additional inputs of the network mark the missing cells of all numbers and Booleans, because training hides cells, and
    /// not only those of numbers that had missing cells.
    /// </summary>
    public bool MarksAllMissing { get; init; }

    /// <summary>
    /// Gets a value indicating whether the encoder reads windows without gaps. A network that learned to fill hidden cells, and one of numbers that are not
    /// standardized, read 0 for missing cells.
    /// </summary>
    [JsonIgnore]
    public bool ReadsWithoutGaps =>
        Windows is not null
        && !MarksAllMissing
        && Columns is [{ Kind: TableColumnKind.Number, Likelihood.IsOfStandardizedNumbers: true }];

    /// <summary>
    /// Gets by how many nats the expectation of -log p(x|z) is above that of the mean for a number of a window: 1/2 for a Gaussian, and for Student's t with n degrees of
    /// freedom (n+1)/2 (psi((n+1)/2) - psi(n/2)), the expectation of its logarithm.
    /// </summary>
    [JsonIgnore]
    public double NatsAboveMean =>
        Columns[0].Likelihood is StudentTLikelihoodOptions { DegreesOfFreedom: var degrees }
            ? (degrees + 1) / 2 * (SpecialFunctions.DiGamma((degrees + 1) / 2) - SpecialFunctions.DiGamma(degrees / 2))
            : 0.5;

    /// <summary>
    /// Gets the number and Boolean slots whose missing cells additional inputs of the network mark. The slots of bins and keys need no
    /// marks, because they are all 0 in a missing cell.
    /// </summary>
    [JsonIgnore]
    public long[] MaskedSlots =>
        MarksAllMissing
            ? [.. Enumerable.Range(0, FirstGroup).Select(slot => (long)slot)]
            :
            [
                .. NumberGroups
                    .SelectMany(group => group.Columns)
                    .SelectMany(column => column.MissingCounts.Select(count => count > 0))
                    .Index()
                    .Where(slot => slot.Item)
                    .Select(slot => (long)slot.Index),
            ];

    /// <summary>Gets the place of each raw slot in the order of a network's row, where a key takes one place.</summary>
    [JsonIgnore]
    public long[] SortedPlaces => PlacesOf(Columns);

    /// <summary>Gets the number of the raw slot, among those sorted as in a network's row, of each slot of a network's row.</summary>
    [JsonIgnore]
    public long[] RawSlotOfEachSlot =>
        [
            .. Enumerable
                .Repeat(1, FirstGroup)
                .Concat(GroupWidths)
                .SelectMany((width, slot) => Enumerable.Repeat((long)slot, width)),
            .. PlacesOf(PredictedMarks.Concat(FixedMarks)),
            .. PlacesOf(Keys),
            .. PlacesOf(RangeMarks),
            .. FirstPlacesOf(RelationMarks),
        ];

    /// <summary>Gets the same for each slot of the encoder's input: the values with the vectors of embedded keys, the encoded marks, the masks.</summary>
    [JsonIgnore]
    public long[] RawSlotOfEachInput
    {
        get
        {
            var rawSlots = RawSlotOfEachSlot;
            var vectors = EmbeddedKeys.Zip(EmbeddedSlots);
            return
            [
                .. rawSlots[..(ValueWidth - EmbeddedKeys.Count())],
                .. vectors.SelectMany(key =>
                    Enumerable.Repeat(rawSlots[key.Second], CategoryEmbedding.WidthFor(key.First.KeyCount))
                ),
                .. rawSlots[ValueWidth..(ValueWidth + EncodedMarkCount)],
                .. MaskedSlots.Select(slot => rawSlots[slot]),
            ];
        }
    }

    /// <summary>Gets the number of the raw slot, among those sorted as in a network's row, of each mark of a missing cell.</summary>
    [JsonIgnore]
    public long[] RawSlotOfEachMissingMark => PlacesOf(PredictedMarks.Concat(FixedMarks));

    /// <summary>
    /// Gets the places among all marks of each raw slot's mark of a missing cell, in the table's order; <see cref="MarkCount"/> for slots
    /// without such a mark.
    /// </summary>
    [JsonIgnore]
    public long[] MissingMarkOfEachRawSlot => MarkOfEachRawSlot(RawSlotOfEachMissingMark, firstMark: 0);

    /// <summary>Gets the same for the marks of unseen categories.</summary>
    [JsonIgnore]
    public long[] UnseenMarkOfEachRawSlot => MarkOfEachRawSlot(PlacesOf(Keys), MissingMarkCount);

    /// <summary>Gets the same for <see cref="RangeMarks"/>.</summary>
    [JsonIgnore]
    public long[] RangeMarkOfEachRawSlot =>
        MarkOfEachRawSlot(PlacesOf(RangeMarks), MissingMarkCount + KeyWidths.Length);

    /// <summary>Gets the same for <see cref="RelationMarks"/>.</summary>
    [JsonIgnore]
    public long[] RelationMarkOfEachRawSlot =>
        MarkOfEachRawSlot(FirstPlacesOf(RelationMarks), MarkCount - RelationMarkCount);

    /// <summary>
    /// Gets the numbers that are subtracted from the number slots before the division by <see cref="Scales"/>; 0 for unchanged
    /// slots.
    /// </summary>
    [JsonIgnore]
    public float[] Means =>
        [
            .. NumberGroups.SelectMany(group =>
                group.Likelihood.IsOfStandardizedNumbers ? group.Means : new float[group.Width]
            ),
        ];

    /// <summary>Gets the divisors of the number slots; 1 for unchanged slots.</summary>
    [JsonIgnore]
    public float[] Scales =>
        [
            .. NumberGroups.SelectMany(group =>
                group.Likelihood.IsOfStandardizedNumbers ? group.Scales : Enumerable.Repeat(1f, group.Width)
            ),
        ];

    /// <summary>Returns the columns of a kind, in the table's order.</summary>
    public IEnumerable<TableColumn> ColumnsOfKind(TableColumnKind kind) => Columns.Where(column => column.Kind == kind);

    /// <summary>
    /// Returns the first place of each column by its name, if the columns of <see cref="Sorted"/> have the given widths.
    /// </summary>
    public Dictionary<string, int> FirstPlaces(Func<TableColumn, int> width)
    {
        Dictionary<string, int> places = [];
        var next = 0;
        foreach (var column in Sorted)
        {
            places.Add(column.Name, next);
            next += width(column);
        }

        return places;
    }

    /// <summary>Returns whether raw rows that are equal in all cells are copies and not independent of each other.</summary>
    public bool HasCopies(IReadOnlyList<float[]> rows) =>
        Columns
            .SelectMany(column => Enumerable.Repeat(column.IsNumber, column.Width))
            .Index()
            .Any(slot => slot.Item && rows.DistinctBy(row => row[slot.Index]).Skip(MostValuesWithoutCopies).Any())
        && RepeatedRows.AreCopies(rows);

    private HashSet<string> CheckedColumns =>
        [
            .. (Relations?.Checked ?? [])
                .Where(relation => relation.Breaches is not null)
                .Select(relation => relation.CheckedColumn),
        ];

    /// <summary>Returns the place of each raw slot of columns among those sorted as in a network's row.</summary>
    private long[] PlacesOf(IEnumerable<TableColumn> columns)
    {
        var first = FirstPlaces(column => column.Width);
        return
        [
            .. columns.SelectMany(column =>
                Enumerable.Range(first[column.Name], column.Width).Select(place => (long)place)
            ),
        ];
    }

    private long[] FirstPlacesOf(IEnumerable<TableColumn> columns)
    {
        var first = FirstPlaces(column => column.Width);
        return [.. columns.Select(column => (long)first[column.Name])];
    }

    private long[] MarkOfEachRawSlot(long[] slots, int firstMark)
    {
        long[] places = [.. Enumerable.Repeat((long)MarkCount, RawWidth)];
        foreach (var (mark, slot) in slots.Index())
        {
            places[slot] = firstMark + mark;
        }

        return [.. SortedPlaces.Select(place => places[place])];
    }
}
