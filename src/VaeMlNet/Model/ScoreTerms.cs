namespace VaeMlNet;

/// <summary>
/// The magnitudes of the terms that add up to the outputs of a scorer. Log-densities are positive and negative, so their sums can be near 0
/// although the terms are not, and rounding grows with the terms.
/// </summary>
internal static class ScoreTerms
{
    /// <summary>Returns the magnitudes for the values of an output; null if the values themselves are the reference.</summary>
    /// <param name="output">The name of an output of the scorer.</param>
    /// <param name="contributions">The output <c>contributions</c>, [N, D].</param>
    /// <param name="kl">The output <c>kl</c>, [N, 1].</param>
    public static double[]? Find(string output, double[] contributions, double[] kl)
    {
        var slotCount = contributions.Length / Math.Max(1, kl.Length);
        return output switch
        {
            GraphTensors.Score or GraphTensors.ReconstructionError =>
            [
                .. kl.Select((ofRow, row) => ofRow + Row(contributions, slotCount, row).Sum(Math.Abs)),
            ],
            GraphTensors.Contributions or GraphTensors.ScoreContributions =>
            [
                .. kl.SelectMany((_, row) => OfSlots(Row(contributions, slotCount, row))),
            ],
            _ => null,
        };
    }

    /// <summary>
    /// Adds the root mean square of the row to each slot's own magnitude, because the parameters of all slots are rounded in the same last
    /// layer.
    /// </summary>
    private static IEnumerable<double> OfSlots(ArraySegment<double> contributions)
    {
        var ofRow = Math.Sqrt(contributions.Average(value => value * value));
        return contributions.Select(value => Math.Abs(value) + ofRow);
    }

    private static ArraySegment<double> Row(double[] values, int width, int row) => new(values, row * width, width);
}
