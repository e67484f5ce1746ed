using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Computes log(1 + exp(l)) - x l for the logit l, with the derivative s - x, where s = sigmoid(l).</summary>
/// <remarks>
/// log(1 + exp(l)) = max(l, 0) - log(max(s, 1 - s)), where the logarithm is of numbers from 0.5 to 1. The product of 16 such
/// numbers needs one logarithm, a sixteenth of the cost.
/// </remarks>
internal sealed class BernoulliGradient : ReconstructionGradient
{
    private const int Factors = 16;

    public override double Replace(Tensor parameters, Tensor x, double factor)
    {
        var logits = parameters.view(-1);
        var linear = logits.relu().sum() - logits.dot(x.reshape(-1));
        parameters.sigmoid_();
        var likelier = (logits - Held(0.5)).abs_().add_(Held(0.5), Held(1)); // max(s, 1 - s)
        parameters.sub_(x).mul_(Held(factor));
        return linear.item<float>() - SumOfLogs(likelier);
    }

    private static double SumOfLogs(Tensor values)
    {
        var rest = values.numel() % Factors;
        var many = values.narrow(0, 0, values.numel() - rest).view(-1, Factors).prod(1).log().sum();
        var last = values.narrow(0, values.numel() - rest, rest).log().sum();
        return (double)many.item<float>() + last.item<float>();
    }
}
