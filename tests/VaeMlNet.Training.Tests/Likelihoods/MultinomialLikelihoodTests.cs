using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class MultinomialLikelihoodTests
{
    private const int RowCount = 40;
    private const int Width = 10;
    private const int Total = 1_000_000;

    [Test]
    public void NegativeLogLikelihood_LargeCountsInFloat32_KeepsItsDigits()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        using var likelihood = new MultinomialLikelihoodOptions().Create(Width);
        var logits = randn(RowCount, Width, generator: generator) * 0.5;
        var means = logits.softmax(1) * Total;
        var x = (means + (randn(RowCount, Width, generator: generator) * means.sqrt())).round();

        var (counts, total) = (x.to(ScalarType.Float64), x.to(ScalarType.Float64).sum(1, keepdim: true));
        var logProbabilities = logits.to(ScalarType.Float64).log_softmax(1);
        var perSlot = (counts + 1).lgamma() - (counts * (logProbabilities + ((total + 1).lgamma() / total)));
        var expected = perSlot.sum(1).data<double>().ToArray();
        var ofTensors = TensorValues.Floats(likelihood.NegativeLogLikelihoodPerSlot(logits, x).sum(1));
        var ofGraph = RunGraph(likelihood, logits, x);
        var ofGradient = Differentiate(likelihood, logits, x);

        Assert.Multiple(() =>
        {
            Assert.That(ofTensors, Is.EqualTo(expected).Within(0.3), "TorchSharp");
            Assert.That(ofGraph, Is.EqualTo(expected).Within(0.3), "ONNX");
            Assert.That(ofGradient, Is.EqualTo(expected).Within(0.3), "manual backpropagation");
        });
    }

    private static float[] RunGraph(Likelihood likelihood, Tensor logits, Tensor x)
    {
        var graph = new OnnxGraphBuilder("multinomial");
        var parameters = graph.AddInput("parameters", OnnxElementType.Float32, "N", Width);
        var features = graph.AddInput("features", OnnxElementType.Float32, "N", Width);
        var perSlot = likelihood.AddNegativeLogLikelihoodPerSlot(graph, parameters, features);
        graph.AddOutput("density", perSlot, "N", Width);
        using var session = new InferenceSession(graph.ToBytes());
        using var ofParameters = OrtValue.CreateTensorValueFromMemory(TensorValues.Floats(logits), logits.shape);
        using var ofFeatures = OrtValue.CreateTensorValueFromMemory(TensorValues.Floats(x), x.shape);
        using var options = new RunOptions();
        using var results = session.Run(options, ["parameters", "features"], [ofParameters, ofFeatures], ["density"]);
        return [.. results[0].GetTensorDataAsSpan<float>().ToArray().Chunk(Width).Select(row => row.Sum())];
    }

    private static float[] Differentiate(Likelihood likelihood, Tensor logits, Tensor x)
    {
        var (parameters, values) = (new SlotMatrix(RowCount, Width), new SlotMatrix(RowCount, Width));
        parameters.CopyFrom(logits);
        values.CopyFrom(x);
        var losses = new Vector<float>[parameters.Stride];
        likelihood
            .NewGradient(RowCount, _ => throw new InvalidOperationException("nothing is learned"))
            .Differentiate(new(parameters.Vectors, values.Vectors, [], losses, parameters.Stride));
        return MemoryMarshal.Cast<Vector<float>, float>(losses.AsSpan())[..RowCount].ToArray();
    }
}
