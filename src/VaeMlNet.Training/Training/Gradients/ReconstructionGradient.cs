using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>-log p(x|z) of a batch, with its gradient by the decoder's outputs written out.</summary>
/// <remarks>Intermediate tensors are left to the caller's dispose scope.</remarks>
internal abstract class ReconstructionGradient
{
    /// <summary>Makes that of a likelihood; null for those that are left to autograd.</summary>
    public static ReconstructionGradient? Of(Likelihood likelihood) =>
        likelihood switch
        {
            BernoulliLikelihood => new BernoulliGradient(),
            GaussianLikelihood { FixedScale: { } scale } => new GaussianGradient(scale),
            _ => null,
        };

    /// <summary>Gives the sum over slots and rows, and puts its gradient in the place of the decoder's outputs.</summary>
    /// <param name="parameters">The decoder's outputs, [n, P]; then the gradient.</param>
    /// <param name="x">[n, D].</param>
    /// <param name="factor">What the gradient is multiplied by.</param>
    /// <returns>In nats.</returns>
    public abstract double Replace(Tensor parameters, Tensor x, double factor);

    /// <summary>log(1 + exp(l)) - x l for the logit l, with the derivative s - x, s = sigmoid(l).</summary>
    /// <remarks>
    /// log(1 + exp(l)) = max(l, 0) - log(max(s, 1 - s)), where the logarithm is of numbers from 0.5 to 1: of 16 at a time the
    /// product has one, which costs a sixteenth.
    /// </remarks>
    private sealed class BernoulliGradient : ReconstructionGradient
    {
        private const int Factors = 16;

        public override double Replace(Tensor parameters, Tensor x, double factor)
        {
            var logits = parameters.view(-1);
            var linear = logits.relu().sum() - logits.dot(x.reshape(-1));
            parameters.sigmoid_();
            var likelier = (logits - 0.5).abs_().add_(0.5); // max(s, 1 - s)
            parameters.sub_(x).mul_(factor);
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

    /// <summary>((x - mean) / scale)^2 / 2 + log(scale) + log(2 pi) / 2, with the derivative (mean - x) / scale^2.</summary>
    private sealed class GaussianGradient(double scale) : ReconstructionGradient
    {
        private readonly double precision = 1 / (scale * scale);
        private readonly double constant = Math.Log(scale) + (0.5 * Math.Log(2 * Math.PI));

        public override double Replace(Tensor parameters, Tensor x, double factor)
        {
            var differences = parameters.sub_(x).view(-1);
            var squares = differences.dot(differences).item<float>();
            parameters.mul_(factor * precision);
            return (0.5 * precision * squares) + (constant * differences.numel());
        }
    }
}
