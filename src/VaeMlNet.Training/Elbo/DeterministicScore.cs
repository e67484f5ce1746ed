using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>The anomaly scores of rows in nats, as <see cref="VariationalAutoencoder.Score"/> computes them.</summary>
/// <remarks>The tensors belong to the caller's dispose scope.</remarks>
/// <param name="Contributions">-log p(x|z) of each slot, and for tables its <see cref="RangePenalty"/>, [N, D].</param>
/// <param name="Kl">KL(q(z|x) || p(z)), summed over latents, without beta, [N, 1].</param>
internal sealed record DeterministicScore(Tensor Contributions, Tensor Kl)
{
    /// <summary>Gets the sum of the contributions, [N, 1].</summary>
    public Tensor ReconstructionError { get; } = Contributions.sum(1, keepdim: true);

    /// <summary>Gets the score by the negative ELBO, [N, 1].</summary>
    public Tensor Score => ReconstructionError.Plus(Kl);

    /// <summary>
    /// Gets each slot's contribution to <see cref="Score"/>, [N, D]: its reconstruction error plus an equal share of the KL,
    /// which no single slot causes.
    /// </summary>
    public Tensor ScoreContributions => Contributions.Plus(Kl / Held(Contributions.shape[1]));

    /// <summary>Returns the score of a kind, [N, 1].</summary>
    public Tensor Value(VaeScoreKind kind) =>
        kind switch
        {
            VaeScoreKind.NegativeElbo => Score,
            VaeScoreKind.ReconstructionError => ReconstructionError,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind of score is not computed."),
        };
}
