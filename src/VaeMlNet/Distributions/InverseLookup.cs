namespace VaeMlNet;

/// <summary>
/// The intervals of a number in which a column that it determines has one value, such as the ages of each age group. A filled number moves into the
/// closest interval of that value, because the mean of a group and the most probable group need not fit together.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class InverseLookup
{
    private InverseLookup(int source, int target, bool isOfKnown, (float Low, float High, float Target)[] intervals)
    {
        Source = source;
        Target = target;
        IsOfKnown = isOfKnown;
        Intervals = intervals;
    }

    /// <summary>Gets the index of the number.</summary>
    public int Source { get; }

    /// <summary>Gets the index of the column that it determines.</summary>
    public int Target { get; }

    /// <summary>Gets whether only an observed target moves the number: between single values, a mean is none of them.</summary>
    public bool IsOfKnown { get; }

    /// <summary>Gets the intervals, whose limits have the decimals of the number.</summary>
    public IReadOnlyList<(float Low, float High, float Target)> Intervals { get; }

    /// <summary>Returns the intervals of a lookup; null for lines between points, which have none, and for lookups from keys.</summary>
    /// <param name="lookup">The lookup.</param>
    /// <param name="source">The index of its source.</param>
    /// <param name="target">The index of its target.</param>
    /// <param name="number">The source.</param>
    public static InverseLookup? Of(ColumnLookup lookup, int source, int target, RelatedColumn number)
    {
        var (values, targets) = (lookup.Values, lookup.Targets);
        if (number.KeyCount > 0 || values.Length == 1)
        {
            return null;
        }

        if (!lookup.Interpolates)
        {
            return new(source, target, isOfKnown: true, [.. values.Zip(values, targets)]);
        }

        List<(float Low, float High, float Target)> intervals = [];
        var low = float.MinValue;
        for (var i = 1; i < values.Length; i++)
        {
            if (targets[i] != targets[i - 1])
            {
                if (values[i - 1] < ColumnLookup.LastBefore(values[i]))
                {
                    return null; // a line
                }

                intervals.Add((low, Math.Max(low, number.RoundDown(values[i - 1])), targets[i - 1]));
                low = values[i];
            }
        }

        intervals.Add((low, float.MaxValue, targets[^1]));
        return new(source, target, isOfKnown: false, [.. intervals]);
    }

    /// <summary>Returns the closest number that implies a value of the target; null if none does.</summary>
    public float? Closest(float number, float target)
    {
        float? closest = null;
        foreach (var (low, high, value) in Intervals)
        {
            var moved = Math.Min(Math.Max(number, low), high);
            if (value == target && (closest is not { } best || Math.Abs(moved - number) < Math.Abs(best - number)))
            {
                closest = moved;
            }
        }

        return closest;
    }
}
