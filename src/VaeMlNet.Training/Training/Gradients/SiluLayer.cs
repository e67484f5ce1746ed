using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>SiLU, y = x sigmoid(x), with the derivative s (1 + x (1 - s)), where s = sigmoid(x).</summary>
internal sealed class SiluLayer : GradientLayer
{
    private readonly Tensor output; // [n, width]
    private Tensor? input;

    /// <param name="rowCount">n.</param>
    /// <param name="width">The width of the rows.</param>
    public SiluLayer(long rowCount, long width)
    {
        output = empty(rowCount, width);
    }

    public override Tensor Forward(Tensor x)
    {
        input = x;
        Compute(TensorValues.Memory(x), TensorValues.Memory(output), isSlope: false);
        return output;
    }

    public override Tensor Backward(Tensor gradient)
    {
        Compute(TensorValues.Memory(input!), TensorValues.Memory(gradient), isSlope: true);
        return gradient;
    }

    /// <summary>Overwrites numbers y with x sigmoid(x), or multiplies them by its derivative.</summary>
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

    private static Vector<float> Of(Vector<float> x, Vector<float> y, bool isSlope)
    {
        var sigmoid = Vector<float>.One / (Vector<float>.One + VectorFunctions.Exp(-x));
        return isSlope ? y * sigmoid * (Vector<float>.One + (x * (Vector<float>.One - sigmoid))) : x * sigmoid;
    }
}
