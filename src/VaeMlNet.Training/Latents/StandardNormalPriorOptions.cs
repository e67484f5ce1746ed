using TorchSharp;

namespace VaeMlNet;

/// <summary>The options of <see cref="VaePriorOptions.StandardNormal"/>.</summary>
internal sealed record StandardNormalPriorOptions : VaePriorOptions
{
    internal override void Check(int latentDim) { }

    internal override long LeastNumbers => 0;

    internal override LearnedPrior? Create(
        int latentDim,
        int encoderWidth,
        Func<torch.Tensor, (torch.Tensor Mean, torch.Tensor LogVariance)> encode
    ) => null;
}
