using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The terms of <see cref="DeterministicScore"/> of many rows, as plain numbers.</summary>
internal sealed class RowScores
{
    private readonly List<double> reconstructionError = [];
    private readonly List<double> kl = [];

    private RowScores() { }

    /// <summary>-log p(x|z) of each row.</summary>
    public IReadOnlyList<double> ReconstructionError => reconstructionError;

    /// <summary>Reconstruction error plus KL of each row.</summary>
    public IReadOnlyList<double> NegativeElbo =>
        [.. reconstructionError.Zip(kl, (error, divergence) => error + divergence)];

    /// <summary>Gets a value indicating whether no score is NaN or infinite.</summary>
    public bool AreFinite => NegativeElbo.All(double.IsFinite);

    /// <summary>Scores rows [N, D], batch by batch.</summary>
    public static RowScores Compute(VariationalAutoencoder network, Tensor rows)
    {
        var scores = new RowScores();
        Evaluation.ForEachBatch(
            network,
            rows,
            (x, _) =>
            {
                var score = DeterministicScore.Compute(network, x);
                scores.reconstructionError.AddRange(
                    TensorValues.Floats(score.ReconstructionError).Select(v => (double)v)
                );
                scores.kl.AddRange(TensorValues.Floats(score.Kl).Select(v => (double)v));
            }
        );
        return scores;
    }

    /// <summary>The mean over rows.</summary>
    public VaeLoss MeanLoss(double beta) => new(reconstructionError.Average(), kl.Average(), beta);
}
