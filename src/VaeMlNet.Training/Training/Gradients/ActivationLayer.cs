using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>An activation whose derivative can be computed from its output. It is computed in place.</summary>
/// <param name="apply">Overwrites the input with the output y.</param>
/// <param name="multiplyBySlope">Multiplies a gradient, in place, by the derivative at the output y. It may overwrite y.</param>
internal sealed class ActivationLayer(Action<Tensor> apply, Action<Tensor, Tensor> multiplyBySlope) : GradientLayer
{
    private Tensor? output;

    /// <summary>Creates the layer for a module; null if the derivative needs more than the output.</summary>
    public static GradientLayer? TryCreate(nn.Module module) =>
        module switch
        {
            ReLU => new ActivationLayer(y => y.relu_(), (gradient, y) => gradient.mul_(y.sign_())),
            Tanh => new VectorActivationLayer<TanhActivation>(buffer: null),
            Sigmoid => new ActivationLayer(y => y.sigmoid_(), (gradient, y) => gradient.mul_(y - y.Squared())), // g y (1 - y)
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
