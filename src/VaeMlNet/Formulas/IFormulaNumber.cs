namespace VaeMlNet;

/// <summary>
/// A number in a formula. A formula is written once for any such type: a number of C# (<see cref="Number"/>) or, in VaeMlNet.Training, a tensor or a
/// node of an ONNX graph.
/// </summary>
/// <remarks>Functions that lose digits when they are composed of others are members, so that each type computes them in its own way.</remarks>
internal interface IFormulaNumber<T>
    where T : struct, IFormulaNumber<T>
{
    /// <summary>
    /// Gets whether the type has only the digits of float32 in formulas that ask for float64 (<see cref="IDensity.UsesFloat64"/>).
    /// </summary>
    static abstract bool IsSinglePrecision { get; }

    static abstract implicit operator T(double constant);

    static abstract T operator +(T a, T b);

    static abstract T operator -(T a, T b);

    static abstract T operator -(T x);

    static abstract T operator *(T a, T b);

    static abstract T operator *(T x, double factor);

    static abstract T operator /(T a, T b);

    static abstract T Exp(T x);

    static abstract T Log(T x);

    /// <summary>Returns log(1 + x) for x from 0.</summary>
    static abstract T LogOnePlus(T x);

    /// <summary>Returns log(1 + u) for u above -1, which is as exact near 0 as u.</summary>
    /// <param name="u">u.</param>
    /// <param name="elsewhere">log(1 + u), computed in a way that is exact far from 0, for types of single precision.</param>
    static abstract T LogOnePlus(T u, T elsewhere);

    /// <summary>Returns log(1 + exp(x)), without overflow.</summary>
    static abstract T Softplus(T x);

    /// <summary>Returns 1 / (1 + exp(-x)).</summary>
    static abstract T Sigmoid(T x);

    /// <summary>Returns softplus(logit) - target * logit, exact even if the probability sigmoid(logit) rounds to 0 or 1.</summary>
    static abstract T CrossEntropy(T logit, T target);

    /// <summary>Returns the larger one of a number and a bound.</summary>
    static abstract T Max(T x, double bound);

    /// <summary>Returns the smaller one of a number and a bound.</summary>
    static abstract T Min(T x, double bound);

    /// <summary>Returns the number, or the bound that it is beyond.</summary>
    static virtual T Clamp(T x, double smallest, double largest) => T.Min(T.Max(x, smallest), largest);

    /// <summary>Returns one number where x is above a bound, and another one elsewhere.</summary>
    static abstract T WhereGreater(T x, double bound, T yes, T no);

    static virtual T Square(T x) => x * x;

    /// <summary>Returns log(x!) - x log(max(x, 1)) + x of counts x, in which the large terms cancel.</summary>
    static abstract T FactorialRemainder(T count);

    /// <summary>Returns the remainder s of Stirling's formula; see <see cref="GammaFunction.StirlingRemainder{T}"/>.</summary>
    static virtual T StirlingRemainder(T z) => GammaFunction.StirlingRemainder(z);
}
