using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>
/// The raw columns that a model takes, and how a row of them becomes the network's row: numbers standardised, Booleans
/// 0 or 1, keys one-hot; NaN in every slot of a missing cell. Part of a checkpoint.
/// </summary>
/// <remarks>
/// A raw row has S slots, in the columns' order. A network's row has W: all numbers, then all Booleans, then the keys, so
/// that each kind is one likelihood.
/// </remarks>
internal sealed record Table
{
    /// <summary>
    /// How many standard deviations from the mean a number counts at most: its square has to stay a finite float32.
    /// </summary>
    public const float LargestStandardised = 1e4f;

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
    public int NumberCount => Of(TableColumnKind.Number).Sum(column => column.Width);

    /// <summary>The columns of Booleans.</summary>
    [JsonIgnore]
    public int BooleanCount => Of(TableColumnKind.Boolean).Count();

    /// <summary>K of each key column.</summary>
    [JsonIgnore]
    public int[] KeyWidths => [.. Of(TableColumnKind.Key).Select(column => column.KeyCount)];

    /// <summary>The slots of numbers that had missing cells: the network is told where these are.</summary>
    [JsonIgnore]
    public long[] MaskedSlots =>
        [
            .. Of(TableColumnKind.Number)
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
            long[] next = [0, NumberCount, NumberCount + BooleanCount];
            return
            [
                .. Columns.SelectMany(column =>
                    Enumerable.Range(0, column.Width).Select(_ => next[(int)column.Kind]++)
                ),
            ];
        }
    }

    /// <summary>The means of all slots of numbers.</summary>
    [JsonIgnore]
    public float[] Means => [.. Of(TableColumnKind.Number).SelectMany(column => column.Means)];

    /// <summary>The scales of all slots of numbers.</summary>
    [JsonIgnore]
    public float[] Scales => [.. Of(TableColumnKind.Number).SelectMany(column => column.Scales)];

    /// <summary>The columns of a kind.</summary>
    public IEnumerable<TableColumn> Of(TableColumnKind kind) => Columns.Where(column => column.Kind == kind);
}
