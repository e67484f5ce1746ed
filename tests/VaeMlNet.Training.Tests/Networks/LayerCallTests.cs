using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class LayerCallTests
{
    // Numbers of channels that fill no block of oneDNN, and such that do.
    [TestCase(4, 3, 1)]
    [TestCase(8, 3, 2)]
    [TestCase(16, 2, 2)]
    [TestCase(20, 4, 2)]
    public void Compute_MemoryThatHadNaN_GivesTheGradientOfSums(int channels, int kernel, int stride)
    {
        using var scope = NewDisposeScope();
        using var convolution = nn.Conv2d(3, channels, kernel, stride, 1);
        using var transposed = nn.ConvTranspose2d(channels, 3, kernel, stride, 1);
        using var layers = nn.Sequential(convolution, nn.ReLU(), transposed);
        using var generator = new Generator(7);
        var x = randn([8, 3, 5, 6], generator: generator).requires_grad_();

        LeaveNaN();
        var y = LayerCall.Compute(layers, x, isRounded: false);
        LeaveNaN();
        y.sum().backward();

        var exact = layers.to(ScalarType.Float64); // which oneDNN does not compute
        var inDouble = x.detach().to(ScalarType.Float64).requires_grad_();
        var expected = exact.call(inDouble);
        expected.sum().backward();

        Assert.Multiple(() =>
        {
            AssertClose(y, expected);
            AssertClose(x.grad!, inDouble.grad!);
        });
    }

    /// <summary>Frees memory full of NaN, in many sizes.</summary>
    private static void LeaveNaN()
    {
        using var scope = NewDisposeScope();
        for (var size = 1; size < 12_000; size += 31)
        {
            full([size], float.NaN);
        }
    }

    private static void AssertClose(Tensor actual, Tensor expected) =>
        Assert.That((actual.to(ScalarType.Float64) - expected).abs().max().item<double>(), Is.LessThan(1e-4));
}
