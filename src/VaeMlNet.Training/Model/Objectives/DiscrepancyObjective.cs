using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>The negative ELBO with less KL, plus the maximum mean discrepancy of latents and prior (Zhao et al. 2019).</summary>
internal sealed class DiscrepancyObjective(MaximumMeanDiscrepancyObjectiveOptions options) : ElboObjective
{
    /// <summary>Gets a number of rows for which the distances of all pairs fit into memory.</summary>
    public override long RowsPerEvaluation => 256;

    /// <summary>Draws the noise of z and a sample of the prior side by side, [n, 2 Z].</summary>
    public override Tensor DrawNoise(LatentDistribution latent, long rowCount, Generator generator) =>
        cat([latent.DrawNoise(rowCount, generator), latent.DrawPrior(rowCount, generator)], 1);

    /// <summary>
    /// Estimates the squared maximum mean discrepancy of two samples with the kernel exp(-|a - b|^2 / (2 L)), without bias (Gretton et al.
    /// 2012, eq. 3). It is 0 for samples of one row, and can be slightly below 0.
    /// </summary>
    /// <param name="a">Samples of one distribution, [n, L].</param>
    /// <param name="b">Samples of the other, [n, L].</param>
    /// <returns>A scalar.</returns>
    internal static Tensor Discrepancy(Tensor a, Tensor b)
    {
        var count = (double)a.shape[0];
        if (count == 1)
        {
            return (a * Held(0)).sum();
        }

        // A sample's kernel with itself is 1, whatever the distribution.
        var within = (Kernel(a, a).sum().Plus(Kernel(b, b).sum()) - Held(2 * count)) / Held(count * (count - 1));
        return within - (Kernel(a, b).sum() * Held(2 / (count * count)));
    }

    /// <inheritdoc />
    protected override Tensor NoiseOfZ(Tensor noise) => noise.narrow(1, 0, noise.shape[1] / 2);

    /// <inheritdoc />
    protected override Tensor? Added(
        VariationalAutoencoder network,
        ObjectiveRows rows,
        ObjectiveSettings settings,
        Tensor head,
        Tensor z,
        ElboTerms terms
    )
    {
        var prior = rows.Noise.narrow(1, z.shape[1], z.shape[1]);
        var leftOut = terms.KlPerLatent.sum(1) * Held(settings.KlWeight * options.Alpha); // [n]
        return (Discrepancy(z, prior) * Held(options.Alpha + options.Lambda - 1)) - leftOut;
    }

    private static Tensor Kernel(Tensor a, Tensor b) =>
        ((a.unsqueeze(1) - b.unsqueeze(0)).Squared().sum(2) * Held(-0.5 / a.shape[1])).exp(); // [n, n]
}
