using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>An activation function, computed in C# because that takes less time than libtorch's operators.</summary>
internal interface IVectorActivation
{
    /// <summary>Computes the output of inputs.</summary>
    static abstract Vector<float> Output(Vector<float> x);

    /// <summary>Multiplies gradients by the derivative.</summary>
    /// <param name="gradient">The gradients with respect to the output.</param>
    /// <param name="kept">What the layer keeps: the inputs, or the outputs if they overwrite the inputs.</param>
    static abstract Vector<float> MultiplyBySlope(Vector<float> gradient, Vector<float> kept);
}

/// <summary>The layer of an activation function.</summary>
/// <param name="buffer">Receives the output, [n, width], so that the input is kept; null to overwrite the input.</param>
internal sealed class VectorActivationLayer<TActivation>(Tensor? buffer) : GradientLayer
    where TActivation : struct, IVectorActivation
{
    private Tensor? kept;

    public override Tensor Forward(Tensor x)
    {
        kept = x;
        var output = buffer ?? x;
        Compute(TensorValues.Memory(x), TensorValues.Memory(output), isSlope: false);
        return output;
    }

    public override Tensor Backward(Tensor gradient)
    {
        Compute(TensorValues.Memory(kept!), TensorValues.Memory(gradient), isSlope: true);
        return gradient;
    }

    /// <summary>Overwrites numbers y with the output of x, or multiplies them by the derivative.</summary>
    private static void Compute(ReadOnlySpan<float> x, Span<float> y, bool isSlope)
    {
        var from = MemoryMarshal.Cast<float, Vector<float>>(x);
        var to = MemoryMarshal.Cast<float, Vector<float>>(y);
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = Of(from[i], to[i], isSlope);
        }

        for (var i = from.Length * Vector<float>.Count; i < x.Length; i++)
        {
            y[i] = Of(new(x[i]), new(y[i]), isSlope)[0];
        }
    }

    private static Vector<float> Of(Vector<float> x, Vector<float> y, bool isSlope) =>
        isSlope ? TActivation.MultiplyBySlope(y, x) : TActivation.Output(x);
}

/// <summary>y = tanh(x), with the derivative 1 - y^2, which overwrites its input.</summary>
internal readonly struct TanhActivation : IVectorActivation
{
    public static Vector<float> Output(Vector<float> x) => VectorFunctions.Tanh(x);

    public static Vector<float> MultiplyBySlope(Vector<float> gradient, Vector<float> kept) =>
        gradient - (gradient * kept * kept);
}

/// <summary>SiLU, y = x sigmoid(x), with the derivative s (1 + x (1 - s)), where s = sigmoid(x).</summary>
internal readonly struct SiluActivation : IVectorActivation
{
    public static Vector<float> Output(Vector<float> x) => x * Sigmoid(x);

    public static Vector<float> MultiplyBySlope(Vector<float> gradient, Vector<float> kept)
    {
        var sigmoid = Sigmoid(kept);
        return gradient * sigmoid * (Vector<float>.One + (kept * (Vector<float>.One - sigmoid)));
    }

    private static Vector<float> Sigmoid(Vector<float> x) =>
        Vector<float>.One / (Vector<float>.One + VectorFunctions.Exp(-x));
}
