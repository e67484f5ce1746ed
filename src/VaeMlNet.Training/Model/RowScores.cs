using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The scores of many rows as plain numbers, computed from <see cref="DeterministicScore"/>.</summary>
internal sealed class RowScores
{
    private readonly List<double> kl = [];

    private RowScores() { }

    /// <summary>Gets the scores of each row.</summary>
    public ScoresByKind Scores { get; } = new();

    /// <summary>Scores rows [N, D], batch by batch.</summary>
    public static RowScores Compute(VariationalAutoencoder network, Tensor rows)
    {
        var computed = new RowScores();
        Evaluation.ForEachBatch(
            network,
            rows,
            (x, _) =>
            {
                var score = network.Score(x);
                foreach (var kind in ScoreKind.All)
                {
                    computed.Scores[kind.Kind].AddRange(Numbers(score.Value(kind.Kind)));
                }

                computed.kl.AddRange(Numbers(score.Kl));
            }
        );
        return computed;
    }

    /// <summary>Adds to the reconstruction error of each row, and so to all of its scores.</summary>
    public void Add(IReadOnlyList<double> changes)
    {
        foreach (var scores in ScoreKind.All.Select(kind => Scores[kind.Kind]))
        {
            for (var row = 0; row < changes.Count; row++)
            {
                scores[row] += changes[row];
            }
        }
    }

    /// <summary>Returns the mean over rows.</summary>
    public VaeLoss MeanLoss(double beta) => new(Scores[VaeScoreKind.ReconstructionError].Average(), kl.Average(), beta);

    private static IEnumerable<double> Numbers(Tensor values) =>
        TensorValues.Floats(values).Select(value => (double)value);
}
