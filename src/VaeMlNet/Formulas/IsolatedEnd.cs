namespace VaeMlNet;

/// <summary>Finds values at one end of a sample that are far from all others.</summary>
internal static class IsolatedEnd
{
    private const double ShareOfTail = 0.02;
    private const int FewestOfTail = 10;
    private const double LeastShareOfRange = 0.3; // counts that are mostly 0 have hardly a tail
    private const int FewestRows = 20; // the range of fewer says little
    private const int FewIsolated = 3;
    private const double LargestShareIsolated = 0.02;

    /// <summary>Returns how many values of as many rows can be isolated.</summary>
    public static int Most(int count) =>
        count < FewestRows ? 0 : Math.Max(FewIsolated, (int)(LargestShareIsolated * count));

    /// <summary>
    /// Returns how many values are at least as far from the others as the range of those is wide, or further than by chance, and at least 0.3 of the range.
    /// </summary>
    /// <param name="ends">The outermost values, from the outside. At least one more than <paramref name="most"/>.</param>
    /// <param name="other">The other end of the values that are not isolated.</param>
    /// <param name="most">How many can be isolated.</param>
    /// <param name="count">The number of all values.</param>
    /// <param name="probability">The probability that the distance of one exponential value is so large by chance, if the mean excess is known.</param>
    /// <remarks>
    /// The largest of exponential values is further from the next one than k mean excesses with the probability exp(-k) (Rényi 1953). The mean excess comes from
    /// few values, the range can be less than k of them, and several numbers of values are tried, so that exponential values have an isolated end more often
    /// than with the probability, and normal values less often (docs/theory.md has the shares).
    /// </remarks>
    public static int Count(ReadOnlySpan<double> ends, double other, int most, long count, double probability)
    {
        var meanExcesses = -Math.Log(probability);
        for (var i = most; i > 0; i--)
        {
            var range = Math.Abs(ends[i] - other);
            var distance = Math.Abs(ends[i - 1] - ends[i]);
            if (
                range > 0
                && distance >= LeastShareOfRange * range
                && distance >= Math.Min(range, meanExcesses * MeanExcess(ends[i..], count))
            )
            {
                return i;
            }
        }

        return 0;
    }

    /// <summary>Returns how many values are isolated below and above all others.</summary>
    /// <param name="sorted">The values.</param>
    /// <param name="most">How many can be isolated at each end.</param>
    /// <param name="probability">As for one end.</param>
    public static (int Below, int Above) CountBoth(SortedValues sorted, int most, double probability)
    {
        var examined = Math.Min(sorted.Count, most + TailLength(sorted.Count) + 1);
        double[] lowest = [.. Enumerable.Range(0, examined).Select(i => sorted[i])];
        double[] highest = [.. Enumerable.Range(1, examined).Select(i => sorted[sorted.Count - i])];
        var (below, above) = (0, 0);
        // Isolated values at one end widen the range from which those at the other end must be far.
        for (var pass = 0; pass < 2; pass++)
        {
            above = Math.Max(above, Count(highest, lowest[below], most, sorted.Count, probability));
            below = Math.Max(below, Count(lowest, highest[above], most, sorted.Count, probability));
        }

        return (below, above);
    }

    /// <summary>Returns how many values beside the isolated ones, and the one after them, <see cref="Count"/> looks at.</summary>
    /// <param name="count">The number of all values.</param>
    public static int TailLength(long count) => Math.Max(FewestOfTail, (int)(ShareOfTail * count));

    /// <summary>Returns the mean distance of the outermost values from the next one; infinity if they are too few or equal.</summary>
    private static double MeanExcess(ReadOnlySpan<double> ends, long count)
    {
        var tail = Math.Min(TailLength(count), ends.Length - 1);
        if (tail < FewestOfTail)
        {
            return double.PositiveInfinity;
        }

        var sum = 0.0;
        foreach (var value in ends[..tail])
        {
            sum += Math.Abs(value - ends[tail]);
        }

        return sum > 0 ? sum / tail : double.PositiveInfinity;
    }
}
