namespace VaeMlNet;

/// <summary>The range of the values of a channel that are not far outside all others.</summary>
/// <param name="Lowest">The lowest of them.</param>
/// <param name="Highest">The highest of them.</param>
/// <param name="IsolatedCount">The number of values outside.</param>
internal readonly record struct UsualValues(float Lowest, float Highest, int IsolatedCount)
{
    /// <summary>Gets the range without ends, of a channel without isolated values.</summary>
    public static UsualValues All => new(float.NegativeInfinity, float.PositiveInfinity, 0);
}
