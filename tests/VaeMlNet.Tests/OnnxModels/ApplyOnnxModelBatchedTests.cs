using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using Element = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace VaeMlNet.Tests;

/// <summary>Columns and values of ApplyOnnxModelBatched: those of ML.NET's ApplyOnnxModel, from fewer runs.</summary>
public sealed class ApplyOnnxModelBatchedTests
{
    private const int RowCount = 20;

    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    private static IEnumerable<TestCaseData> EveryElementType()
    {
        static TestCaseData Case<T>(Element type, Func<int, T> value) =>
            new TestCaseData(type, (MLContext ml) => VectorsOf(ml, value)).SetArgDisplayNames(type.ToString());

        yield return Case(Element.Float, i => i * 0.5f);
        yield return Case(Element.Double, i => i * 0.25);
        yield return Case(Element.Int8, i => (sbyte)(i - 20));
        yield return Case(Element.UInt8, i => (byte)i);
        yield return Case(Element.Int16, i => (short)(i * -7));
        yield return Case(Element.UInt16, i => (ushort)(i * 7));
        yield return Case(Element.Int32, i => i * -70_000);
        yield return Case(Element.UInt32, i => (uint)i * 70_000);
        yield return Case(Element.Int64, i => i * -7_000_000_000);
        yield return Case(Element.UInt64, i => (ulong)i * 7_000_000_000);
        yield return Case(Element.Bool, i => i % 3 == 0);
        yield return Case(Element.String, i => i % 5 == 0 ? "" : $"größe {i}");
    }

    /// <summary>
    /// ONNX Runtime takes a file of this name for one of its own format. ML.NET gives a loaded model such a name in one of 32,768 cases.
    /// </summary>
    [Test]
    public void Fit_FileNamedLikeOnnxRuntimesFormat_IsReadAsOnnx()
    {
        var file = folder["model.ort"];
        File.Move(
            Write(
                new SmallGraph()
                    .Input("x", Element.Float, null, 3)
                    .Output("y", Element.Float, null, 3)
                    .Node("Neg", ["x"], ["y"])
            ),
            file
        );
        var data = VectorsOf(ml, i => (float)i);

        using var batched = Batched(file, batchSize: 8).Fit(data);
        using var saved = new MemoryStream();
        ml.Model.Save(batched, data.Schema, saved);

        Assert.That(batched.Transform(data).GetColumn<float[]>("y").First()[1], Is.EqualTo(-1));
        Assert.That(saved.Length, Is.GreaterThan(0));
    }

    [TestCaseSource(nameof(EveryElementType))]
    public void EveryElementType_ThroughAGraph_GivesTheColumnsOfApplyOnnxModel(
        Element type,
        Func<MLContext, IDataView> view
    )
    {
        var file = Write(
            new SmallGraph().Input("x", type, null, 3).Output("y", type, null, 3).Node("Identity", ["x"], ["y"])
        );
        var data = view(ml);
        using var batched = Batched(file, batchSize: 8).Fit(data);
        using var stock = ml.Transforms.ApplyOnnxModel(file).Fit(data);

        ColumnValues.AssertSame(batched.Transform(data), stock.Transform(data));

        Assert.That(batched.Lease.Session.RunCount, Is.EqualTo(4 + 3), "four rows alone, then three batches");
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(RowCount)]
    [TestCase(1000)]
    [Proves(11)]
    public void SeveralInputsAndOutputs_AnyBatchSize_GiveTheColumnsOfApplyOnnxModel(int batchSize)
    {
        var file = Write(Several());
        var data = ml.Data.LoadFromEnumerable(Shop.Rows(RowCount));
        using var batched = Batched(file, batchSize).Fit(data);
        using var stock = ml.Transforms.ApplyOnnxModel(file).Fit(data);

        ColumnValues.AssertSame(batched.Transform(data), stock.Transform(data));
    }

    [Test]
    public void NamedOutputAndInputs_InAnotherOrder_GiveThoseColumnsOnly()
    {
        var file = Write(Several());
        var data = ml.Data.LoadFromEnumerable(Shop.Rows(RowCount));
        string[] outputs = ["greeting", "sums"];
        string[] inputs = ["name", "count", "image", "price"];
        using var batched = ml
            .Transforms.ApplyOnnxModelBatched(
                new ApplyOnnxModelBatchedOptions
                {
                    ModelFile = file,
                    OutputColumns = outputs,
                    InputColumns = inputs,
                    InterOpThreadCount = 2,
                    IntraOpThreadCount = 1,
                }
            )
            .Fit(data);
        using var stock = ml.Transforms.ApplyOnnxModel(outputs, inputs, file).Fit(data);

        var view = batched.Transform(data);

        Assert.That(view.Schema.Skip(data.Schema.Count).Select(c => c.Name), Is.EqualTo(outputs));

        ColumnValues.AssertSame(view, stock.Transform(data));
    }

