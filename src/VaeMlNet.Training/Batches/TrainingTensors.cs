using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Training rows as tensors, with their weights, classes and validation rows. See <see cref="VaeTrainer"/>.
/// </summary>
/// <remarks>Thread safety: as safe as the tensors.</remarks>
/// <param name="Rows">float32 [N, D], N and D at least 1.</param>
internal sealed record TrainingTensors(Tensor Rows)
{
    /// <summary>
    /// Gets the weight of each row: float32 [N], finite, at least 0, and not all 0. Default: null, which means equal weights. A
    /// row of weight 2 counts like two rows; weights are divided by their mean.
    /// </summary>
    public Tensor? ExampleWeights { get; init; }

    /// <summary>
    /// Gets the class of each row, int64 [N]. Any numbers are allowed. Classes then have the same total weight, as with <see
    /// cref="VaeTrainingDataOptions.ClassColumnName"/>. Default: null, which means no classes.
    /// </summary>
    public Tensor? Classes { get; init; }

    /// <summary>
    /// Gets the rows that are evaluated after each epoch and that determine the anomaly thresholds, float32 [M, D], M at least
    /// 1. Default: null, which means none.
    /// </summary>
    public Tensor? ValidationRows { get; init; }

    /// <summary>Gets the label of each row that training uses, NaN for none, float32 [N]; null without labels.</summary>
    internal Tensor? Targets { get; init; }
}
