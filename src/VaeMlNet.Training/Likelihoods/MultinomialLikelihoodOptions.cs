namespace VaeMlNet;

/// <summary>
/// Counts that share a total, such as the word counts of a text: the decoder computes logits, and one softmax over all features
/// gives the probabilities. The encoder receives the square roots of the shares of the total, so that a text has the same latents as the same
/// text many times. Features are whole numbers of at least 0.
/// </summary>
public sealed record MultinomialLikelihoodOptions : VaeLikelihoodOptions
{
    /// <summary>
    /// Gets the total count of a decoded row: the counts of its mean add up to it, and so do those of a sample, which is a mean. The
    /// model does not predict the length of a text. Range: 1 to 16777216. Default: 1, so that decoded rows are probabilities.
    /// </summary>
    public int TotalCount { get; init; } = 1;

    internal override VaeLikelihoodOptions ToChecked()
    {
        OptionRange.Require(TotalCount is >= 1 and <= 1 << 24, "Likelihood.TotalCount", TotalCount, $"1 to 16777216");
        return this;
    }

    internal override IReadOnlyList<SlotGroup> SlotGroups(int inputDim) => [new(inputDim, AllowedValues.Counts)];

    internal override Likelihood Create(int inputDim) => new MultinomialLikelihood(inputDim, TotalCount);
}
