using System.Text;
using Microsoft.ML.OnnxRuntime;
using VaeMlNet.OnnxExport;

namespace VaeMlNet.Tests;

/// <summary>Nodes that move and sum columns, compared with the same on arrays, for matrices that are small enough for a product and larger ones.</summary>
public sealed class ColumnNodesTests
{
    private const int RowCount = 3;

    // 33 runs of 4 columns, in reverse.
    private static readonly long[] ManyRuns =
    [
        .. Enumerable.Range(0, 33).SelectMany(run => Enumerable.Range(0, 4).Select(i => (long)((32 - run) * 4 + i))),
    ];

    private static IEnumerable<TestCaseData> Places() =>
        [
            new(new long[] { 3, 4, 5, 0, 1, 2 }, false),
            new(new long[] { 0, 6, 1, 5, 2, 4, 3 }, true),
            new(new long[] { 0, 0, 1, 1, 1 }, true),
            new(ManyRuns, true),
        ];

    [TestCaseSource(nameof(Places))]
    public void AddInOrder_Places_GivesTheirColumns(long[] places, bool isGathered)
    {
        var width = places.Max() + 1;
        var builder = new OnnxGraphBuilder("columns");
        var input = builder.AddInput("x", OnnxElementType.Float32, "N", width);
        builder.AddOutput("y", ColumnNodes.AddInOrder(builder, input, width, places), "N", places.Length);

        var (values, results) = Run(builder, width);
        var model = Encoding.Latin1.GetString(builder.ToBytes());

        Assert.Multiple(() =>
        {
            Assert.That(
                results,
                Is.EqualTo(values.Chunk((int)width).SelectMany(row => places.Select(place => row[place])))
            );
            Assert.That(model.Contains("Gather"), Is.EqualTo(isGathered));
        });
    }

    [Test]
    public void AddSums_PlacesOrNone_GivesTheSumOfTheirColumns([Values(5, 300)] int width)
    {
        // Column s of the result is column s from the back, plus every second column.
        long[] backwards = [.. Enumerable.Range(0, width).Select(place => (long)(width - 1 - place))];
        long[] even = [.. Enumerable.Range(0, width).Select(place => (long)(place % 2 == 0 ? place : width))];
        var builder = new OnnxGraphBuilder("columns");
        var input = builder.AddInput("x", OnnxElementType.Float32, "N", width);
        builder.AddOutput("y", ColumnNodes.AddSums(builder, "places", input, width, backwards, even), "N", width);

        var (values, results) = Run(builder, width);

        var expected = values
            .Chunk(width)
            .SelectMany(row => row.Select((value, place) => row[width - 1 - place] + (place % 2 == 0 ? value : 0)));

        Assert.That(results, Is.EqualTo(expected).Within(1e-6));
    }

    /// <returns>The inputs and the results, row by row.</returns>
    private static (float[] Values, float[] Results) Run(OnnxGraphBuilder builder, long width)
    {
        var values = Some.Values((int)(RowCount * width)).Select(row => row[0]).ToArray();
        using var session = new InferenceSession(builder.ToBytes());
        using var x = OrtValue.CreateTensorValueFromMemory(values, [RowCount, width]);
        using var options = new RunOptions();
        using var results = session.Run(options, ["x"], [x], ["y"]);
        return (values, results[0].GetTensorDataAsSpan<float>().ToArray());
    }
}
