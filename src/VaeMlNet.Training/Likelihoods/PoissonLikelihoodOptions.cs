namespace VaeMlNet;

/// <summary>
/// Independent Poisson slots for counts, such as numbers of visits or failures: the decoder computes the logarithms of the
/// rates. Values are whole numbers from 0 to 16,777,216. In tables, cells can be missing.
/// </summary>
/// <remarks>
/// The variance of a Poisson distribution equals its mean. For counts that vary more, use <see
/// cref="NegativeBinomialLikelihoodOptions"/>. The encoder's input is log(1 + x). Rates are below 16,777,216.
/// </remarks>
public sealed record PoissonLikelihoodOptions : DecoderLikelihood
{
    internal override bool IsForNumbers => true;

    internal override bool IsOfStandardizedNumbers => false;

    internal override IReadOnlyList<SlotGroup> SlotGroups(int inputDim) => [new(inputDim, AllowedValues.Counts)];

    internal override Likelihood Create(int inputDim) => new PoissonLikelihood(inputDim);

    internal override Likelihood CreateForNumbers(float[] means, float[] scales) =>
        new PoissonLikelihood(means.Length, means, scales);

    internal override Likelihood CreateBesideZeros(int inputDim, float[]? means, float[]? scales) =>
        new PoissonLikelihood(inputDim, means, scales);

    internal override double ToEncoderUnit(double number) => Math.Log(1 + number);
}
