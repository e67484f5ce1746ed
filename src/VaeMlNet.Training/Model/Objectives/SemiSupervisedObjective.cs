using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// The negative ELBO of rows without a label: the expectation over the labels under q(y|x) of -log p(x|y, z), plus the KL divergences of y and z
/// (Kingma et al. 2014). The KL divergence of y is log-prior and entropy together.
/// </summary>
/// <remarks>With many labels, one label is sampled from q(y|x) instead, as any other latent.</remarks>
internal sealed class SemiSupervisedObjective : ElboObjective
{
    /// <summary>Gets a number of rows for which the decoder's outputs for all labels fit into memory.</summary>
    public override long RowsPerEvaluation => 100;

    /// <inheritdoc />
    protected override (Tensor Z, ElboTerms Terms) Decode(
        VariationalAutoencoder network,
        ObjectiveRows rows,
        ObjectiveSettings settings,
        Tensor head
    ) => TermsWithoutLabels(network, rows.Features, head, NoiseOfZ(rows.Noise), rows.SlotWeights, settings.Temperature);

    /// <summary>Samples z of each row, and computes the terms of the negative ELBO of rows whose label is not known.</summary>
    /// <param name="network">A network with a label among its latents.</param>
    /// <param name="features">The rows, [n, D].</param>
    /// <param name="head">The output of the encoder, [n, H].</param>
    /// <param name="noise">The noise for sampling z, [n, Z].</param>
    /// <param name="slotWeights">The weights of the slots in the reconstruction term, [n, D]; null if all are 1.</param>
    /// <param name="temperature">The temperature of a label that is sampled.</param>
    public static (Tensor Z, ElboTerms Terms) TermsWithoutLabels(
        VariationalAutoencoder network,
        Tensor features,
        Tensor head,
        Tensor noise,
        Tensor? slotWeights,
        double temperature
    )
    {
        var latent = (LabeledLatent)network.Latent;
        if (!latent.IsEnumerated)
        {
            var sampled = latent.Sample(head, noise, temperature);
            return (sampled, network.NegativeElboAt(features, head, sampled, slotWeights));
        }

        var z = latent.SampleForEachLabel(head, noise); // [n K, Z]
        var perSlot = network.ReconstructionPerSlot(z, Repeated(features)); // [n K, D]
        var errors = (slotWeights is { } weights ? perSlot * Repeated(weights) : perSlot).sum(1);
        var expected = latent.LogProbabilities(head).exp() * errors.reshape(-1, latent.LabelCount); // [n, K]
        return (z, new(expected.sum(1), latent.KlPerLatent(head)));

        Tensor Repeated(Tensor all) =>
            all.unsqueeze(1).expand(all.shape[0], latent.LabelCount, all.shape[1]).reshape(-1, all.shape[1]);
    }
}
