using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// The mean of weight * max(0, margin + m - s(a)) over known anomalies a, with the negative ELBO s(a) and the median m of the negative ELBO of
/// the batch, which has no gradient.
/// </summary>
/// <remarks>
/// Without the bound, the loss would have no minimum, because a negative ELBO has no upper limit. The median depends less on unknown anomalies
/// in the batch than the mean.
/// </remarks>
internal sealed class KnownAnomalyTerm(KnownAnomalyLabelOptions options) : LabelTerm
{
    /// <inheritdoc />
    public override Tensor Compute(
        VariationalAutoencoder network,
        LabeledBatch labeled,
        ElboTerms terms,
        double klWeight,
        double temperature
    )
    {
        var anomalies = NegativeElbo(
            network.NegativeElbo(labeled.Rows.Rows, labeled.Noise, temperature, labeled.Input)
        ); // [m]
        return (Median(NegativeElbo(terms).detach()).Plus(Held(options.Margin)) - anomalies).relu().mean()
            * Held(options.Weight);
    }

    private static Tensor NegativeElbo(ElboTerms terms) => terms.Reconstruction.Plus(terms.KlPerLatent.sum(1));

    /// <summary>Returns the (lower) median, a scalar.</summary>
    private static Tensor Median(Tensor values) =>
        values.topk((int)((values.shape[0] + 1) / 2), 0, largest: false).values.max();
}
