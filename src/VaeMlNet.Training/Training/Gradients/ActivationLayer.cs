using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Creates layers of activations whose derivative can be computed from their output, so that they overwrite their input.</summary>
internal static class ActivationLayer
{
    /// <summary>Creates the layer for a module; null if the derivative needs more than the output.</summary>
    public static GradientLayer? TryCreate(nn.Module module) =>
        module switch
        {
            ReLU => new ActivationLayer<ReluActivation>(buffer: null),
            Tanh => new ActivationLayer<TanhActivation>(buffer: null),
            Sigmoid => new ActivationLayer<SigmoidActivation>(buffer: null),
            _ => null,
        };
}

/// <summary>The layer of an activation function.</summary>
/// <typeparam name="TActivation">The function.</typeparam>
/// <param name="buffer">Receives the output, [n, width], so that the input is kept; null to overwrite the input.</param>
internal sealed class ActivationLayer<TActivation>(Tensor? buffer) : GradientLayer
    where TActivation : struct, IActivation
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
