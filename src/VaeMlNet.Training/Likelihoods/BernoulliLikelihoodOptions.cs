namespace VaeMlNet;

/// <summary>
/// Independent Bernoulli slots: the decoder computes logits, and features are in [0, 1]. Gray levels are allowed; the value is
/// then a pseudo-likelihood, as is usual for MNIST.
/// </summary>
public sealed record BernoulliLikelihoodOptions : DecoderLikelihood
{
    private protected override IFormula Formula => new BernoulliFormula();

    private protected override GradientFactory Gradient => (_, _) => new BernoulliGradient();
}
