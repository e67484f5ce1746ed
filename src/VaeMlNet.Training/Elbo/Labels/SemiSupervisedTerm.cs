using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// The mean negative ELBO of labeled rows with their label, in proportion to their share of all rows, plus weight * the mean cross-entropy of q(y|x)
/// (Kingma et al. 2014). With weights of rows, the means and the share are weighted.
/// </summary>
/// <remarks>
/// Batches also have rows with labels, whose loss <see cref="VariationalAutoencoder.NegativeElboOf"/> computes as if the label were not known. The term subtracts the
/// same for its rows, in the same proportion, so that each row counts once. Both use the same z, so that most of their noise cancels. Intermediate
/// tensors belong to the caller's dispose scope.
/// </remarks>
/// <param name="options">The use of the labels.</param>
/// <param name="rowCount">The number of training rows, with and without labels.</param>
internal sealed class SemiSupervisedTerm(SemiSupervisedLabelOptions options, long rowCount)
{
    /// <summary>Computes the weighted term that labels add to the loss of a training step, a scalar with gradients.</summary>
    /// <param name="network">The network.</param>
    /// <param name="labeled">The labeled rows of the step.</param>
    /// <param name="klWeight">The weight of the KL term.</param>
    /// <param name="temperature">The temperature of relaxed latents.</param>
    public Tensor Compute(VariationalAutoencoder network, LabeledBatch labeled, double klWeight, double temperature)
    {
        var latent = (LabeledLatent)network.Latent;
        var head = network.ComputeHead(labeled.Input);
        var labels = latent.OneHot(labeled.Rows.Labels); // [m, K]
        var z = latent.SampleGiven(head, labeled.Noise, labels); // [m, Z]
        var errors = network.Reconstruction(z, labeled.Rows.Rows, labeled.SlotWeights); // [m]
        var known = errors.Plus(latent.KlGiven(head, labels) * Held(klWeight)); // [m]
        var others = network.NegativeElboOf(head, labeled.Rows.Rows, labeled.Noise, temperature, labeled.SlotWeights);
        var unknown = others.Reconstruction.Plus(others.KlPerLatent.sum(1) * Held(klWeight)); // [m]
        var crossEntropy = -(latent.LogProbabilities(head) * labels).sum(1); // [m]
        var share = labeled.Rows.TotalWeight / rowCount;
        return (Mean(known - unknown) * Held(share)).Plus(Mean(crossEntropy) * Held(options.Weight));

        Tensor Mean(Tensor perRow) => (labeled.Rows.Weights is { } weights ? perRow * weights : perRow).mean();
    }
}
