using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// The negative ELBO of rows without a label: the expectation over the labels under q(y|x) of -log p(x|y, z), plus the KL divergences of y and z
/// (Kingma et al. 2014, eq. 7). The KL divergence of y is log-prior and entropy together.
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
    )
    {
        if (network.Latent is not LabeledLatent { IsEnumerated: true } latent)
        {
            return base.Decode(network, rows, settings, head);
        }

        var z = latent.SampleForEachLabel(head, NoiseOfZ(rows.Noise)); // [n K, Z]
        var perSlot = network.ReconstructionPerSlot(z, Repeated(rows.Features)); // [n K, D]
        var errors = (rows.SlotWeights is { } weights ? perSlot * Repeated(weights) : perSlot).sum(1);
        var expected = latent.LogProbabilities(head).exp() * errors.reshape(-1, latent.LabelCount); // [n, K]
        return (z, new(expected.sum(1), latent.KlPerLatent(head)));

        Tensor Repeated(Tensor all) =>
            all.unsqueeze(1).expand(all.shape[0], latent.LabelCount, all.shape[1]).reshape(-1, all.shape[1]);
    }
}
