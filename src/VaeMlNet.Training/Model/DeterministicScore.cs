using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// The anomaly score of each row without noise, at z = the posterior's code, its mean (An &amp; Cho 2015, with one draw replaced by the
/// mean): reconstruction error plus KL, in nats.
/// </summary>
/// <remarks>Tensors of the caller's dispose scope.</remarks>
/// <param name="Score">ReconstructionError + Kl, [N, 1].</param>
/// <param name="ReconstructionError">-log p(x|z), summed over slots, [N, 1].</param>
/// <param name="Kl">KL(q(z|x) || p(z)), summed over latents, without beta, [N, 1].</param>
/// <param name="Contributions">Each slot's part of ReconstructionError, [N, D].</param>
internal sealed record DeterministicScore(Tensor Score, Tensor ReconstructionError, Tensor Kl, Tensor Contributions)
{
    /// <summary>Gets each slot's part of Score, [N, D]: that of the error and an equal share of the KL, which no slot causes alone.</summary>
    public Tensor ScoreContributions => Contributions + (Kl / Contributions.shape[1]);

    /// <summary>Returns the score of a kind, [N, 1].</summary>
    public Tensor Of(VaeScoreKind kind) =>
        kind switch
        {
            VaeScoreKind.NegativeElbo => Score,
            VaeScoreKind.ReconstructionError => ReconstructionError,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind of score is not computed."),
        };

    /// <summary>Scores rows [N, D].</summary>
    public static DeterministicScore Compute(VariationalAutoencoder network, Tensor x)
    {
        var head = network.ComputeHead(x);
        var kl = network.Latent.KlPerLatent(head).sum(1, keepdim: true); // [N, 1]
        var parameters = network.Decode(network.Latent.Code(head)); // [N, P]
        var contributions = network.Likelihood.NegativeLogLikelihoodPerSlot(parameters, x); // [N, D]
        var reconstructionError = contributions.sum(1, keepdim: true); // [N, 1]
        return new DeterministicScore(reconstructionError + kl, reconstructionError, kl, contributions);
    }
}
