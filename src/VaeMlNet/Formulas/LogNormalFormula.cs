namespace VaeMlNet;

/// <summary>
/// Positive amounts whose logarithms are normal. The location and the scale are those of the standardized logarithm (log x - c)/d, where c and d are
/// the mean and the standard deviation of log x in the training data.
/// </summary>
/// <remarks>
/// With the mean m and the standard deviation s of log x, -log p = log x + log s + log(2 pi)/2 + ((log x - m)/s)^2 / 2, and the mean of x is
/// exp(m + s^2/2) (Johnson, Kotz &amp; Balakrishnan 1994, ch. 14). The density is that of x / exp(c), so that scores do not depend on the unit of an
/// amount. log x - c is computed as log(x / exp(c)), because the difference of two logarithms loses digits in float32.
/// </remarks>
/// <param name="IsBesideZeros">
/// Whether the encoder's input can be 0. It is then (log(x + exp(c - 2 d)) - c)/d, which is -2 for zeros, instead of (log x - c)/d.
/// </param>
internal readonly record struct LogNormalFormula(bool IsBesideZeros) : INumberFormula
{
    public const string Kind = "log_normal";

    /// <summary>The largest logarithm of a mean: numbers above 1E27 mean nothing, and float32 ends at exp(88).</summary>
    private const double LargestLog = 64;

    /// <summary>The smallest positive normal number of float32. Its logarithm is finite in all runtimes.</summary>
    public const double SmallestAmount = 1.17549435E-38;

    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    public string Name => Kind;

    public AllowedValues Values => AllowedValues.Positive;

    public IReadOnlyList<LikelihoodParameter> OtherParameters => [new("log_deviation", Power: 0)];

    public bool ChangesEncoderInput => true;

    public T EncoderInput<T>(T x, T center, T deviation)
        where T : struct, IFormulaNumber<T>
    {
        var ratio = T.Max(x, 0) / Unit(center);
        return Standardized(IsBesideZeros ? ratio + T.Exp(deviation * -2) : ratio, deviation);
    }

    /// <summary>Returns 1 / s, the constant, and exp(c).</summary>
    public ScaleTerms<T> OfScale<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T> =>
        new(T.Exp(-slot.LogScale), slot.LogScale + (T.Log(slot.Deviation) + HalfLogTwoPi), Unit(slot.Center));

    public T NegativeLogLikelihood<T>(T x, in SlotParameters<T> slot, in ScaleTerms<T> scale)
        where T : struct, IFormulaNumber<T>
    {
        var standardized = Standardized(x / scale.Third, slot.Deviation);
        var ratio = (standardized - slot.Location) * scale.First;
        return (T.Square(ratio) * 0.5) + (standardized * slot.Deviation) + scale.Second;
    }

    public T Mean<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T>
    {
        var center = (slot.Location * slot.Deviation) + slot.Center;
        return T.Exp(T.Min(center + (T.Square(T.Exp(slot.LogScale) * slot.Deviation) * 0.5), LargestLog));
    }

    public T[] ComputeOtherParameters<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T> => [T.Exp(slot.LogScale) * slot.Deviation];

    public SlotParameters<Number> FromDecoded(DecodedParameters decoded) =>
        new()
        {
            Location = LogLocation(decoded),
            LogScale = Math.Log(decoded.First),
            Deviation = 1,
        };

    public double Variance(DecodedParameters decoded) =>
        (Math.Exp(decoded.First * decoded.First) - 1) * decoded.Mean * decoded.Mean;

    public double Draw(DecodedParameters decoded, RowRandom random, int slot) =>
        Math.Clamp(
            Math.Exp(LogLocation(decoded) + (decoded.First * random.Normal(slot))),
            SmallestAmount,
            float.MaxValue
        );

    /// <summary>Returns exp(c), the unit of amounts.</summary>
    public static T Unit<T>(T center)
        where T : struct, IFormulaNumber<T> => T.Clamp(T.Exp(center), SmallestAmount, float.MaxValue);

    /// <summary>Returns the mean of the logarithm, which follows from the mean.</summary>
    private static double LogLocation(DecodedParameters decoded) =>
        Math.Log(Math.Max(decoded.Mean, SmallestAmount)) - (decoded.First * decoded.First / 2);

    private static T Standardized<T>(T ratio, T deviation)
        where T : struct, IFormulaNumber<T> => T.Log(T.Clamp(ratio, SmallestAmount, float.MaxValue)) / deviation;
}
