using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Computes ((x - mean) / scale)^2 / 2 + log(scale) + log(2 pi) / 2, with the derivative (mean - x) / scale^2.</summary>
internal sealed class GaussianGradient(double scale) : ReconstructionGradient
{
    private readonly double precision = 1 / (scale * scale);
    private readonly double constant = Math.Log(scale) + (0.5 * Math.Log(2 * Math.PI));

    public override double Replace(Tensor parameters, Tensor x, double factor)
    {
        var differences = parameters.sub_(x).view(-1);
        var squares = differences.dot(differences).item<float>();
        parameters.mul_(Held(factor * precision));
        return (0.5 * precision * squares) + (constant * differences.numel());
    }
}
