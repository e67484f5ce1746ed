using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Learned numbers of a likelihood and their gradient, for manual backpropagation.</summary>
/// <param name="Values">The numbers, contiguous float32.</param>
/// <param name="Gradient">Receives the gradient, of the same shape.</param>
internal sealed record LearnedNumbers(Tensor Values, Tensor Gradient);
