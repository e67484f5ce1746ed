using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// The anomaly score of each row without noise, at z = posterior mean (An &amp; Cho 2015, with one draw replaced by the
/// mean): reconstruction error plus KL, in nats.
/// </summary>
/// <remarks>Tensors of the caller's dispose scope.</remarks>
/// <param name="Score">ReconstructionError + Kl, [N, 1].</param>
/// <param name="ReconstructionError">-log p(x|z), summed over slots, [N, 1].</param>
/// <param name="Kl">KL(q(z|x) || N(0, I)), summed over latents, without beta, [N, 1].</param>
/// <param name="Contributions">Each slot's part of ReconstructionError, [N, D].</param>
internal sealed record DeterministicScore(Tensor Score, Tensor ReconstructionError, Tensor Kl, Tensor Contributions)
{
    /// <summary>Scores rows [N, D].</summary>
    public static DeterministicScore Compute(VariationalAutoencoder network, Likelihood likelihood, Tensor x)
    {
        var (mean, logVariance) = network.Encode(x); // [N, L] each
        var kl = DiagonalGaussian.KlPerLatent(mean, logVariance).sum(1, keepdim: true); // [N, 1]
        var contributions = likelihood.NegativeLogLikelihoodPerSlot(network.Decode(mean), x); // [N, D]
        var reconstructionError = contributions.sum(1, keepdim: true); // [N, 1]
        return new DeterministicScore(reconstructionError + kl, reconstructionError, kl, contributions);
    }
}
