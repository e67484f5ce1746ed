namespace VaeMlNet.Benchmarks;

/// <summary>How closely contestants must come to the same result before their speeds are compared.</summary>
/// <param name="Result">What is compared, such as <c>checksum</c>.</param>
/// <param name="Tolerance">The largest difference, as a share of the expected result.</param>
internal sealed record Agreement(string Result, double Tolerance)
{
    /// <summary>Contestants add in another order, or run one row at a time: sums of float32 differ by rounding.</summary>
    public static Agreement OnChecksum { get; } = new("checksum", 1e-4);

    /// <summary>Nothing is compared yet, but that results are numbers.</summary>
    public static Agreement NotYet { get; } = new("result", 1e9);

    /// <exception cref="InvalidOperationException">The contestant computed something else.</exception>
    public void Check(Contestant contestant, double result, double expected)
    {
        if (!(Math.Abs(result - expected) <= Tolerance * Math.Abs(expected)))
        {
            throw new InvalidOperationException(
                FormattableString.Invariant(
                    $"Contestant '{contestant.Name}' has {Result} {result}, expected {expected} as others of its round, up to {100 * Tolerance} %. Their speeds cannot be compared before they compute the same."
                )
            );
        }
    }
}
