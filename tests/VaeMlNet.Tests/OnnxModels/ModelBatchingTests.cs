using Microsoft.ML;
using Microsoft.ML.Data;
using Element = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace VaeMlNet.Tests;

/// <summary>Models run in batches, or row by row with a warning. The values equal those of ApplyOnnxModel in both cases.</summary>
internal sealed class ModelBatchingTests
{
    private const int RowCount = 20;
    private const int BatchSize = 8;

    private readonly List<string> warnings = [];
    private MLContext ml = null!;
    private TemporaryFolder folder = null!;

    [SetUp]
    public void Prepare()
    {
        folder = new TemporaryFolder();
        warnings.Clear();
        ml = new MLContext(seed: 1);
        ml.Log += (_, e) =>
        {
            var isOurs = e.Message.Contains("ApplyOnnxModelBatched", StringComparison.Ordinal);
            if (isOurs && e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
            {
                warnings.Add(e.Message);
            }
        };
    }

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    private static IEnumerable<TestCaseData> WithoutBatchAxis()
    {
        SmallGraph Identity(int?[] input, int?[] output) =>
            new SmallGraph()
                .Input("x", Element.Float, input)
                .Output("y", Element.Float, output)
                .Node("Identity", ["x"], ["y"]);
        TestCaseData Case(string name, SmallGraph graph, params string[] facts) =>
            new TestCaseData(graph, facts).SetArgDisplayNames(name);

        yield return Case(
            "batch of one",
            Identity([1, 3], [1, 3]),
            "'x' is float32 [1, 3]",
            "first dimension is fixed"
        );
        yield return Case("no batch", Identity([3], [3]), "'x' is float32 [3]", "first dimension is fixed");
        yield return Case(
            "fixed output",
            Identity([null, 3], [1, 3]),
            "'y' is float32 [1, 3]",
            "first dimension is fixed"
        );
        yield return Case(
            "as many values as are positive",
            new SmallGraph()
                .Input("x", Element.Float, null, 3)
                .Output("y", Element.Float, null, null)
                .Floats("none", [0])
                .Node("ReduceMax", ["x"], ["largest"], Axis(0).Verbatim(SmallGraph.Attribute("keepdims", 0).ToArray()))
                .Node("Greater", ["largest", "none"], ["isPositive"])
                .Node("Compress", ["x", "isPositive"], ["y"], SmallGraph.Attribute("axis", 1)),
            "output 'y'",
            "float32 [N, N]",
            "ShapeDictionary"
        );
    }

    [TestCaseSource(nameof(WithoutBatchAxis))]
    public void Transform_ModelWithoutBatchAxis_RunsRowByRowAndReportsIt(SmallGraph graph, string[] facts)
    {
        var file = folder.Write("model.onnx", graph.ToBytes());
        var data = Rows();
        using var batched = Batched(file).Fit(data);
        using var stock = ml.Transforms.ApplyOnnxModel(file).Fit(data);

        ColumnValues.AssertSame(batched.Transform(data), stock.Transform(data));

        Assert.That(batched.Lease.Session.RunCount, Is.EqualTo(RowCount));
        Assert.That(warnings, Has.Count.EqualTo(1));

        foreach (var fact in facts.Append("ApplyOnnxModelBatched").Append("model.onnx").Append("one row at a time"))
        {
            Assert.That(warnings[0], Does.Contain(fact));
        }
    }

    [Test]
    public void OpenRow_WithShapeDictionary_RunsInBatchesSilently()
    {
        var file = folder.Write(
            "model.onnx",
            new SmallGraph()
                .Input("x", Element.Float, null, null)
                .Output("y", Element.Float, null, null)
                .Node("Identity", ["x"], ["y"])
                .ToBytes()
        );
        var shapes = new Dictionary<string, int[]> { ["x"] = [-1, 3], ["y"] = [1, 3] };
        var data = Rows();
        using var batched = ml
            .Transforms.ApplyOnnxModelBatched(
                new ApplyOnnxModelBatchedOptions
                {
                    ModelFile = file,
                    ShapeDictionary = shapes,
                    BatchSize = BatchSize,
                }
            )
            .Fit(data);
        using var stock = ml.Transforms.ApplyOnnxModel(file, shapes).Fit(data);

        ColumnValues.AssertSame(batched.Transform(data), stock.Transform(data));

        Assert.That(batched.Lease.Session.RunCount, Is.EqualTo(4 + 3));
        Assert.That(warnings, Is.Empty);
    }

    private static IEnumerable<TestCaseData> ThatMixRows()
    {
        SmallGraph Graph() => new SmallGraph().Input("x", Element.Float, null, 3).Output("y", Element.Float, null, 3);
        TestCaseData Case(string name, SmallGraph graph) => new TestCaseData(graph).SetArgDisplayNames(name);

        yield return Case(
            "mean of the batch",
            Graph().Node("ReduceMean", ["x"], ["mean"], Axis(0)).Node("Sub", ["x", "mean"], ["y"])
        );
        yield return Case("sums along the batch", Graph().Integers("zero", [0]).Node("CumSum", ["x", "zero"], ["y"]));
        yield return Case(
            "sums along the batch from its end",
            Graph().Integers("zero", [0]).Node("CumSum", ["x", "zero"], ["y"], SmallGraph.Attribute("reverse", 1))
        );
        yield return Case("a declared batch axis that is none", Graph().Node("ReduceMean", ["x"], ["y"], Axis(0)));
        yield return Case(
            "a fixed shape inside",
            Graph().Integers("shape", [1, 3], 2).Node("Reshape", ["x", "shape"], ["y"])
        );
        yield return Case(
            "quantized by the batch's range",
            Graph()
                .Node("DynamicQuantizeLinear", ["x"], ["q", "scale", "zero"])
                .Node("DequantizeLinear", ["q", "scale", "zero"], ["y"])
        );
    }

    [TestCaseSource(nameof(ThatMixRows))]
    [Proves(11)]
    public void Transform_ModelThatMixesRows_RunsRowByRowAfterTheFirstBatch(SmallGraph graph)
    {
        var file = folder.Write("model.onnx", graph.ToBytes());
        var data = Rows();
        using var batched = Batched(file).Fit(data);
        using var stock = ml.Transforms.ApplyOnnxModel(file).Fit(data);

        Assert.That(warnings, Is.Empty);

        ColumnValues.AssertSame(batched.Transform(data), stock.Transform(data));
        ColumnValues.AssertSame(batched.Transform(data), stock.Transform(data));

        Assert.That(warnings, Has.Count.EqualTo(1), "once");
        Assert.That(
            warnings[0],
            Does.Contain("ApplyOnnxModelBatched").And.Contain("model.onnx").And.Contain("one row at a time from now on")
        );
    }

    [Test]
    public void Transform_FirstBatchOfOneRow_ComparesLaterBatches()
    {
        var file = folder.Write(
            "model.onnx",
            new SmallGraph()
                .Input("x", Element.Float, null, 3)
                .Output("y", Element.Float, null, 3)
                .Node("ReduceMean", ["x"], ["mean"], Axis(0))
                .Node("Sub", ["x", "mean"], ["y"])
                .ToBytes()
        );
        using var batched = Batched(file).Fit(Rows());

        var alone = ColumnValues.Read(batched.Transform(ml.Data.TakeRows(Rows(), 1)), "y");
        var together = ColumnValues.Read(batched.Transform(Rows()), "y");

        Assert.That(alone[0], Is.All.Zero);
        Assert.That(together, Is.All.All.Zero);
        Assert.That(warnings, Has.Count.EqualTo(1));
    }

    [Test]
    public void BadRow_ThatIsNotRead_DoesNotAffectOtherRows()
    {
        var file = folder.Write(
            "model.onnx",
            new SmallGraph()
                .Input("x", Element.Int64, null, 1)
                .Output("y", Element.Float, null, 1)
                .Floats("table", [10, 11, 12, 13], 4)
                .Node("Gather", ["table", "x"], ["y"])
                .ToBytes()
        );
        long[][] rows =
        [
            [0],
            [1],
            [99],
            [3],
            [2],
            [1],
        ];
        var data = VectorRow<long>.View(ml, rows);
        var view = Batched(file).Fit(data).Transform(data);
        using var cursor = view.GetRowCursor(view.Schema);
        var getter = cursor.GetGetter<VBuffer<float>>(view.Schema["y"]);
        VBuffer<float> value = default;

        for (var i = 0; cursor.MoveNext(); i++)
        {
            if (i == 2)
            {
                var error = Assert.Throws<InvalidOperationException>(() => getter(ref value));
                Assert.That(error!.Message, Does.Contain("ApplyOnnxModelBatched").And.Contain("model.onnx"));
                Assert.That(error.InnerException, Is.InstanceOf<Microsoft.ML.OnnxRuntime.OnnxRuntimeException>());
                continue;
            }

            getter(ref value);
            Assert.That(value.DenseValues(), Is.EqualTo(new[] { 10f + rows[i][0] }), $"row {i}");
        }
    }

    [Test]
    public void EightThreads_OneTransformer_EqualTheSingleThread()
    {
        var file = folder.Write(
            "model.onnx",
            new SmallGraph()
                .Input("x", Element.Float, null, 3)
                .Output("y", Element.Float, null, 3)
                .Node("Softmax", ["x"], ["y"])
                .ToBytes()
        );
        using var batched = Batched(file).Fit(Rows());
        var expected = ColumnValues.Read(batched.Transform(Rows()), "y");

        Parallel.For(
            0,
            8,
            _ => ColumnValues.AssertSame(ColumnValues.Read(batched.Transform(Rows()), "y"), expected, "y")
        );
    }

    private static ProtobufBytes Axis(long axis) =>
        new ProtobufBytes().Message(5, new ProtobufBytes().Text(1, "axes").Varint(8, (ulong)axis).Varint(20, 7));

    private VaeEstimator<VaeTransformer> Batched(string file) =>
        ml.Transforms.ApplyOnnxModelBatched(
            new ApplyOnnxModelBatchedOptions { ModelFile = file, BatchSize = BatchSize }
        );

    private IDataView Rows() =>
        VectorRow<float>.View(ml, [.. Enumerable.Range(0, RowCount).Select(i => (float[])[i + 1, i * 0.37f, -i])]);
}
