using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// The mean negative ELBO of labeled rows with their label, in proportion to their share of all rows, plus weight * the mean cross-entropy of q(y|x)
/// (Kingma et al. 2014, eq. 6 and 9).
/// </summary>
internal sealed class SemiSupervisedTerm(SemiSupervisedOptions options) : LabelTerm
{
    /// <inheritdoc />
    public override Tensor Compute(
        VariationalAutoencoder network,
        LabeledBatch labeled,
        ElboTerms terms,
        ObjectiveSettings settings
    )
    {
        var latent = (LabeledLatent)network.Latent;
        var head = network.ComputeHead(labeled.Input);
        var labels = latent.OneHot(labeled.Rows.Labels); // [m, K]
        var z = latent.SampleGiven(head, labeled.Noise, labels); // [m, Z]
        var perSlot = network.ReconstructionPerSlot(z, labeled.Rows.Rows); // [m, D]
        var errors = (labeled.SlotWeights is { } weights ? perSlot * weights : perSlot).sum(1); // [m]
        var elbo = errors.Plus(latent.KlGiven(head, labels) * Held(settings.KlWeight)).mean();
        var crossEntropy = -(latent.LogProbabilities(head) * labels).sum(1).mean();
        var share = (double)labeled.Rows.TotalCount / settings.RowCount;
        return (elbo * Held(share)).Plus(crossEntropy * Held(options.Weight));
    }
}
