namespace VaeMlNet;

/// <summary>The log-rates of counts, computed from the decoder's raw outputs, and the encoder's input for counts.</summary>
/// <remarks>
/// The rate cannot overflow: for the raw output l, log(rate) = B - softplus(B - l) with B = log(2^24), the largest count. This
/// equals 1 / rate = exp(-l) + 2^-24, and the gradient never vanishes completely. The encoder's input is log(1 + x), because
/// counts have long tails. In tables both are standardized: the encoder's input is (log(1 + x) - m) / s, and l = m + s * output,
/// where m and s are mean and standard deviation of log(1 + x) in the training data.
/// </remarks>
internal static class CountRate
{
    /// <summary>B.</summary>
    public static readonly double Largest = Math.Log(1 << 24);

    /// <summary>Returns log(rate).</summary>
    public static T Log<T>(T raw, T center, T deviation)
        where T : struct, IFormulaNumber<T> => (T)Largest - T.Softplus((T)Largest - ((raw * deviation) + center));

    /// <summary>Returns the encoder's input. It treats negative numbers, which input noise can create, as 0.</summary>
    public static T EncoderInput<T>(T x, T center, T deviation)
        where T : struct, IFormulaNumber<T> => (T.LogOnePlus(T.Max(x, 0)) - center) / deviation;

    /// <summary>Returns the logarithm of a rate that decoder.onnx gives.</summary>
    public static double OfDecoded(double rate) => Math.Log(Math.Max(rate, float.Epsilon));
}
