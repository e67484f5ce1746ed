namespace VaeMlNet;

/// <summary>
/// The magnitudes of the terms that add up to the outputs of a scorer. Log-densities are positive and negative, so their sums can be near 0
/// although the terms are not, and rounding grows with the terms.
/// </summary>
internal static class ScoreTerms
{
    /// <summary>Returns the name of the output whose values add up to an output of the scorer.</summary>
    /// <param name="output">The name of an output of the scorer.</param>
    /// <param name="ownContributions">The output with what slots contribute by themselves to the score.</param>
    public static string TermsOf(string output, string ownContributions) =>
        output is ScoreKind.ScoreTensor or ScoreKind.ScoreContributionsTensor
            ? ownContributions
            : ScoreKind.ContributionsTensor;

    /// <summary>Returns the magnitudes for the values of an output.</summary>
    /// <param name="output">The name of an output of the scorer.</param>
    /// <param name="values">The output, [N, 1] or [N, D].</param>
    /// <param name="contributions">The output <see cref="TermsOf"/> of it, [N, D].</param>
    /// <param name="kl">The output <c>kl</c>, [N, 1].</param>
    public static double[] Magnitudes(string output, double[] values, double[] contributions, double[] kl)
    {
        var slotCount = contributions.Length / Math.Max(1, kl.Length);
        var magnitudes = Array.ConvertAll(values, Math.Abs);
        for (var row = 0; row < kl.Length; row++)
        {
            ArraySegment<double> ofRow = new(contributions, row * slotCount, slotCount);
            switch (output)
            {
                case ScoreKind.ScoreTensor or ScoreKind.ReconstructionErrorTensor:
                    magnitudes[row] = kl[row] + ofRow.Sum(Math.Abs);
                    break;
                case ScoreKind.ContributionsTensor or ScoreKind.ScoreContributionsTensor:
                    // The parameters of all slots come from the same last layer, whose rounding depends on all of them.
                    var typical = Math.Sqrt(ofRow.Average(value => value * value));
                    for (var slot = 0; slot < slotCount; slot++)
                    {
                        magnitudes[(row * slotCount) + slot] += typical;
                    }

                    break;
            }
        }

        return magnitudes;
    }
}
