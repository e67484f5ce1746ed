using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Training rows as tensors, with what belongs to them. The trainer changes and disposes none of them.</summary>
/// <remarks>Thread safety: that of the tensors.</remarks>
/// <param name="Rows">float32 [N, D], N and D at least 1.</param>
public sealed record VaeTrainingTensors(Tensor Rows)
{
    /// <summary>
    /// Gets how much each row counts: float32 [N], finite, at least 0, and not all 0. Default: null, all the same. A row
    /// of weight 2 counts like two rows; weights are divided by their mean.
    /// </summary>
    public Tensor? ExampleWeights { get; init; }

    /// <summary>
    /// Gets the class of each row, int64 [N], any numbers, for <see cref="VaeTrainingDataOptions.ClassBalance"/>.
    /// Default: null.
    /// </summary>
    public Tensor? Labels { get; init; }

    /// <summary>
    /// Gets rows to evaluate after each epoch and to take the anomaly thresholds from, float32 [M, D], M at least 1.
    /// Default: null, none.
    /// </summary>
    public Tensor? ValidationRows { get; init; }
}
