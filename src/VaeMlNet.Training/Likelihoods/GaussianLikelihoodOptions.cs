namespace VaeMlNet;

/// <summary>Independent Gaussian slots of variance 1: the decoder gives the means, features are any finite numbers.</summary>
public sealed record GaussianLikelihoodOptions : DecoderLikelihood
{
    internal override string? Complaint(float value) => null;

    internal override Likelihood Create(int inputDim) => new GaussianLikelihood(inputDim);
}
