using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>A raw column of a table, and what training learned of its cells. Part of a checkpoint.</summary>
internal sealed record TableColumn
{
    /// <summary>Its name in the data.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the kind of the column's cells.</summary>
    public required TableColumnKind Kind { get; init; }

    /// <summary>The number of its raw slots: 1, or the size of a vector.</summary>
    public required int Width { get; init; }

    /// <summary>The names of a vector's slots; null without.</summary>
    public IReadOnlyList<string>? SlotNames { get; init; }

    /// <summary>K of a key; otherwise 0.</summary>
    public int KeyCount { get; init; }

    /// <summary>The width of what is decoded: a probability for each category of a key, otherwise <see cref="Width"/>.</summary>
    [JsonIgnore]
    public int DecodedWidth => Math.Max(KeyCount, Width);

    /// <summary>Gets the values of a key's numbers 1 to K, as text; null where the data has none.</summary>
    public IReadOnlyList<string>? KeyValues { get; init; }

    /// <summary>The type of these values in the data, such as "text"; null without.</summary>
    public string? KeyValueType { get; init; }

    /// <summary>The likelihood of numbers; null for the other kinds, whose likelihood is given by the kind.</summary>
    public DecoderLikelihood? Likelihood { get; init; }

    /// <summary>
    /// The mean of each slot of numbers, in the unit of <see cref="DecoderLikelihood.ToEncoderUnit"/>: what becomes 0 for the encoder.
    /// </summary>
    public float[] Means { get; init; } = [];

    /// <summary>
    /// The standard deviation of each slot of numbers, in the same unit: what becomes 1; 1 where all cells are the same.
    /// </summary>
    public float[] Scales { get; init; } = [];

    /// <summary>Gets, for each slot of numbers, whether it had missing cells.</summary>
    public bool[] HadMissing { get; init; } = [];

    /// <summary>The share of cells without a value.</summary>
    public double MissingShare { get; init; }

    /// <summary>The smallest value; 0 when all are missing.</summary>
    public float Minimum { get; init; }

    /// <summary>The largest value.</summary>
    public float Maximum { get; init; }
}
