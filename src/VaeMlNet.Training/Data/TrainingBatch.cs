using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The rows of one training step. The tensors belong to the caller's dispose scope.</summary>
/// <param name="Features">float32 [n, D].</param>
/// <param name="Weights">The weights of the rows, float32 [n], 1 on average over all rows; null if all weights are 1.</param>
internal readonly record struct TrainingBatch(Tensor Features, Tensor? Weights);
