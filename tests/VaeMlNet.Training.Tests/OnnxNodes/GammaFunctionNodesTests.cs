using Microsoft.ML.OnnxRuntime;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public sealed class GammaFunctionNodesTests
{
    [Test]
    public void StirlingRemainder_AnyArgument_HasTheStatedAccuracy()
    {
        const int Count = 4001;
        // From 1E-6 to 1E8, with the limit of the series among them.
        float[] z = [.. Enumerable.Range(0, Count).Select(i => (float)Math.Pow(10, -6 + (14.0 * i / (Count - 1)))), 4];
        var expected = Expected(z, x => ((x - 0.5) * x.log()) - x + (0.5 * Math.Log(2 * Math.PI)), 0);

        var actual = Run(z, GammaFunction.StirlingRemainder);

        // In float64, log Gamma(z) of large z has an error of its own.
        Assert.That(actual.Zip(expected, (a, e) => Math.Abs(a - e)).Max(), Is.LessThan(5e-6));
    }

    [Test]
    public void FactorialRemainder_Counts_HasTheStatedAccuracy()
    {
        float[] x = [.. Enumerable.Range(0, 40), 1000, 1e6f];
        var expected = Expected(x, c => (c * c.clamp_min(1).log()) - c, 1);

        var actual = Run(x, NodeNumber.FactorialRemainder);

        Assert.That(
            actual.Zip(expected, (a, e) => Math.Abs(a - e) / Math.Max(1, Math.Abs(e))).Max(),
            Is.LessThan(1.1e-6)
        );
    }

    /// <summary>Returns log Gamma(z + shift) without its large terms, by TorchSharp in float64.</summary>
    private static double[] Expected(float[] z, Func<Tensor, Tensor> largeTerms, int shift)
    {
        using var scope = NewDisposeScope();
        var exact = tensor(Array.ConvertAll(z, value => (double)value));
        return ((exact + shift).lgamma() - largeTerms(exact)).data<double>().ToArray();
    }

    private static float[] Run(float[] z, Func<NodeNumber, NodeNumber> compute)
    {
        var builder = new OnnxGraphBuilder("stirling");
        var input = builder.AddInput("z", OnnxElementType.Float32, "N");
        var graph = new FormulaGraph(builder, "test");
        builder.AddOutput("s", compute(new(graph, input)).ToValue(graph), "N");
        using var session = new InferenceSession(builder.ToBytes());
        using var value = OrtValue.CreateTensorValueFromMemory(z, [z.Length]);
        using var options = new RunOptions();
        using var results = session.Run(options, ["z"], [value], ["s"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
