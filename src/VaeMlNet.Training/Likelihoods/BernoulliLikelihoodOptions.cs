namespace VaeMlNet;

/// <summary>
/// Independent Bernoulli slots: the decoder computes logits, and features are in [0, 1]. Gray levels are allowed; the value is
/// then a pseudo-likelihood, as is usual for MNIST.
/// </summary>
public sealed record BernoulliLikelihoodOptions : DecoderLikelihood
{
    internal override IReadOnlyList<SlotGroup> SlotGroups(int inputDim) => [new(inputDim, AllowedValues.UnitInterval)];

    internal override Likelihood Create(int inputDim) => new BernoulliLikelihood(inputDim);
}
