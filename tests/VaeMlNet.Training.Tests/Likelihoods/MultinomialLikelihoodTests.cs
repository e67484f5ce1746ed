using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using VaeMlNet.OnnxExport;
using VaeMlNet.Tests.Shared;
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

    [Test]
    public void EncoderInput_Counts_IsThatOfTheirShares()
    {
        using var scope = NewDisposeScope();
        using var likelihood = new MultinomialLikelihoodOptions().Create(4);
        using var counts = Some.ToTensor([1, 0, 0, 3], [1000, 0, 0, 3000], [0, 0, 0, 0], [1, -2, 0, 3]);
        float[] expected = [1, 0, 0, (float)Math.Sqrt(3)]; // of 4 / 4, 0, 0 and 12 / 4

        var rows = TensorValues.Floats(likelihood.EncoderInput(counts)).Chunk(4).ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(rows[0], Is.EqualTo(expected).Within(1e-6));
            Assert.That(rows[1], Is.EqualTo(expected).Within(1e-6), "the same text many times");
            Assert.That(rows[2], Is.All.Zero, "no counts");
            Assert.That(rows[3], Is.EqualTo(expected).Within(1e-6), "negative by input noise");
        });
    }

    [Test]
    public void Export_CountsOfThousands_AgreesWithTorchSharp()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var generator = new Generator(2);
        var factor = randn(600, 1, generator: generator);
        var logits = (factor * randn(1, Width, generator: generator)) + randn(1, Width, generator: generator);
        var means = logits.softmax(1) * 8_000;
        var x = (means + (randn(600, Width, generator: generator) * means.sqrt())).round().clamp_min(0);
        var options = Some.Options(epochCount: 30, likelihood: new MultinomialLikelihoodOptions());
        using var model = new VaeTrainer(options).Fit(x);

        Assert.That(() => model.Export(folder["model"], x), Throws.Nothing);
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
