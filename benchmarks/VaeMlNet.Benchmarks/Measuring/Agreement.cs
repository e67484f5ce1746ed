namespace VaeMlNet.Benchmarks;

/// <summary>The required agreement of the candidates' results. Speeds are compared only if the results agree.</summary>
/// <param name="Result">The name of the compared result, such as <c>checksum</c>.</param>
/// <param name="Tolerance">The largest difference, as a share of the expected result.</param>
internal sealed record Agreement(string Result, double Tolerance)
{
    /// <summary>
    /// Gets the agreement of checksums. Candidates add in a different order, or run one row at a time, so sums of float32
    /// differ by rounding.
    /// </summary>
    public static Agreement OnChecksum { get; } = new("checksum", 1e-4);

    /// <summary>Gets an agreement that only rejects results that are not finite.</summary>
    public static Agreement NotYet { get; } = new("result", 1e9);

    /// <exception cref="InvalidOperationException">The candidate computed a different result.</exception>
    public void Check(Candidate candidate, double result, double expected)
    {
        if (!(Math.Abs(result - expected) <= Tolerance * Math.Abs(expected)))
        {
            throw new InvalidOperationException(
                FormattableString.Invariant(
                    $"Candidate '{candidate.Name}' has {Result} {result}, but others of its round have {expected} (tolerance: {100 * Tolerance} %). Speeds are compared only if the results agree."
                )
            );
        }
    }
}
