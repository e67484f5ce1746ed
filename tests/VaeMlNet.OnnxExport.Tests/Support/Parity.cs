using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

/// <summary>Compares a module in TorchSharp with its export in ONNX Runtime on the same seeded numbers.</summary>
internal static class Parity
{
    // The bound every VaeMlNet export must keep: float32 rounding, accumulated over a layer's sums.
    private const float Absolute = 1e-5f;
    private const float Relative = 1e-4f;

    public static void AssertAgree(nn.Module<Tensor, Tensor> module, OnnxModel exported, params long[] inputShape)
    {
        var data = Numbers(inputShape);
        var (expected, expectedShape) = RunTorch(module, data, inputShape);
        var (actual, actualShape) = exported.Run("output", ("input", data, inputShape));

        Assert.That(actualShape, Is.EqualTo(expectedShape));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.That(
                actual[i],
                Is.EqualTo(expected[i]).Within(Absolute + Relative * Math.Abs(expected[i])),
                $"element {i} of [{string.Join(", ", expectedShape)}]"
            );
        }
    }

    // Spread wide enough that activations are compared on both sides of their bends and in their tails.
    private static float[] Numbers(long[] shape)
    {
        var random = new Random(7);
        var count = shape.Aggregate(1L, (product, size) => product * size);
        return [.. Enumerable.Range(0, (int)count).Select(_ => (random.NextSingle() - 0.5f) * 12)];
    }

    private static (float[] Data, long[] Shape) RunTorch(nn.Module<Tensor, Tensor> module, float[] data, long[] shape)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        module.eval();
        var output = new DefinedModule(module).forward(tensor(data).reshape(shape)).contiguous();
        return (output.flatten().data<float>().ToArray(), output.shape);
    }
}
