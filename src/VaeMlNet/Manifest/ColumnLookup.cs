using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>A column that another column determines, with its value for each value of the other, or for some of them only.</summary>
internal sealed record ColumnLookup : ICheckedRelation
{
    /// <summary>The most values of a source. imputer.onnx compares a cell with each of them.</summary>
    public const int MostValues = 2000;

    // Between two numbers so far from each other, the slope of a line is finite.
    private const float SmallestDistance = 1e-30f;

    /// <summary>Gets the column that determines the other: numbers, Booleans (0 and 1), or keys (from 1).</summary>
    public required string Source { get; init; }

    /// <summary>Gets the column that it determines.</summary>
    public required string Target { get; init; }

    /// <summary>Gets the values of the source in the training data, in ascending order.</summary>
    public required float[] Values { get; init; }

    /// <summary>Gets the value of the target for each of them.</summary>
    public required float[] Targets { get; init; }

    /// <summary>Gets a value indicating whether the target lies on the line between those of the next smaller and the next larger value.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Interpolates { get; init; }

    /// <summary>Gets a value indicating whether only some values of the source have one value of the target.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPartial
    {
        get => field || Values.Length == 1;
        init;
    }

    /// <summary>Gets a value indicating whether a synthetic row computes the target from the source.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsComputed { get; init; }

    [JsonIgnore]
    public string CheckedColumn => Target;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RelationBreach>? Breaches { get; init; }

    /// <summary>Returns the value of the target; null for a value of the source that is not among the training values, or outside their range.</summary>
    public float? Find(float value)
    {
        var place = Array.BinarySearch(Values, value);
        if (!Interpolates)
        {
            return place >= 0 ? Targets[place] : null;
        }

        if (!(value >= Values[0] && value <= Values[^1]))
        {
            return null;
        }

        var first = Math.Min(place >= 0 ? place : ~place - 1, Values.Length - 2);
        return Between(first, first + 1, value);
    }

    /// <summary>Returns the target on the line between the neighbors of a value, as if training did not have the value; null for the first and the last one.</summary>
    public float? FindWithout(int value) =>
        value <= 0 || value >= Values.Length - 1 ? null : Between(value - 1, value + 1, Values[value]);

    /// <summary>Returns the last number of an interval before the next one, which has another target.</summary>
    public static float LastBefore(float next) => Math.Min(MathF.BitDecrement(next), next - SmallestDistance);

    /// <summary>Returns the slope of the line from a value to the next one.</summary>
    public float SlopeFrom(int value) => Slope(value, value + 1);

    private float Between(int first, int last, float value) =>
        Targets[first] + ((value - Values[first]) * Slope(first, last));

    private float Slope(int first, int last) => (Targets[last] - Targets[first]) / (Values[last] - Values[first]);

    /// <summary>Returns whether the lookup has two different columns, and a finite target for each of its ascending values.</summary>
    public bool IsValid(Func<string, bool> isColumn) =>
        Source != Target
        && isColumn(Source)
        && isColumn(Target)
        && Values.Length >= (Interpolates ? 3 : 1)
        && Values.Length <= MostValues
        && Targets.Length == Values.Length
        && Array.TrueForAll(Values, float.IsFinite)
        && Array.TrueForAll(Targets, float.IsFinite)
        && Values.Zip(Values.Skip(1)).All(pair => pair.First < pair.Second);

    /// <summary>Returns the relation as a text.</summary>
    /// <inheritdoc cref="ColumnRelations.Describe" path="/param"/>
    public string Describe(RelationNames names)
    {
        var (source, target) = (names.Of(Source), names.Of(Target));
        if (!IsPartial)
        {
            return $"{source} determines {target}";
        }

        var targets = Targets.Distinct().Count() == 1 ? Targets[..1] : Targets;
        return $"{source} = {names.OfValues(Source, Values)} implies {target} = {names.OfValues(Target, targets)}";
    }
}
