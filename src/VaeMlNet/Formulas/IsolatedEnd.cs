namespace VaeMlNet;

/// <summary>Finds values at one end of a sample that are far from all others.</summary>
internal static class IsolatedEnd
{
    private const double ShareOfTail = 0.02;
    private const int FewestOfTail = 10;
    private const double LeastShareOfRange = 0.3; // counts that are mostly 0 have hardly a tail

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
