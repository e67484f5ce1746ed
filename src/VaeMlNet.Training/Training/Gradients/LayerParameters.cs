using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The parameters of a layer and their gradients, as views of flat vectors.</summary>
/// <param name="Weight">The weight, in the shape of the module.</param>
/// <param name="Bias">The bias, [out]; null if the layer has none.</param>
/// <param name="WeightGradient">The gradient of the weight, of the same shape.</param>
/// <param name="BiasGradient">The gradient of the bias, of the same shape.</param>
internal sealed record LayerParameters(Tensor Weight, Tensor? Bias, Tensor WeightGradient, Tensor? BiasGradient);