    [Test]
    public void KeyColumn_ForUnsignedInput_GivesItsNumbers()
    {
        var file = Write(
            new SmallGraph()
                .Input("x", Element.UInt32, null, 1)
                .Output("y", Element.UInt32, null, 1)
                .Node("Identity", ["x"], ["y"])
        );
        var data = ml
            .Transforms.Conversion.MapValueToKey("x", "Text")
            .Fit(ml.Data.LoadFromEnumerable(Row.From(new float[4][])))
            .Transform(ml.Data.LoadFromEnumerable(Row.From(new float[4][])));
        using var batched = Batched(file, batchSize: 3).Fit(data);
        using var stock = ml.Transforms.ApplyOnnxModel(file).Fit(data);

        ColumnValues.AssertSame(batched.Transform(data), stock.Transform(data));

        Assert.That(
            ColumnValues.Read(batched.Transform(data), "y").Select(v => v[0]),
            Is.EqualTo(new[] { 1u, 2u, 3u, 4u })
        );
    }

    [Test]
    public void GetOutputSchema_OutputNamedByMlNetsExporter_LosesTheSuffixAndHasSlotNames()
    {
        var graph = new SmallGraph()
            .Input("x", Element.Float, null, 3)
            .Output("y.output", Element.Float, null, 3)
            .Node("Identity", ["x"], ["y.output"])
            .Initializer(OnnxBytes.Tensor("unused", 8, [1], null).Text(6, ""))
            .Node(
                "LabelEncoder",
                ["unused"],
                ["unused2"],
                new ProtobufBytes()
                    .Verbatim(SmallGraph.Attribute("keys_strings", "red", "green", "blue").ToArray())
                    .Verbatim(SmallGraph.Attribute("values_strings", "r", "g", "b").ToArray()),
                "ai.onnx.ml",
                "mlnet.y.SlotNames"
            );
        var file = Write(graph);
        var data = VectorsOf(ml, i => (float)i);
        using var batched = Batched(file).Fit(data);
        using var stock = ml.Transforms.ApplyOnnxModel(file).Fit(data);

        var schema = batched.Transform(data).Schema;

        ColumnValues.AssertSame(batched.Transform(data), stock.Transform(data));
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["y"].GetSlotNames(ref names);

        Assert.That(names.DenseValues().Select(n => n.ToString()), Is.EqualTo(new[] { "red", "green", "blue" }));
        Assert.That(
            Shapes.Describe(Batched(file).GetOutputSchema(Shapes.Create(data.Schema))),
            Is.EqualTo(Shapes.Describe(Shapes.Create(schema)))
        );
    }

    [Test]
    public void Operators_ThatOnnxRuntimeBringsAlong_Run()
    {
        var file = Write(
            new SmallGraph()
                .Input("x", Element.Float, null, 3)
                .Output("y", Element.Float, null, 3)
                .Output("z", Element.Float, null, 3)
                .Node("Gelu", ["x"], ["y"], "com.microsoft")
                .Node("Binarizer", ["x"], ["z"], "ai.onnx.ml")
        );
        var data = VectorsOf(ml, i => i - 5f);
        using var batched = Batched(file).Fit(data);
        using var stock = ml.Transforms.ApplyOnnxModel(file).Fit(data);

        ColumnValues.AssertSame(batched.Transform(data), stock.Transform(data));
    }

    [Test]
    public void ApplyOnnxModelBatched_Stream_GivesTheColumnsOfTheFile()
    {
        var model = Several().ToBytes();
        var data = ml.Data.LoadFromEnumerable(Shop.Rows(RowCount));

        var fromStream = ml
            .Transforms.ApplyOnnxModelBatched(new ApplyOnnxModelBatchedOptions { ModelBytes = new MemoryStream(model) })
            .Fit(data)
            .Transform(data);

        ColumnValues.AssertSame(fromStream, Batched(Write(Several())).Fit(data).Transform(data));
    }

    [Test]
    public void Predict_RowByRow_GivesTheValuesOfTheView()
    {
        var file = Write(Several());
        var rows = Shop.Rows(RowCount);
        var data = ml.Data.LoadFromEnumerable(rows);
        var batched = Batched(file).Fit(data);
        var expected = ColumnValues.Read(batched.Transform(data), "sums");
        using var engine = ml.Model.CreatePredictionEngine<Shop, Sums>(batched);

        for (var i = 0; i < RowCount; i++)
        {
            var actual = engine.Predict(rows[i]);
            Assert.That(actual.Values, Is.EqualTo(expected[i].Cast<float>()).Within(1e-5), $"row {i}");
            Assert.That(actual.Greeting, Is.EqualTo(new[] { rows[i].Name }));
        }
    }

    [Test]
    public void CursorSet_SeveralCursors_GiveTheValuesOfOneCursor()
    {
        var file = Write(Linear());
        IDataView data = new ReusingView(TinyModel.Bernoulli.Rows(60), featureName: "x");
        var view = Batched(file, batchSize: 8).Fit(data).Transform(data);
        var expected = ViewColumns.Vectors(view, "y");

        var actual = ViewColumns.VectorsById(view, "y", cursorCount: 3);

        Assert.That(actual.Keys, Is.EqualTo(Enumerable.Range(0, 60)));

        foreach ((var row, var values) in actual)
        {
            Assert.That(values, Is.EqualTo(expected[row]).Within(1e-6), $"row {row}");
        }
    }

