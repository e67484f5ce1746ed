using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>
/// The raw columns that a model takes, and how a row of them becomes the network's row: numbers standardized, or as they are where
/// their likelihood wants them so, Booleans 0 or 1, keys one-hot; NaN in every slot of a missing cell. Part of a checkpoint.
/// </summary>
/// <remarks>
/// A raw row has S slots, in the columns' order. A network's row has W: the numbers, one likelihood after the other, then all
/// Booleans, then the keys, so that the slots of a likelihood are neighbors.
/// </remarks>
internal sealed record Table
{
    /// <summary>
    /// How many standard deviations from the mean a number counts at most: its square has to stay a finite float32.
    /// </summary>
    public const float LargestStandardized = 1e4f;

    /// <summary>The columns, in the order in which they were named.</summary>
    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>S.</summary>
    [JsonIgnore]
    public int RawWidth => Columns.Sum(column => column.Width);

    /// <summary>W.</summary>
    [JsonIgnore]
    public int Width => NumberCount + BooleanCount + KeyWidths.Sum();

    /// <summary>The slots of all columns of numbers.</summary>
    [JsonIgnore]
    public int NumberCount => ColumnsOfKind(TableColumnKind.Number).Sum(column => column.Width);

    /// <summary>The columns of Booleans.</summary>
    [JsonIgnore]
    public int BooleanCount => ColumnsOfKind(TableColumnKind.Boolean).Count();

    /// <summary>K of each key column.</summary>
    [JsonIgnore]
    public int[] KeyWidths => [.. ColumnsOfKind(TableColumnKind.Key).Select(column => column.KeyCount)];

    /// <summary>The columns of numbers by likelihood, in the order in which likelihoods first occur.</summary>
    [JsonIgnore]
    public IReadOnlyList<NumberGroup> NumberGroups =>
        [
            .. ColumnsOfKind(TableColumnKind.Number)
                .GroupBy(column => column.Likelihood!)
                .Select(group => new NumberGroup(group.Key, [.. group])),
        ];

    /// <summary>The columns as a network's row has them.</summary>
    [JsonIgnore]
    public IReadOnlyList<TableColumn> Sorted =>
        [
            .. NumberGroups.SelectMany(group => group.Columns),
            .. ColumnsOfKind(TableColumnKind.Boolean),
            .. ColumnsOfKind(TableColumnKind.Key),
        ];

    /// <summary>The slots of numbers that had missing cells: the network is told where these are.</summary>
    [JsonIgnore]
    public long[] MaskedSlots =>
        [
            .. NumberGroups
                .SelectMany(group => group.Columns)
                .SelectMany(column => column.HadMissing)
                .Index()
                .Where(slot => slot.Item)
                .Select(slot => (long)slot.Index),
        ];

    /// <summary>
    /// For each raw slot its place when columns are sorted as in a network's row, a key taking one place.
    /// </summary>
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

    /// <summary>
    /// Gets the numbers that are subtracted from the slots of numbers before the division by <see cref="Scales"/>; 0 for
    /// unchanged slots.
    /// </summary>
    [JsonIgnore]
    public float[] Means =>
        [
            .. NumberGroups.SelectMany(group =>
                group.Likelihood.IsOfStandardizedNumbers ? group.Means : new float[group.Width]
            ),
        ];

    /// <summary>Gets the divisors of the slots of numbers; 1 for unchanged slots.</summary>
    [JsonIgnore]
    public float[] Scales =>
        [
            .. NumberGroups.SelectMany(group =>
                group.Likelihood.IsOfStandardizedNumbers ? group.Scales : Enumerable.Repeat(1f, group.Width)
            ),
        ];

    /// <summary>The columns of a kind, in the table's order.</summary>
    public IEnumerable<TableColumn> ColumnsOfKind(TableColumnKind kind) => Columns.Where(column => column.Kind == kind);

    /// <summary>The place of each column, by its name, where the columns of <see cref="Sorted"/> take up widths.</summary>
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
