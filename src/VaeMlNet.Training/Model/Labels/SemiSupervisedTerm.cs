using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// The mean negative ELBO of labeled rows with their label, in proportion to their share of all rows, plus weight * the mean cross-entropy of q(y|x)
/// (Kingma et al. 2014).
/// </summary>
/// <remarks>
/// Batches also have rows with labels, whose loss <see cref="SemiSupervisedObjective"/> computes as if the label were not known. The term subtracts the
/// same for its rows, in the same proportion, so that each row counts once. Both use the same z, so that most of their noise cancels.
/// </remarks>
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
        var known = errors.Plus(latent.KlGiven(head, labels) * Held(settings.KlWeight)); // [m]
        var (_, others) = SemiSupervisedObjective.TermsWithoutLabels(
            network,
            labeled.Rows.Rows,
            head,
            labeled.Noise,
            labeled.SlotWeights,
            settings.Temperature
        );
        var unknown = others.Reconstruction.Plus(others.KlPerLatent.sum(1) * Held(settings.KlWeight)); // [m]
        var crossEntropy = -(latent.LogProbabilities(head) * labels).sum(1).mean();
        var share = (double)labeled.Rows.TotalCount / settings.RowCount;
        return ((known - unknown).mean() * Held(share)).Plus(crossEntropy * Held(options.Weight));
    }
}
