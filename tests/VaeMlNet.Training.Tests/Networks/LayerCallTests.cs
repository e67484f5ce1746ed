using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class LayerCallTests
{
    // Whether memory without values is read shows on some processors only, in comparisons of steps such as those of TrainingDeviceTests.
    [Test]
    public void Compute_Convolutions_EqualsFloat64(
        [Values(4, 16, 20)] int channels,
        [Values(1, 2)] int groups,
        [Values] bool hasBias
    )
    {
        using var scope = NewDisposeScope();
        using var convolution = nn.Conv2d(4, channels, 3, 2, 1, 1, groups: groups, bias: hasBias);
        using var transposed = nn.ConvTranspose2d(channels, 2, 3, 2, 1, 1, groups: groups, bias: hasBias);
        using var layers = nn.Sequential(convolution, nn.ReLU(), transposed);
        using var generator = new Generator(7);
        var x = randn([8, 4, 6, 6], generator: generator).requires_grad_();
        var y = LayerCall.Compute(layers, x, isRounded: false);
        y.sum().backward();
        var weightGradient = convolution.weight!.grad!.clone();
        layers.zero_grad();

        layers.to(ScalarType.Float64);
        var inDouble = x.detach().to(ScalarType.Float64).requires_grad_();
        var expected = layers.call(inDouble);
        expected.sum().backward();

        Assert.Multiple(() =>
        {
            AssertClose(y, expected);
            AssertClose(x.grad!, inDouble.grad!);
            AssertClose(weightGradient, convolution.weight!.grad!);
        });
    }

    private static void AssertClose(Tensor actual, Tensor expected) =>
        Assert.That((actual.to(ScalarType.Float64) - expected).abs().max().item<double>(), Is.LessThan(1e-4));
}
