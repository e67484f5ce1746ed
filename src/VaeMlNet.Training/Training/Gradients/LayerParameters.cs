using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The parameters of a layer and their gradients, as views of flat vectors.</summary>
/// <param name="Weight">As the module has it.</param>
/// <param name="Bias">[out]; null where the layer has none.</param>
/// <param name="WeightGradient">Of the shape of <paramref name="Weight"/>.</param>
/// <param name="BiasGradient">Of the shape of <paramref name="Bias"/>.</param>
internal sealed record LayerParameters(Tensor Weight, Tensor? Bias, Tensor WeightGradient, Tensor? BiasGradient);
