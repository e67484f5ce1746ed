using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>An activation whose derivative can be computed from its output. It is computed in place.</summary>
/// <param name="apply">Overwrites the input with the output y.</param>
/// <param name="multiplyBySlope">Multiplies a gradient, in place, by the derivative at the output y. It may overwrite y.</param>
internal sealed class ActivationLayer(Action<Tensor> apply, Action<Tensor, Tensor> multiplyBySlope) : GradientLayer
{
    private Tensor? output;

    /// <summary>Creates the layer for a module; null if the derivative needs more than the output.</summary>
    public static ActivationLayer? TryCreate(nn.Module module) =>
        module switch
        {
            ReLU => new(y => y.relu_(), (gradient, y) => gradient.mul_(y.sign_())),
            Tanh => new(y => y.tanh_(), (gradient, y) => gradient.addcmul_(gradient * y, y, Held(-1))), // g (1 - y^2)
            Sigmoid => new(y => y.sigmoid_(), (gradient, y) => gradient.mul_(y - y.Squared())), // g y (1 - y)
            _ => null,
        };

    public override Tensor Forward(Tensor x)
    {
        output = x;
        apply(x);
        return x;
    }

    public override Tensor? Backward(Tensor gradient)
    {
        multiplyBySlope(gradient, output!);
        return gradient;
    }
}

/// <summary>SiLU, y = x sigmoid(x), with the derivative s (1 + x (1 - s)), where s = sigmoid(x).</summary>
internal sealed class SiluLayer : GradientLayer
{
    private readonly Tensor output; // [n, width]
    private Tensor? input;

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
