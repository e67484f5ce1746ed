using TorchSharp;

namespace VaeMlNet;

/// <summary>The prior N(0, I), which is not learned (Kingma &amp; Welling 2014). Its KL divergence has a closed form.</summary>
public sealed record StandardNormalPriorOptions : VaePriorOptions
{
    internal override void Check(int latentDim) { }

    internal override long LeastNumbers => 0;

    internal override LearnedPrior? Create(
        int latentDim,
        int encoderWidth,
        Func<torch.Tensor, (torch.Tensor Mean, torch.Tensor LogVariance)> encode
    ) => null;
}
