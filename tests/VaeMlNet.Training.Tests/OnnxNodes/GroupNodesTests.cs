using Microsoft.ML.OnnxRuntime;
using VaeMlNet.OnnxExport;

namespace VaeMlNet.Tests;

/// <summary>Nodes that compute groups of slots, compared with the same computation for each group.</summary>
public sealed class GroupNodesTests
{
    private static readonly long[][] Widths =
    [
        [3],
        [2, 2, 2],
        [2, 3, 2],
        [4, 2, 1, 2, 4],
        [3, 2],
        [1, 1],
        [.. Enumerable.Range(0, 40).Select(group => (long)(2 + (group % 2)))], // too many changes of width to keep the order
        [.. Enumerable.Repeat(2L, 200)], // too wide for a product
    ];

    [Test]
    public void Add_Groups_GivesSoftmaxAndSumOfEachGroup(
        [ValueSource(nameof(Widths))] long[] widths,
        [Values(0, 1, 5)] int rowCount
    )
    {
        var width = (int)widths.Sum();
        var builder = new OnnxGraphBuilder("groups");
        var input = builder.AddInput("x", OnnxElementType.Float32, "N", width);
        var groups = new GroupNodes(builder, widths);
        builder.AddOutput("softmax", groups.AddPerSlot(input, (group, _) => Softmax(group)), "N", width);
        builder.AddOutput(
            "sum",
            groups.AddPerGroup(input, group => MatrixNodes.AddSum(builder, group, -1)),
            "N",
            widths.Length
        );
        builder.AddOutput("product", groups.AddSums("sums", input), "N", widths.Length);
        var rows = Some.Values(rowCount * width).Select(row => row[0]).ToArray(); // [N, width]

        using var session = new InferenceSession(builder.ToBytes());
        using var x = OrtValue.CreateTensorValueFromMemory(rows, [rowCount, width]);
        using var options = new RunOptions();
        using var results = session.Run(options, ["x"], [x], ["softmax", "sum", "product"]);

        var expected = rows.Chunk(width).SelectMany(row => GroupsOf(row, widths)).ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(
                results[0].GetTensorDataAsSpan<float>().ToArray(),
                Is.EqualTo(expected.SelectMany(SoftmaxOf)).Within(1e-6)
            );
            Assert.That(
                results[1].GetTensorDataAsSpan<float>().ToArray(),
                Is.EqualTo(expected.Select(group => group.Sum())).Within(1e-5)
            );
            Assert.That(
                results[2].GetTensorDataAsSpan<float>().ToArray(),
                Is.EqualTo(results[1].GetTensorDataAsSpan<float>().ToArray()).Within(1e-5)
            );
        });

        OnnxValue Softmax(OnnxValue group) => builder.AddNode("Softmax", [group], OnnxAttribute.Integer("axis", -1));
    }

    private static IEnumerable<float[]> GroupsOf(float[] row, long[] widths)
    {
        var first = 0;
        foreach (var width in widths)
        {
            yield return row[first..(first + (int)width)];
            first += (int)width;
        }
    }

    private static IEnumerable<float> SoftmaxOf(float[] group)
    {
        var sum = group.Sum(MathF.Exp);
        return group.Select(value => MathF.Exp(value) / sum);
    }
}
