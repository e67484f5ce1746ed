namespace VaeMlNet;

/// <summary>The density p(x|z) of one slot, written once for any kind of numbers.</summary>
internal interface IDensity
{
    /// <summary>Gets the parameters besides the mean that decoder.onnx has as outputs.</summary>
    IReadOnlyList<LikelihoodParameter> OtherParameters => [];

    /// <summary>Gets whether the terms of the density cancel so much that float64 is needed where it is available.</summary>
    bool UsesFloat64 => false;

    /// <summary>Gets whether the decoder has an output for the logit of an additional zero.</summary>
    bool HasZeroLogit => false;

    bool ChangesEncoderInput => false;

    /// <summary>Returns the encoder's input for a value.</summary>
    T EncoderInput<T>(T x, T center, T deviation)
        where T : struct, IFormulaNumber<T> => x;

    /// <summary>Returns the location of the density for a raw output of the decoder.</summary>
    T Location<T>(T raw, T center, T deviation)
        where T : struct, IFormulaNumber<T> => raw;

    /// <summary>Returns the terms of the density that do not depend on the location.</summary>
    ScaleTerms<T> OfScale<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T> => default;

    /// <summary>Returns -log p(x|z) in nats.</summary>
    T NegativeLogLikelihood<T>(T x, in SlotParameters<T> slot, in ScaleTerms<T> scale)
        where T : struct, IFormulaNumber<T>;

    /// <summary>Returns the mean of p(x|z).</summary>
    T Mean<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T>;

    T[] ComputeOtherParameters<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T> => [];
}

/// <summary>The parameters of the density of a slot.</summary>
/// <param name="Location">The location; see <see cref="IDensity.Location"/>.</param>
/// <param name="LogScale">The logarithm of the scale.</param>
/// <param name="ZeroLogit">The logit of an additional zero; see <see cref="IDensity.HasZeroLogit"/>.</param>
/// <param name="Center">The mean of the encoder's input in the training data, before it is standardized; 0 for features.</param>
/// <param name="Deviation">Its standard deviation; 1 for features.</param>
internal readonly record struct SlotParameters<T>(T Location, T LogScale, T ZeroLogit, T Center, T Deviation)
    where T : struct;

/// <summary>Terms of a density that depend on its scale only. Each formula defines its own.</summary>
internal readonly record struct ScaleTerms<T>(T First, T Second, T Third = default)
    where T : struct;

/// <summary>A parameter of p(x|z) besides the mean.</summary>
/// <param name="Name">The name of the decoder's output.</param>
/// <param name="Power">
/// The power of a number's scale by which the parameter of the standardized number is multiplied to get the number's own unit:
/// 1 for a scale, 2 for a variance.
/// </param>
internal readonly record struct LikelihoodParameter(string Name, int Power);
