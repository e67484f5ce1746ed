using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The checked rows of one training run.</summary>
/// <param name="ColumnName">The feature column.</param>
/// <param name="Training">float32 [N, D].</param>
/// <param name="Validation">float32 [M, D], or null.</param>
/// <param name="Values">The range of the training values.</param>
internal sealed record TrainingRows(string ColumnName, Tensor Training, Tensor? Validation, FeatureValues Values)
{
    private const double ThresholdQuantile = 0.99;

    /// <summary>D.</summary>
    public int InputDim => (int)Training.shape[1];

    /// <summary>Puts down what an export must know of the rows: they are gone by then.</summary>
    /// <exception cref="InvalidOperationException">The scores of a row are not finite: training has diverged.</exception>
    public TrainingDataSummary Summarize(VariationalAutoencoder network, VaeTrainerOptions options)
    {
        var scored = Validation ?? Training;
        var scores = RowScores.Compute(network, scored);
        if (!scores.AreFinite)
        {
            throw Divergence.AfterEpoch(options.EpochCount, scores.MeanLoss(options.Beta), options);
        }

        return new TrainingDataSummary
        {
            RowCount = Training.shape[0],
            ValidationRowCount = Validation?.shape[0] ?? 0,
            Minimum = Values.Smallest,
            Maximum = Values.Largest,
            Threshold = new VaeThreshold
            {
                Quantile = ThresholdQuantile,
                NegativeElbo = Quantile.Of(scores.NegativeElbo, ThresholdQuantile),
                ReconstructionError = Quantile.Of(scores.ReconstructionError, ThresholdQuantile),
                Rows = scored.shape[0],
                Source = Validation is null ? "training" : "validation",
            },
        };
    }
}
