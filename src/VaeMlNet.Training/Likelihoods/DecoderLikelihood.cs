namespace VaeMlNet;

/// <summary>The distribution p(x|z) that a decoder's outputs parametrise; it decides what data the model can learn.</summary>
public enum DecoderLikelihood
{
    /// <summary>
    /// Independent Bernoulli slots: the decoder gives logits, features lie in [0, 1]. Grey levels are allowed; the
    /// value is then a pseudo-likelihood, as is usual for MNIST.
    /// </summary>
    Bernoulli,

    /// <summary>Independent Gaussian slots of variance 1: the decoder gives the means, features are any finite numbers.</summary>
    GaussianUnitVariance,
}
