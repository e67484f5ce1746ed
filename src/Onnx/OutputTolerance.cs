namespace VaeMlNet.Onnx;

/// <summary>
/// The allowed difference between a number and its expected value: an absolute part, and a part that grows with its magnitude.
/// </summary>
internal readonly record struct OutputTolerance(double Absolute, double Relative)
{
    /// <summary>The absolute part of <see cref="Rounding"/>.</summary>
    public const double AbsoluteRounding = 1e-5;

    /// <summary>The relative part of <see cref="Rounding"/>.</summary>
    public const double RelativeRounding = 1e-4;

    private const double LargestPlain = 1e8;
    private const double PlainWidth = 1 << 13;

    /// <summary>
    /// Gets the tolerance for float32 results of other libraries and processors, which add numbers in other orders.
    /// </summary>
    public static OutputTolerance Rounding { get; } = new(AbsoluteRounding, RelativeRounding);

    /// <summary>Returns <see cref="Rounding"/> for a model with so many inputs: the rounding of a sum grows with the number of its terms.</summary>
    public static OutputTolerance RoundingOf(int inputDim) => Rounding.Times(Math.Max(1, inputDim / PlainWidth));

    /// <summary>Gets the tolerance that allows every finite difference.</summary>
    public static OutputTolerance AnyFinite { get; } = new(double.MaxValue, 0);

    /// <summary>Returns a tolerance that allows larger differences by a factor.</summary>
    public OutputTolerance Times(double factor) => new(factor * Absolute, factor * Relative);

    /// <summary>
    /// Returns the allowed difference for a magnitude. Numbers above 1e8 are exponentials, such as the mean of a log-normal: the rounding of
    /// exp(x) grows with x, because an error of its argument becomes a relative one.
    /// </summary>
    public double For(double magnitude) =>
        Absolute
        + (Relative * magnitude * (magnitude <= LargestPlain ? 1 : Math.Log10(magnitude) / Math.Log10(LargestPlain)));
}
