using VaeMlNet.OnnxExport.Tests.Support;

namespace VaeMlNet.OnnxExport.Tests;

public class OnnxGraphBuilderTests
{
    [Test]
    public void ToBytes_ScorerLikeGraph_RunsInOnnxRuntime()
    {
        var graph = new OnnxGraphBuilder("kl");
        var head = graph.AddInput("head", OnnxElementType.Float32, "N", 4);
        var parts = graph.AddNode("Split", [head, graph.AddIndices(2, 2)], 2, OnnxAttribute.Integer("axis", 1));
        var (mean, logVariance) = (parts[0], parts[1]);
        var inner = graph.AddNode(
            "Sub",
            [
                graph.AddNode("Add", [graph.AddNode("Mul", [mean, mean]), graph.AddNode("Exp", [logVariance])]),
                logVariance,
            ]
        );
        var terms = graph.AddNode("Sub", [inner, graph.AddScalar(1)]);
        var sum = graph.AddNode("ReduceSum", [terms, graph.AddIndices(1)], OnnxAttribute.Integer("keepdims", 1));
        graph.AddOutput("kl", graph.AddNode("Mul", [sum, graph.AddScalar(0.5f)]), "N", 1);

        using var model = new OnnxModel(graph.ToBytes());
        var (kl, shape) = model.Run("kl", ("head", [1, 2, 0, MathF.Log(2), 0, 0, 0, 0], [2, 4]));

        Assert.That(shape, Is.EqualTo([2, 1]));
        Assert.That(kl[0], Is.EqualTo(0.5f * (1 + 4 + 1 + 2 - MathF.Log(2) - 2)).Within(1e-6));
        Assert.That(kl[1], Is.Zero);
    }
}
