using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The scores of many rows as plain numbers, computed from <see cref="DeterministicScore"/>.</summary>
internal sealed class RowScores
{
    private double kl; // the sum over rows

    public ScoresByKind Scores { get; } = new();

    /// <summary>Scores rows, batch by batch.</summary>
    public static RowScores Compute(VariationalAutoencoder network, MemoryRows rows)
    {
        var computed = new RowScores();
        computed.Scores.Reserve(rows.Count);
        computed.Add(network, rows);
        return computed;
    }

    /// <summary>Adds the scores of further rows, batch by batch.</summary>
    public void Add(VariationalAutoencoder network, MemoryRows rows) =>
        Evaluation.ForEachBatch(
            network,
            rows,
            (x, _) =>
            {
                var score = network.Score(x);
                foreach (var kind in ScoreKind.All)
                {
                    Scores.Add(kind.Kind, TensorValues.Floats(score.Value(kind.Kind)));
                }

                foreach (var number in TensorValues.Floats(score.Kl))
                {
                    kl += number;
                }
            }
        );

    /// <summary>Changes the scores of all kinds.</summary>
    /// <param name="network">The network.</param>
    /// <param name="rows">The scored rows, and perhaps others behind them.</param>
    /// <param name="change">Computes by how much the scores of rows change: [n, D] -> [n].</param>
    public void Change(VariationalAutoencoder network, MemoryRows rows, Func<Tensor, Tensor> change) =>
        Evaluation.ForEachBatch(
            network,
            rows.First(Scores.RowCount),
            (x, first) => Scores.Change((int)first, TensorValues.Floats(change(x)))
        );

    /// <summary>Returns the mean over rows.</summary>
    public VaeLoss MeanLoss(double beta) =>
        new(Scores[VaeScoreKind.ReconstructionError].Average(), kl / Scores.RowCount, beta);
}

/// <summary>The scores of all rows by networks that have not learned from them.</summary>
/// <param name="Scores">The scores, without those of unseen values.</param>
/// <param name="Rows">The rows in the same order.</param>
internal sealed record CrossValidatedScores(RowScores Scores, MemoryRows Rows)
{
    /// <summary>Gets the numbers of rows in parts of time, one after the other; null for random folds.</summary>
    public IReadOnlyList<int>? TimeLengths { get; init; }
}