    [Test]
    public void Cursor_InactiveOutputs_RunNothing()
    {
        IDataView data = new ReusingView(TinyModel.Bernoulli.Rows(9), featureName: "x");
        using var batched = Batched(Write(Linear())).Fit(data);

        ViewColumns.Column<int>(batched.Transform(data), "Id");

        Assert.That(batched.Lease.Session.RunCount, Is.Zero);
    }

    [Test]
    public void OptionalInput_FedFromAColumn_ReplacesItsInitializer()
    {
        var file = Write(
            new SmallGraph()
                .Input("x", Element.Float, null, 3)
                .Input("offset", Element.Float, 1, 3)
                .Output("y", Element.Float, null, 3)
                .Floats("offset", [1, 2, 3], 1, 3)
                .Node("Add", ["x", "offset"], ["y"])
        );
        var data = ml
            .Transforms.CopyColumns("offset", "x")
            .Fit(VectorsOf(ml, i => (float)i))
            .Transform(VectorsOf(ml, i => (float)i));

        var replaced = ColumnValues.Read(
            ml.Transforms.ApplyOnnxModelBatched(
                    new ApplyOnnxModelBatchedOptions { ModelFile = file, InputColumns = ["x", "offset"] }
                )
                .Fit(data)
                .Transform(data),
            "y"
        );
        var asItIs = ColumnValues.Read(Batched(file).Fit(data).Transform(data), "y");

        Assert.That(replaced[1], Is.EqualTo(new object[] { 6f, 8f, 10f }));
        Assert.That(asItIs[1], Is.EqualTo(new object[] { 4f, 6f, 8f }));
    }

    /// <summary>
    /// Creates a graph with the inputs price [N, 1], count int64 [N, 1], name string [N, 1] and image [N, 2, 3], and
    /// with the outputs sums [N, 3], total [N] and greeting [N, 1].
    /// </summary>
    private static SmallGraph Several() =>
        new SmallGraph()
            .Input("price", Element.Float, null, 1)
            .Input("count", Element.Int64, null, 1)
            .Input("name", Element.String, null, 1)
            .Input("image", Element.Float, null, 2, 3)
            .Output("sums", Element.Float, null, 3)
            .Output("total", Element.Double, [null])
            .Output("greeting", Element.String, null, 1)
            .Integers("one", [1], 1)
            .Node("Cast", ["count"], ["countAsFloat"], SmallGraph.Attribute("to", 1))
            .Node("Mul", ["price", "countAsFloat"], ["cost"])
            .Node("ReduceSum", ["image", "one"], ["columns"], SmallGraph.Attribute("keepdims", 0))
            .Node("Add", ["columns", "cost"], ["sums"])
            .Node("ReduceSum", ["sums", "one"], ["sum"], SmallGraph.Attribute("keepdims", 0))
            .Node("Cast", ["sum"], ["total"], SmallGraph.Attribute("to", 11))
            .Node("Identity", ["name"], ["greeting"]);

    /// <summary>Creates a graph that computes y [N, 2] from x [N, 6].</summary>
    private static SmallGraph Linear() =>
        new SmallGraph()
            .Input("x", Element.Float, null, TinyModel.InputDim)
            .Output("y", Element.Float, null, 2)
            .Floats("weights", [.. Enumerable.Range(0, 12).Select(i => i / 3f)], TinyModel.InputDim, 2)
            .Node("MatMul", ["x", "weights"], ["y"]);

    private static IDataView VectorsOf<T>(MLContext ml, Func<int, T> value) =>
        VectorRow<T>.View(
            ml,
            [
                .. Enumerable
                    .Range(0, RowCount)
                    .Select(row => (T[])[.. Enumerable.Range(0, 3).Select(i => value((row * 3) + i))]),
            ]
        );

    private string Write(SmallGraph graph)
    {
        var file = Path.Combine(folder.Path, $"{Guid.NewGuid():N}.onnx");
        File.WriteAllBytes(file, graph.ToBytes());
        return file;
    }

    private VaeEstimator<VaeTransformer> Batched(string file, int batchSize = 256) =>
        ml.Transforms.ApplyOnnxModelBatched(
            new ApplyOnnxModelBatchedOptions { ModelFile = file, BatchSize = batchSize }
        );

    private sealed class Shop
    {
        [ColumnName("price")]
        public float Price { get; set; }

        [ColumnName("count")]
        public long Count { get; set; }

        [ColumnName("name")]
        public string Name { get; set; } = "";

        [ColumnName("image")]
        [VectorType(6)]
        public float[] Image { get; set; } = [];

        public static Shop[] Rows(int count) =>
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(i => new Shop
                    {
                        Price = i * 0.75f,
                        Count = i % 4,
                        Name = $"shop {i}",
                        Image = [.. Enumerable.Range(0, 6).Select(j => (i * j) + 0.5f)],
                    }),
            ];
    }

    private sealed class Sums
    {
        [ColumnName("sums")]
        public float[] Values { get; set; } = [];

        [ColumnName("greeting")]
        public string[] Greeting { get; set; } = [];
    }
}
