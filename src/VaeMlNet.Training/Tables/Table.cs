using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>
/// The raw columns of a table model, and their encoding as the network's row: numbers are standardized, or unchanged if their
/// likelihood requires it; Booleans are 0 or 1; keys and the bins of numbers are one-hot. Every slot of a missing cell is NaN. Checkpoints contain it.
/// </summary>
/// <remarks>
/// A raw row has S slots, in the columns' order. A network's row has W slots: the numbers, grouped by likelihood, then all
/// Booleans, then the keys. The slots of a likelihood are therefore neighbors.
/// </remarks>
internal sealed record Table
{
    /// <summary>The largest absolute value of a standardized number. Its square must be a finite float32.</summary>
    public const float LargestStandardized = 1e4f;

    /// <summary>Gets the columns, in the order in which they were named.</summary>
    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>Gets the number S of raw slots.</summary>
    [JsonIgnore]
    public int RawWidth => Columns.Sum(column => column.Width);

    /// <summary>Gets the number W of slots of a network's row.</summary>
    [JsonIgnore]
    public int Width => NumberCount + BooleanCount + GroupWidths.Sum();

    /// <summary>Gets the number of slots of all number columns.</summary>
    [JsonIgnore]
    public int NumberCount => ColumnsOfKind(TableColumnKind.Number).Sum(column => column.Width);

    /// <summary>Gets the number of Boolean columns.</summary>
    [JsonIgnore]
    public int BooleanCount => ColumnsOfKind(TableColumnKind.Boolean).Count();

    /// <summary>Gets the number of categories K of each key column.</summary>
    [JsonIgnore]
    public int[] KeyWidths => [.. ColumnsOfKind(TableColumnKind.Key).Select(column => column.KeyCount)];

    /// <summary>Gets the bins of each slot of binned numbers.</summary>
    [JsonIgnore]
    public IReadOnlyList<VaeNumberBins> Bins =>
        [.. ColumnsOfKind(TableColumnKind.BinnedNumber).SelectMany(column => column.Bins)];

    /// <summary>Gets the widths of all groups of one-hot slots: the bins of each binned slot, then the categories of each key.</summary>
    [JsonIgnore]
    public int[] GroupWidths => [.. Bins.Select(slot => slot.Count), .. KeyWidths];

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
            .. ColumnsOfKind(TableColumnKind.Key),
        ];

    /// <summary>
    /// Gets whether additional inputs of the network mark the missing cells of all numbers and Booleans, because training hides cells, and
    /// not only those of numbers that had missing cells.
    /// </summary>
    public bool MarksAllMissing { get; init; }

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
                    .SelectMany(column => column.HadMissing)
                    .Index()
                    .Where(slot => slot.Item)
                    .Select(slot => (long)slot.Index),
            ];

    /// <summary>Gets the place of each raw slot in the order of a network's row, where a key takes one place.</summary>
    [JsonIgnore]
    public long[] SortedPlaces
    {
        get
        {
            var first = FirstPlaces(column => column.Width);
            return
            [
                .. Columns.SelectMany(column =>
                    Enumerable.Range(first[column.Name], column.Width).Select(place => (long)place)
                ),
            ];
        }
    }

    /// <summary>Gets the number of the raw slot, among those sorted as in a network's row, of each slot of a network's row.</summary>
    [JsonIgnore]
    public long[] RawSlotOfEachSlot =>
        [
            .. Enumerable
                .Repeat(1, FirstGroup)
                .Concat(GroupWidths)
                .SelectMany((width, slot) => Enumerable.Repeat((long)slot, width)),
        ];

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
}
