using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>One raw column of a model's input, with the likelihood that decodes its slots.</summary>
/// <remarks>Members that a likelihood does not have are null. Thread safety: immutable.</remarks>
public sealed record VaeColumn
{
    /// <summary>The value of <see cref="Likelihood"/> for a condition, which the model reads and does not explain.</summary>
    public const string Condition = "condition";

    /// <summary>Type of numbers: Single, or a vector of Single.</summary>
    public const string SingleType = "single";

    /// <summary>Type of Booleans. They are never missing.</summary>
    public const string BooleanType = "boolean";

    /// <summary>Type of keys: categories 1 to <see cref="KeyCount"/>, or 0 if the category is missing.</summary>
    public const string KeyType = "key";

    /// <summary>Gets the name of the column that the model was trained on.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Gets the name of the graphs' input for the column if it differs from <see cref="Name"/>. Table models only.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? GraphName { get; init; }

    /// <summary>
    /// Gets the type: <see cref="SingleType"/>, or for table models also <see cref="BooleanType"/> or <see cref="KeyType"/>.
    /// </summary>
    public required string Type { get; init; }

    /// <summary>Gets the number of slots: 1, or the size of a vector. At least 1.</summary>
    public required int Width { get; init; }

    /// <summary>Gets the name of the likelihood, such as <c>gaussian</c>, or <see cref="Condition"/>.</summary>
    /// <remarks>The names are those of docs/model-folder.md.</remarks>
    public required string Likelihood { get; init; }

    /// <summary>Gets the degrees of freedom of <c>student_t</c>, above 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DegreesOfFreedom { get; init; }

    /// <summary>
    /// Gets the widths of the groups of <c>categorical</c>, in the order of the slots. They add up to <see
    /// cref="Width"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Groups { get; init; }

    /// <summary>
    /// Gets the total count of a decoded row of <c>multinomial</c>: its reconstruction adds up to this number.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TotalCount { get; init; }

    /// <summary>
    /// Gets the means of the number slots in the training data. Standardized = (x - mean) / scale. Table models only.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<float>? Means { get; init; }

    /// <summary>
    /// Gets the scales of the number slots, above 0: standard deviations, or 1 if all values are equal. Table models only.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<float>? Scales { get; init; }

    /// <summary>Gets the bins of each slot for <c>histogram</c>.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal IReadOnlyList<NumberBins>? Bins { get; init; }

    /// <summary>Gets the names of a vector's slots; null if it has none, and for features.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? SlotNames { get; init; }

    /// <summary>Gets the number of categories K of a key. At least 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? KeyCount { get; init; }

    /// <summary>Gets the values of the keys 1 to K, as texts in the invariant culture; null if the data had none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? KeyValues { get; init; }

    /// <summary>Gets the type of <see cref="KeyValues"/> in the data, such as <c>text</c>; null without them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? KeyValueType { get; init; }

    /// <summary>
    /// Gets the shares of the keys 1 to K, or of false and true, among the training data's cells with a value. They add up to 1. Null for
    /// numbers, for columns without any value, and in folders of older versions.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<float>? Shares { get; init; }

    /// <summary>Gets the share of the training data's cells that had no value, in [0, 1]. Table models only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MissingShare { get; init; }

    /// <summary>
    /// Gets a value indicating whether the decoder has an output <c>NAME_missing</c>, [N, <see cref="Width"/>], with the probability that a
    /// cell is missing. Table models only.
    /// </summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    internal bool PredictsMissing { get; init; }

    /// <summary>
    /// Gets the mean absolute error of the imputer's values in relation to that of the means of p(x|z), above 0 and at most 1; null where the
    /// imputer has the means of p(x|z), or no means. Draws of missing numbers and their uncertainties are as much narrower than p(x|z).
    /// </summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal double? ImputedSpread { get; init; }

    /// <summary>Gets the smallest value in the training data; 0 if there was none.</summary>
    public required double Minimum { get; init; }

    /// <summary>Gets the largest value in the training data; 0 if there was none.</summary>
    public required double Maximum { get; init; }

    /// <summary>
    /// Gets a value indicating whether the graphs take and give the numbers of the column as they are: features, whose outputs have no names
    /// of columns, and whose cells are never missing.
    /// </summary>
    internal bool IsUnchanged { get; init; }

    /// <summary>Gets the name of the graphs' input for the column.</summary>
    internal string InputName => GraphName ?? Name;

    /// <summary>Gets the names of the slots among those of all columns: the name of a scalar column, or <c>column.slot</c> for a vector.</summary>
    internal IEnumerable<string> RawSlotNames =>
        Width == 1
            ? [Name]
            : Enumerable.Range(0, Width).Select(i => FormattableString.Invariant($"{Name}.{SlotNames?[i] ?? $"{i}"}"));

    /// <summary>
    /// Gets the number of slots of the column in the reconstruction of a table model. A key has one for each category.
    /// </summary>
    internal int ReconstructionWidth => KeyCount ?? Width;

    /// <summary>Gets the number of <see cref="Shares"/>: one for each key, two for Booleans, none for numbers.</summary>
    internal int ShareCount =>
        Type switch
        {
            KeyType => KeyCount ?? 0,
            BooleanType => 2,
            _ => 0,
        };

    /// <summary>Gets a value indicating whether cells of the column can be missing.</summary>
    internal bool CanBeMissing => Type != BooleanType && !IsUnchanged;

    /// <summary>Returns whether a key is one of the categories. A missing or unknown one is not.</summary>
    internal bool IsObserved(uint key) => key >= 1 && key <= KeyCount;
}
