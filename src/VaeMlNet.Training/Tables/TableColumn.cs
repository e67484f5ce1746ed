using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>A raw column of a table, with the statistics of its cells in the training data. Checkpoints contain it.</summary>
internal sealed record TableColumn
{
    /// <summary>Gets the name of the column in the data.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the kind of the column's cells.</summary>
    public required TableColumnKind Kind { get; init; }

    /// <summary>Gets the number of its raw slots: 1, or the size of a vector.</summary>
    public required int Width { get; init; }

    /// <summary>Gets the names of a vector's slots; null without names.</summary>
    public IReadOnlyList<string>? SlotNames { get; init; }

    /// <summary>Gets whether the cells are numbers.</summary>
    [JsonIgnore]
    public bool IsNumber => Kind is TableColumnKind.Number or TableColumnKind.BinnedNumber;

    /// <summary>Gets the number of categories K of a key; otherwise 0.</summary>
    public int KeyCount { get; init; }

    /// <summary>Gets the number of categories: those of a key, two for Booleans, 0 for numbers.</summary>
    [JsonIgnore]
    public int CategoryCount => Kind == TableColumnKind.Boolean ? 2 : KeyCount;

    /// <summary>
    /// Gets whether the network has a learned vector for each category of a key (Guo &amp; Berkhahn 2016), and a network's row has one slot with
    /// the key itself. Otherwise keys are one-hot.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsEmbedded { get; init; }

    /// <summary>Gets the bins of each slot of a column of kind <see cref="TableColumnKind.BinnedNumber"/>; empty for others.</summary>
    public IReadOnlyList<NumberBins> Bins { get; init; } = [];

    /// <summary>
    /// Gets the width in a network's row: the number of categories of a one-hot key, the number of bins of all binned slots, otherwise
    /// <see cref="Width"/>.
    /// </summary>
    [JsonIgnore]
    public int EncodedWidth =>
        Kind == TableColumnKind.BinnedNumber ? Bins.Sum(slot => slot.Count)
        : IsEmbedded ? Width
        : DecodedWidth;

    /// <summary>Gets the decoded width: the number of categories of a key, otherwise <see cref="Width"/>.</summary>
    [JsonIgnore]
    public int DecodedWidth => Math.Max(KeyCount, Width);

    /// <summary>Gets the values of the keys 1 to K, as text; null if the data has none.</summary>
    public IReadOnlyList<string>? KeyValues { get; init; }

    /// <summary>Gets the type of these values in the data, such as "text"; null without values.</summary>
    public string? KeyValueType { get; init; }

    /// <summary>Gets the likelihood of numbers; null for the other kinds, which have fixed likelihoods.</summary>
    public VaeLikelihoodOptions? Likelihood { get; init; }

    /// <summary>
    /// Gets the mean of each number slot, in the unit of <see cref="VaeLikelihoodOptions.ToEncoderUnit"/>. It becomes 0 in the
    /// encoder's input.
    /// </summary>
    public float[] Means { get; init; } = [];

    /// <summary>
    /// Gets the standard deviation of each number slot, in the same unit. It becomes 1 in the encoder's input. It is 1 if all
    /// cells are equal.
    /// </summary>
    public float[] Scales { get; init; } = [];

    /// <summary>Gets the number of each number slot below which one value in 100 lies, in the unit of the data; empty for others.</summary>
    public float[] UsualLows { get; init; } = [];

    /// <summary>Gets the number of each number slot above which one value in 100 lies, in the unit of the data; empty for others.</summary>
    public float[] UsualHighs { get; init; } = [];

    /// <summary>Gets the range that training covers of each number slot, null for a slot without one; empty for windows of time series.</summary>
    public SeenRange?[] SeenRanges { get; init; } = [];

    /// <summary>Gets the number of missing cells of each raw slot.</summary>
    public long[] MissingCounts { get; init; } = [];

    /// <summary>Gets the number of cells with the number 0, of a column of one slot.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long ZeroCount { get; init; }

    /// <summary>Gets whether a cell of the column was missing.</summary>
    [JsonIgnore]
    public bool HadMissing => MissingCounts.Any(count => count > 0);

    /// <summary>Gets whether a cell can be missing.</summary>
    [JsonIgnore]
    public bool CanBeMissing => Kind != TableColumnKind.Boolean;

    /// <summary>Returns a raw cell; NaN if it is missing, or of a category that training did not have.</summary>
    public float KnownOrNaN(float cell) =>
        (Kind == TableColumnKind.Key ? cell >= 1 && cell <= KeyCount : float.IsFinite(cell)) ? cell : float.NaN;

    /// <summary>Returns whether a raw cell is a category that training did not have.</summary>
    public bool IsUnseen(float cell) => Kind == TableColumnKind.Key && cell > KeyCount && cell < Table.KnownMissingKey;

    /// <summary>
    /// Gets the shares of the keys 1 to K, or of false and true, among the cells with a value; empty for numbers and without values.
    /// </summary>
    public float[] Shares { get; init; } = [];

    /// <summary>Gets the shares of the keys 1 to K; zeros for a column without any value.</summary>
    [JsonIgnore]
    public float[] KeyShares => Shares.Length > 0 ? Shares : new float[KeyCount];

    /// <summary>Gets the share of cells without a value.</summary>
    public double MissingShare { get; init; }

    /// <summary>Returns the range that training covers of a number slot; null if it has none.</summary>
    public SeenRange? SeenRangeOf(int slot) => SeenRanges.Length == 0 ? null : SeenRanges[slot];

    /// <summary>Gets the smallest value; 0 if all cells are missing.</summary>
    public float Minimum { get; init; }

    /// <summary>Gets the largest value.</summary>
    public float Maximum { get; init; }
}
