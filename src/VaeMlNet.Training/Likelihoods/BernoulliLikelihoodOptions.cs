namespace VaeMlNet;

/// <summary>
/// Independent Bernoulli slots: the decoder gives logits, features lie in [0, 1]. Grey levels are allowed; the value is
/// then a pseudo-likelihood, as is usual for MNIST.
/// </summary>
public sealed record BernoulliLikelihoodOptions : DecoderLikelihood
{
    internal override string? Complaint(float value) =>
        value is >= 0 and <= 1
            ? null
            : "the Bernoulli likelihood needs values in [0, 1]. Rescale with NormalizeMinMax, or train with "
                + "DecoderLikelihood.GaussianUnitVariance.";

    internal override Likelihood Create(int inputDim) => new BernoulliLikelihood(inputDim);
}
