using System.Numerics;

namespace VaeMlNet;

/// <summary>An activation function, computed in C# because that takes less time than libtorch's operators.</summary>
internal interface IActivation
{
    /// <summary>Computes the output of inputs.</summary>
    static abstract Vector<float> Output(Vector<float> x);

    /// <summary>Multiplies gradients by the derivative.</summary>
    /// <param name="gradient">The gradients with respect to the output.</param>
    /// <param name="kept">What the layer keeps: the inputs, or the outputs if they overwrite the inputs.</param>
    static abstract Vector<float> MultiplyBySlope(Vector<float> gradient, Vector<float> kept);
}

/// <summary>y = tanh(x), with the derivative 1 - y^2.</summary>
internal readonly struct TanhActivation : IActivation
{
    public static Vector<float> Output(Vector<float> x) => VectorFunctions.Tanh(x);

    public static Vector<float> MultiplyBySlope(Vector<float> gradient, Vector<float> kept) =>
        gradient - (gradient * kept * kept);
}

/// <summary>y = max(x, 0), with the derivative 1 for y above 0 and 0 otherwise.</summary>
/// <remarks>NaN counts as positive, as in libtorch's ReLU, so that it is not hidden.</remarks>
internal readonly struct ReluActivation : IActivation
{
    public static Vector<float> Output(Vector<float> x) => WherePositive(x, x);

    public static Vector<float> MultiplyBySlope(Vector<float> gradient, Vector<float> kept) =>
        WherePositive(kept, gradient);

    private static Vector<float> WherePositive(Vector<float> x, Vector<float> value) =>
        Vector.ConditionalSelect(Vector.LessThanOrEqual(x, Vector<float>.Zero), Vector<float>.Zero, value);
}

/// <summary>y = 1 / (1 + exp(-x)), with the derivative y (1 - y).</summary>
internal readonly struct SigmoidActivation : IActivation
{
    public static Vector<float> Output(Vector<float> x) =>
        Vector<float>.One / (Vector<float>.One + VectorFunctions.Exp(-x));

    public static Vector<float> MultiplyBySlope(Vector<float> gradient, Vector<float> kept) =>
        gradient * (kept - (kept * kept));
}

/// <summary>SiLU, y = x sigmoid(x), with the derivative s (1 + x (1 - s)), where s = sigmoid(x).</summary>
internal readonly struct SiluActivation : IActivation
{
    public static Vector<float> Output(Vector<float> x) => x * SigmoidActivation.Output(x);

    public static Vector<float> MultiplyBySlope(Vector<float> gradient, Vector<float> kept)
    {
        var sigmoid = SigmoidActivation.Output(kept);
        return gradient * sigmoid * (Vector<float>.One + (kept * (Vector<float>.One - sigmoid)));
    }
}
