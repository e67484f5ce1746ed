namespace VaeMlNet;

/// <summary>
/// The intervals of a number in which a column that it determines has one value, such as the ages of each age group. A filled number moves into the
/// closest interval of that value, because the mean of a group and the most probable group need not fit together.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="Lookup">The lookup that determines the column.</param>
/// <param name="Source">The index of the number.</param>
/// <param name="Target">The index of the column that it determines.</param>
/// <param name="IsOfKnown">Whether only an observed target moves the number: between single values, a mean is none of them.</param>
/// <param name="Intervals">The intervals, whose limits have the decimals of the number.</param>
internal sealed record InverseLookup(
    ColumnLookup Lookup,
    int Source,
    int Target,
    bool IsOfKnown,
    IReadOnlyList<(float Low, float High, float Target)> Intervals
)
{
    /// <summary>Returns the intervals of a lookup; null for lines between points, which have none, for lookups from keys, and for those of some values, because others can have the same target.</summary>
    /// <param name="lookup">The lookup.</param>
    /// <param name="source">The index of its source.</param>
    /// <param name="target">The index of its target.</param>
    /// <param name="number">The source.</param>
    public static InverseLookup? Of(ColumnLookup lookup, int source, int target, RelatedColumn number)
    {
        var (values, targets) = (lookup.Values, lookup.Targets);
        if (number.KeyCount > 0 || lookup.IsPartial)
        {
            return null;
        }

        if (!lookup.Interpolates)
        {
            return new(lookup, source, target, IsOfKnown: true, [.. values.Zip(values, targets)]);
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
        return new(lookup, source, target, IsOfKnown: false, [.. intervals]);
    }

    /// <summary>Moves a number into the closest interval with a value of the target.</summary>
    /// <param name="number">The number.</param>
    /// <param name="target">The value of the target.</param>
    /// <param name="range">Where the number may lie: that of the interval afterwards, so that the number stays in it.</param>
    /// <returns>False if no interval within the range has the value.</returns>
    public bool Move(ref float number, float target, ref (float Low, float High) range)
    {
        (float Number, float Low, float High)? closest = null;
        foreach (var (ownLow, ownHigh, value) in Intervals)
        {
            var (low, high) = (Math.Max(range.Low, ownLow), Math.Min(range.High, ownHigh));
            var moved = Math.Min(Math.Max(number, low), high);
            if (
                value == target
                && low <= high
                && (closest is not { } best || Math.Abs(moved - number) < Math.Abs(best.Number - number))
            )
            {
                closest = (moved, low, high);
            }
        }

        if (closest is not { } found)
        {
            return false;
        }

        (number, range) = (found.Number, (found.Low, found.High));
        return true;
    }
}
