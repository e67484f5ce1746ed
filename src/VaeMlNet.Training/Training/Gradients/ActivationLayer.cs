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
