namespace VaeMlNet.Cli;

/// <summary>Says how a training ended, and what to change.</summary>
internal static class ConvergenceText
{
    private const double LessBeta = 10;
    private const double MostBeta = 0.1;

    /// <summary>Returns one line.</summary>
    /// <param name="convergence">How the training ended.</param>
    /// <param name="epochCount">The number of epochs.</param>
    /// <param name="seconds">Their duration.</param>
    /// <param name="kl">The KL divergence of the model, in nats per row.</param>
    /// <param name="beta">The weight of KL.</param>
    public static string Of(VaeConvergence convergence, int epochCount, double seconds, double kl, double beta) =>
        convergence switch
        {
            VaeConvergence.Converged => "converged: the loss no longer falls",
            VaeConvergence.Limited => FormattableString.Invariant(
                $"enough: more than {epochCount} epochs would learn so few windows by heart"
            ),
            VaeConvergence.OutOfTime => FormattableString.Invariant(
                $"not converged: the time ran out after {epochCount} epochs. Raise --time-budget."
            ),
            VaeConvergence.Collapsed => FormattableString.Invariant(
                $"collapsed: the latents tell next to nothing about a row (KL {kl:0.00} nats). Scores rank rows by each column on its own, and expected values are near means. If the columns depend on each other, use more rows or --beta={Math.Min(MostBeta, beta / LessBeta):0.###}; 'compare' says whether a simple method is better."
            ),
            _ => FormattableString.Invariant(
                $"not converged: the loss still fell in the last epochs. Train again with --epochs={2 * epochCount} (about {Math.Max(1, 2 * seconds):0} s)."
            ),
        };
}
