using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>The anomaly scores of rows in nats, as <see cref="VariationalAutoencoder.Score"/> computes them.</summary>
/// <remarks>The tensors belong to the caller's dispose scope.</remarks>
/// <param name="Contributions">-log p(x|z) of each slot, for tables with the penalties of <see cref="TableLikelihood.WithPenalties"/>, [N, D].</param>
/// <param name="Kl">KL(q(z|x) || p(z)), summed over latents, without beta, [N, 1].</param>
internal sealed record DeterministicScore(Tensor Contributions, Tensor Kl)
{
    /// <summary>Gets the sum of the contributions, [N, 1].</summary>
    public Tensor ReconstructionError { get; } = Contributions.sum(1, keepdim: true);

    /// <summary>
    /// Gets the contribution of each slot given the other cells of the row, [N, D]; null for networks without <see cref="PseudoLikelihood"/>.
    /// </summary>
    public Tensor? SlotsGivenOthers { get; init; }

    /// <summary>Gets what slots contribute by themselves to <see cref="Score"/>, [N, D]: all of it but the KL.</summary>
    public Tensor OwnContributions => SlotsGivenOthers ?? Contributions;

    /// <summary>Gets the score by the pseudo-likelihood, or else by the negative ELBO, [N, 1].</summary>
    public Tensor Score => SlotsGivenOthers?.sum(1, keepdim: true) ?? ReconstructionError.Plus(Kl);

    /// <summary>
    /// Gets each slot's contribution to <see cref="Score"/>, [N, D]. The KL of a negative ELBO, which no single slot causes, has equal shares.
    /// </summary>
    public Tensor ScoreContributions => SlotsGivenOthers ?? Contributions.Plus(Kl / Held(Contributions.shape[1]));

    /// <summary>Returns the score of a kind, [N, 1].</summary>
    public Tensor Value(VaeScoreKind kind) =>
        kind switch
        {
            VaeScoreKind.NegativeElbo => Score,
            VaeScoreKind.ReconstructionError => ReconstructionError,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind of score is not computed."),
        };
}
