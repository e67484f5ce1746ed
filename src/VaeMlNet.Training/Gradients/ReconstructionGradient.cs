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

    /// <summary>Gives the sum over slots and rows, in nats; a scalar.</summary>
    /// <param name="parameters">The decoder's outputs, [n, P].</param>
    /// <param name="x">[n, D].</param>
    public abstract Tensor Sum(Tensor parameters, Tensor x);

    /// <summary>Puts the gradient of <see cref="Sum"/>, times a factor, in the place of the decoder's outputs.</summary>
    public abstract void Replace(Tensor parameters, Tensor x, double factor);

    /// <summary>log(1 + exp(l)) - x l for the logit l, with the derivative sigmoid(l) - x.</summary>
    private sealed class BernoulliGradient : ReconstructionGradient
    {
        public override Tensor Sum(Tensor parameters, Tensor x) =>
            nn.functional.softplus(parameters, 1, 20).sum() - parameters.view(-1).dot(x.reshape(-1));

        public override void Replace(Tensor parameters, Tensor x, double factor) =>
            parameters.sigmoid_().sub_(x).mul_(factor);
    }

    /// <summary>((x - mean) / scale)^2 / 2 + log(scale) + log(2 pi) / 2, with the derivative (mean - x) / scale^2.</summary>
    private sealed class GaussianGradient(double scale) : ReconstructionGradient
    {
        private readonly double constant = Math.Log(scale) + (0.5 * Math.Log(2 * Math.PI));

        public override Tensor Sum(Tensor parameters, Tensor x)
        {
            var difference = (parameters - x).view(-1);
            return (difference.dot(difference) * (0.5 / (scale * scale))) + (constant * difference.numel());
        }

        public override void Replace(Tensor parameters, Tensor x, double factor) =>
            parameters.sub_(x).mul_(factor / (scale * scale));
    }
}
