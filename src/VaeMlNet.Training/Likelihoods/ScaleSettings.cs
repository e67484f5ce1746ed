using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The scale of a likelihood, which is fixed, or learned with the network.</summary>
/// <remarks>
/// Training learns a number w for each scale, with log(scale) = m + softplus(w - m). This "softclip" of Rybkin et al. 2021
/// keeps log(scale) above m without a zero gradient. With a scale per row, the decoder's outputs are D locations, followed by D
/// numbers that are added to the initial value of w.
/// </remarks>
/// <param name="Scale">The scale. If it is learned, its initial value.</param>
/// <param name="Smallest">The lower bound of a learned scale.</param>
/// <param name="Learned">The way in which the scale is learned, if at all.</param>
internal readonly record struct ScaleSettings(double Scale, double Smallest, VaeLearnedScale Learned)
{
    /// <summary>The default lower bound of a learned scale: exp(-6).</summary>
    public const double DefaultSmallest = 0.0024787521766663585;

    /// <summary>Gets the settings of likelihoods without a scale.</summary>
    public static ScaleSettings None { get; } = new(1, 1, VaeLearnedScale.None);

    /// <summary>Gets whether the decoder computes the scale.</summary>
    public bool IsPerRow => Learned == VaeLearnedScale.PerRow;

    /// <summary>Gets the logarithm of a fixed scale.</summary>
    public double LogFixed => Math.Log(Scale);

    /// <summary>Gets m.</summary>
    public double SmallestLog => Math.Log(Smallest);

    /// <summary>Gets the initial value of w - m.</summary>
    public double Shift => LearnedOf(Scale) - SmallestLog;

    /// <summary>Returns log(scale) for a learned w - m.</summary>
    public T LogOf<T>(T aboveSmallest)
        where T : struct, IFormulaNumber<T> => T.Softplus(aboveSmallest) + SmallestLog;

    /// <summary>Returns w for a scale above the lower bound, by the inverse of softplus.</summary>
    public double LearnedOf(double scale) => SmallestLog + Math.Log(Math.Exp(Math.Log(scale) - SmallestLog) - 1);

    /// <summary>Checks the options of a scale.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value is outside its range, or a learned scale would start at its lower bound or below.
    /// </exception>
    public void Check(string name, string smallestName)
    {
        OptionRange.FiniteAboveZero(Scale, name);
        OptionRange.Member(Learned, "Likelihood.Learned");
        OptionRange.FiniteAboveZero(Smallest, smallestName);
        CheckStart(name, Scale);
    }

    /// <exception cref="ArgumentOutOfRangeException">A learned scale would start at its lower bound or below.</exception>
    public void CheckStart(string name, double value) =>
        OptionRange.Require(
            Learned == VaeLearnedScale.None || LogFixed > SmallestLog + 0.1,
            name,
            value,
            $"large enough to be learned: the scale (the root of a variance) is kept above {Smallest:0.0000}"
        );
}

/// <summary>Learned numbers of a likelihood and their gradient, for manual backpropagation.</summary>
/// <param name="Values">The numbers, contiguous float32.</param>
/// <param name="Gradient">Receives the gradient, of the same shape.</param>
internal sealed record LearnedNumbers(Tensor Values, Tensor Gradient);
