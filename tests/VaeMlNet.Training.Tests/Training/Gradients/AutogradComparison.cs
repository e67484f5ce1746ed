using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Compares manual gradients of layers with autograd in double precision.</summary>
internal static class AutogradComparison
{
    /// <summary>
    /// The largest difference from a sum of thousands of products, as a share of the largest number. float32 autograd of libtorch 2.10 differs by
    /// up to 1E-6 there, and MKL's product of whole matrices by up to 2E-6.
    /// </summary>
    public const double ToleranceOfLongSums = 4e-6;

    private const double Tolerance = 1e-6;

    /// <summary>Compares the output, the gradients of the parameters and, if needed, the gradient of the input.</summary>
    public static void AssertEqualAutograd(
        Sequential modules,
        long inputWidth,
        long rowCount,
        bool needsInputGradient = true,
        double tolerance = Tolerance
    )
    {
        using var scope = NewDisposeScope();
        DrawWeights(modules);
        var parameters = new Dictionary<nn.Module, LayerParameters>();
        var layers = new GradientLayers(GradientLayers.FindLayers(modules), Of, rowCount, needsInputGradient);
        LayerParameters Of(nn.Module module) => parameters[module] = Copies(module);
        Run(layers, Numbers(1, rowCount, inputWidth)); // an earlier step, which leaves its numbers in the buffers
        var x = Numbers(2, rowCount, inputWidth);
        var (output, gradient, inputGradient) = Run(layers, x);

        modules.to(torch.ScalarType.Float64);
        var exactX = x.to(ScalarType.Float64).requires_grad_();
        var exactOutput = modules.call(exactX);
        (exactOutput * gradient).sum().backward();

        Assert.Multiple(() =>
        {
            AssertClose(output, exactOutput, tolerance, "output");
            foreach (var (module, found) in parameters)
            {
                var (weight, bias) = Parameters(module);
                AssertClose(found.WeightGradient, weight.grad!, tolerance, $"{module.GetName()}.weight");
                if (bias is not null)
                {
                    AssertClose(found.BiasGradient!, bias.grad!, tolerance, $"{module.GetName()}.bias");
                }
            }

            if (needsInputGradient)
            {
                AssertClose(inputGradient!, exactX.grad!, tolerance, "input");
            }
            else
            {
                Assert.That(inputGradient, Is.Null);
            }
        });
    }

    private static (Tensor Output, Tensor Gradient, Tensor? InputGradient) Run(GradientLayers layers, Tensor x)
    {
        using var noGrad = no_grad();
        var output = layers.Forward(x).clone();
        var gradient = Numbers(3, output.shape);
        return (output, gradient, layers.Backward(gradient.clone()));
    }

    private static void DrawWeights(Sequential modules)
    {
        using var noGrad = no_grad();
        using var generator = new Generator(4);
        foreach (var parameter in modules.parameters())
        {
            var bound = Math.Sqrt(parameter.shape[0] / (double)parameter.numel());
            parameter.uniform_(-bound, bound, generator);
        }
    }

    private static LayerParameters Copies(nn.Module module)
    {
        var (weight, bias) = Parameters(module);
        return new(
            weight.detach().clone(),
            bias?.detach().clone(),
            zeros(weight.shape),
            bias is null ? null : zeros(bias.shape)
        );
    }

    private static (Parameter Weight, Parameter? Bias) Parameters(nn.Module module) =>
        module switch
        {
            Linear linear => (linear.weight, linear.bias),
            Convolution convolution => (convolution.weight, convolution.bias),
            _ => throw new ArgumentException($"{module.GetName()} has no weight."),
        };

    // Of one sign: sums that cancel out have fewer digits.
    private static Tensor Numbers(ulong seed, params long[] shape)
    {
        using var generator = new Generator(seed);
        return rand(shape, generator: generator);
    }

    private static void AssertClose(Tensor actual, Tensor expected, double tolerance, string name)
    {
        Assert.That(actual.shape, Is.EqualTo(expected.shape), name);
        var difference = (actual.to(ScalarType.Float64) - expected).abs().max().item<double>();
        Assert.That(difference, Is.LessThan(tolerance * expected.abs().max().item<double>()), name);
    }
}
