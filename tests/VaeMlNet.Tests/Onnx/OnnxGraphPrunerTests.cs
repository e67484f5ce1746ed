using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet.Tests;

/// <summary>A graph without some outputs computes the others with the same bits.</summary>
public sealed class OnnxGraphPrunerTests
{
    private static readonly TinyModel Model = TinyModel.Bernoulli;

    [Test]
    [Proves(84)]
    public void Keep_OneOutput_ComputesItWithTheSameBitsAndNothingElse(
        [Values("encoder:mean", "encoder:log_variance", "scorer:score", "scorer:kl")] string graphAndOutput
    )
    {
        var parts = graphAndOutput.Split(':');
        var model = File.ReadAllBytes(Path.Combine(Model.Folder, $"{parts[0]}.onnx"));

        var pruned = OnnxGraphPruner.Keep(model, [parts[1]]);

        Assert.That(pruned, Has.Length.LessThan(model.Length));
        Assert.That(OnnxGraphSummary.Read(pruned).Outputs.Select(o => o.Name), Is.EqualTo(new[] { parts[1] }));
        Assert.That(Run(pruned, parts[1]), Is.EqualTo(Run(model, parts[1])));
    }

    [Test]
    public void Keep_AllOutputs_GivesTheSameBytes()
    {
        var model = File.ReadAllBytes(Path.Combine(Model.Folder, "encoder.onnx"));

        Assert.That(OnnxGraphPruner.Keep(model, ["log_variance", "mean"]), Is.SameAs(model));
    }

    [Test]
    public void Keep_NodeWithAGraph_GivesTheSameBytes()
    {
        var branch = new ProtobufBytes().Text(1, "then_branch").Message(6, new ProtobufBytes().Text(2, "branch"));
        var model = new SmallGraph()
            .Input("x", TensorElementType.Float, null, 2)
            .Node("If", ["x"], ["inside"], new ProtobufBytes().Message(5, branch))
            .Node("Identity", ["x"], ["y"])
            .Output("y", TensorElementType.Float, null, 2)
            .ToBytes();

        Assert.That(OnnxGraphPruner.Keep(model, ["y"]), Is.SameAs(model));
    }

    private static float[] Run(byte[] model, string output)
    {
        using var session = new InferenceSession(model);
        float[] rows = [.. Model.Rows(20).SelectMany(row => row)];
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(rows, [20, TinyModel.InputDim]);
        using var results = session.Run(options, ["features"], [input], [output]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
