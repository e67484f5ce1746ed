using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class LinearProductsTests
{
    private const double Bfloat16Rounding = 1.0 / 256; // half of the distance between two numbers, relative

    // Of 128 rows, a layer of 250 -> 130 multiplies 4 million times, and one of 100 -> 130 1.7 million times.
    [Test]
    public void Products_MixedPrecision_RoundsLargeLayers([Values(250, 100)] long inputs)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        using var noGrad = no_grad();
        Tensor Draw(params long[] shape) => randn(shape, generator: generator);
        var (x, weight, gradient) = (Draw(128, inputs), Draw(130, inputs), Draw(128, 130));
        var (output, weightGradient, inputGradient) = (empty(128, 130), empty(130, inputs), empty(128, inputs));
        LayerParameters parameters = new(weight, null, weightGradient, null) { UsesMixedPrecision = true };

        var products = LinearProducts.Create(parameters, rowCount: 128);
        products.Output(x, output);
        products.WeightGradient(gradient);
        products.InputGradient(gradient, inputGradient);

        var isRounded = inputs == 250;

        Assert.Multiple(() =>
        {
            AssertProduct(output, x, weight.t(), isRounded);
            AssertProduct(weightGradient, gradient.t(), x, isRounded);
            AssertProduct(inputGradient, gradient, weight, isRounded);
        });
    }

    [Test]
    public void Output_WeightChanges_ReadsItAgain()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (weight, x, output) = (ones(256, 256), ones(64, 256), empty(64, 256));
        LayerParameters parameters = new(weight, null, empty(256, 256), null) { UsesMixedPrecision = true };
        var products = LinearProducts.Create(parameters, rowCount: 64);
        products.Output(x, output);

        weight.fill_(2);
        products.Output(x, output);

        Assert.That(output.unique().output.data<float>().ToArray(), Is.EqualTo(new[] { 512f }));
    }

    /// <summary>Compares a product with that of the factors, rounded first if they must be, in float64.</summary>
    private static void AssertProduct(Tensor actual, Tensor left, Tensor right, bool isRounded)
    {
        Tensor Factor(Tensor values) => (isRounded ? values.to(ScalarType.BFloat16) : values).to(ScalarType.Float64);
        var exact = Factor(left).matmul(Factor(right));
        var largest = (actual.to(ScalarType.Float64) - exact).abs().div(exact.abs() + 1).max().item<double>();

        Assert.That(largest, isRounded ? Is.InRange(1e-4, Bfloat16Rounding) : Is.LessThan(1e-4));
    }
}
