using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The latent space of a model.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeLatentSpace
{
    /// <summary>A diagonal Gaussian posterior, with a standard normal prior unless <see cref="HasLearnedPrior"/> is true.</summary>
    public const string Gaussian = "gaussian";

    /// <summary>
    /// <see cref="Groups"/> categorical variables of <see cref="Categories"/> values each, with uniform priors. A latent row
    /// contains their probabilities, or ones and zeros, one variable after the other.
    /// </summary>
    public const string Categorical = "categorical";

    /// <summary>
    /// Gaussian latents, followed by a categorical one, the label. A latent row contains the probabilities of the labels after the
    /// Gaussian latents, or ones and zeros.
    /// </summary>
    public const string Labeled = "labeled";

    /// <summary>No latents: the model is a baseline, which scores rows and has neither encoder nor decoder.</summary>
    public const string None = "none";

    /// <summary>
    /// Gets the kind of latent: <see cref="Gaussian"/>, <see cref="Categorical"/> or <see cref="Labeled"/>; <see cref="None"/> for a baseline.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>
    /// Gets the width of a latent row: the number of latents, <see cref="Groups"/> * <see cref="Categories"/>, or the number of Gaussian latents and
    /// labels. At least 1; 0 for <see cref="None"/>.
    /// </summary>
    public required int Dim { get; init; }

    /// <summary>Gets the number of variables of <see cref="Categorical"/>; otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Groups { get; init; }

    /// <summary>Gets the number of values of each variable of <see cref="Categorical"/>, at least 2; otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Categories { get; init; }

    /// <summary>Gets the learned prior of <see cref="Gaussian"/>; null for a standard normal prior, and for other kinds.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal LatentPrior? Prior { get; init; }

    /// <summary>Gets the label of <see cref="Labeled"/>; otherwise null.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal LatentLabel? Label { get; init; }

    /// <summary>Gets a value indicating whether Gaussian latents have a learned prior, instead of the standard normal one.</summary>
    [JsonIgnore]
    public bool HasLearnedPrior => Prior is not null;

    /// <summary>Gets the name of the label column of <see cref="Labeled"/>; otherwise null.</summary>
    [JsonIgnore]
    public string? LabelColumnName => Label?.Name;

    /// <summary>Gets the labels of <see cref="Labeled"/> as texts, in the order of their slots; null if they have none, and for other kinds.</summary>
    [JsonIgnore]
    public IReadOnlyList<string>? LabelValues => Label?.Values;

    /// <summary>Gets the number of labels of <see cref="Labeled"/>, the last slots of a latent row; otherwise 0.</summary>
    [JsonIgnore]
    public int LabelCount => Label?.Shares.Count ?? 0;

    /// <summary>Gets the number of Gaussian latents, the first slots of a latent row.</summary>
    internal int GaussianDim => Kind == Categorical ? 0 : Dim - LabelCount;

    /// <summary>Gets the number of slots of each latent in a latent row.</summary>
    internal IEnumerable<int> Widths =>
        Label is { Shares.Count: var labels }
            ? Enumerable.Repeat(1, Dim - labels).Append(labels)
            : Enumerable.Repeat(Dim / (Groups ?? Dim), Groups ?? Dim);

    /// <summary>
    /// Returns the names of a latent row's slots: "Latent0.Category0" and so on; with a label "Latent0" and, for the labels, "Region.north". Null for
    /// Gaussian latents alone, whose slots have no meaning, and for rows too wide to be read by people.
    /// </summary>
    internal string[]? SlotNames() =>
        Dim > VaeManifest.LargestNamedSlotCount ? null
        : Kind == Categorical
            ? [.. Enumerable.Range(0, Dim).Select(i => $"Latent{i / Categories}.Category{i % Categories}")]
        : Label is { } label
            ?
            [
                .. Enumerable.Range(0, Dim - label.Shares.Count).Select(i => $"Latent{i}"),
                .. Enumerable
                    .Range(0, label.Shares.Count)
                    .Select(k => $"{label.Name}.{(label.Values is { } values ? values[k] : $"Category{k}")}"),
            ]
        : null;
}
