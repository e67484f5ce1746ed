using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Transforms.Onnx;

namespace Dependencies.Tests;

public class ApplyOnnxModelTests
{
    private readonly MLContext ml = new(seed: 1);
    private string file = "";

    private sealed class Four
    {
        [VectorType(4)]
        [ColumnName("input")]
        public float[] Input { get; set; } = [];

        public int Id { get; set; }
    }

    private sealed class One
    {
        [ColumnName("input")]
        public float Input { get; set; }
    }

    private sealed class FourDoubles
    {
        [VectorType(4)]
        [ColumnName("input")]
        public double[] Input { get; set; } = [];
    }

    private sealed class Five
    {
        [VectorType(5)]
        [ColumnName("input")]
        public float[] Input { get; set; } = [];
    }

    private sealed class Variable
    {
        [ColumnName("input")]
        public float[] Input { get; set; } = [];
    }

    private sealed class Out
    {
        [ColumnName("output")]
        public float[] Output { get; set; } = [];

        [ColumnName("total")]
        public float[] Total { get; set; } = [];
    }

    [Test]
    public void Context_ByDefault_NamesNoGpu()
    {
        Assert.That(ml.GpuDeviceId, Is.Null);
        Assert.That(ml.FallbackToCpu, Is.False);
    }

    // What comes of a device that does not exist depends on the machine and on ONNX Runtime's build.
    [TestCase(true)]
    [TestCase(false)]
    public void ApplyOnnxModel_GpuOfContext_IsThatOfModelsThatNameNone(bool fallbackToCpu)
    {
        var expected = ErrorOf(ml, gpuDeviceId: 99, fallbackToCpu);
        var context = new MLContext(seed: 1) { GpuDeviceId = 99, FallbackToCpu = fallbackToCpu };

        Assert.That(ErrorOf(context, gpuDeviceId: null, fallbackToCpu: !fallbackToCpu), Is.EqualTo(expected));
        Assert.That(ErrorOf(ml, gpuDeviceId: null, fallbackToCpu: false), Is.Null, "the CPU");

        Type? ErrorOf(MLContext with, int? gpuDeviceId, bool fallbackToCpu)
        {
            try
            {
                _ = with.Transforms.ApplyOnnxModel(file, gpuDeviceId, fallbackToCpu);
                return null;
            }
            catch (Exception e)
                when (e is OnnxRuntimeException or InvalidOperationException or EntryPointNotFoundException)
            {
                return e.GetType();
            }
        }
    }

    [SetUp]
    public void WriteModel()
    {
        file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.onnx");
        File.WriteAllBytes(file, TinyOnnx.Linear());
    }

    [TearDown]
    public void DeleteModel() => File.Delete(file);

    [Test]
    public void Transform_ManyRows_GivesGraphsValuesPerRow()
    {
        var rows = FourRows(50);
        using var model = ml.Transforms.ApplyOnnxModel(file).Fit(Load(rows));

        var actual = Values(model.Transform(Load(rows)));

        for (var i = 0; i < rows.Length; i++)
        {
            var expected = TinyOnnx.Apply(rows[i].Input);
            Assert.That(actual[i].Output, Is.EqualTo(expected).Within(1e-5));
            Assert.That(actual[i].Total, Is.EqualTo(new[] { expected.Sum() }).Within(1e-5));
        }
    }

    [Test]
    public void GetOutputSchema_UnknownBatch_CountsAsOne()
    {
        var data = Load(FourRows(1));
        using var model = ml.Transforms.ApplyOnnxModel(file).Fit(data);

        var schema = model.GetOutputSchema(data.Schema);

        Assert.That(schema["output"].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 1, 3)));
        Assert.That(schema["output"].Type, Is.Not.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 3)));
        Assert.That(schema["total"].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 1)));
    }

    [Test]
    public void GetOutputSchema_OtherUnknownDimension_IsVectorOfVariableSize()
    {
        File.WriteAllBytes(file, TinyOnnx.Unknown());
        var data = Load(FourRows(1));
        using var model = ml.Transforms.ApplyOnnxModel(file).Fit(data);

        Assert.That(model.GetOutputSchema(data.Schema)["echo"].Type, Is.InstanceOf<VectorDataViewType>());
        Assert.That(((VectorDataViewType)model.GetOutputSchema(data.Schema)["echo"].Type).IsKnownSize, Is.False);
    }

    [Test]
    public void GetOutputSchema_DimensionThatCanBeInferred_StaysAsDeclared()
    {
        File.WriteAllBytes(file, TinyOnnx.Unknown(inputWidth: 4));
        var rows = FourRows(2);
        using var model = ml.Transforms.ApplyOnnxModel(file).Fit(Load(rows));

        var transformed = model.Transform(Load(rows));

        Assert.That(((VectorDataViewType)transformed.Schema["echo"].Type).IsKnownSize, Is.False);
        Assert.That(transformed.GetColumn<float[]>("echo"), Is.EqualTo(rows.Select(row => row.Input)));
    }

    [Test]
    public void GetOutputSchema_OutputWithExportersSuffix_LosesIt()
    {
        File.WriteAllBytes(file, TinyOnnx.Half(rank: 2));
        var data = ml.Data.LoadFromEnumerable(new[] { new One { Input = 3 } });
        using var model = ml.Transforms.ApplyOnnxModel(file).Fit(data);

        var transformed = model.Transform(data);

        Assert.That(transformed.Schema.GetColumnOrNull("half.output"), Is.Null);
        Assert.That(transformed.GetColumn<float[]>("half"), Is.EqualTo(new[] { new[] { 1.5f } }));
    }

    [Test]
    public void Transform_ScalarForOneDimension_FailsWhileReading()
    {
        // Scalars are given as [1, 1].
        File.WriteAllBytes(file, TinyOnnx.Half(rank: 1));
        var data = ml.Data.LoadFromEnumerable(new[] { new One { Input = 3 } });
        using var model = ml.Transforms.ApplyOnnxModel(file).Fit(data);
        var transformed = model.Transform(data);

        Assert.That(() => transformed.GetColumn<float[]>("half").ToArray(), Throws.Exception);
    }

    [Test]
    public void ApplyOnnxModel_ShapeDictionary_ReplacesUnknownDimensions()
    {
        File.WriteAllBytes(file, TinyOnnx.Unknown());
        var shapes = new Dictionary<string, int[]> { ["input"] = [1, 4], ["echo"] = [1, 4] };
        var rows = FourRows(3);
        var data = Load(rows);
        using var model = ml.Transforms.ApplyOnnxModel(file, shapes).Fit(data);

        var transformed = model.Transform(data);

        Assert.That(
            transformed.Schema["echo"].Type,
            Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 1, 4))
        );

        var echoes = transformed.GetColumn<float[]>("echo").ToArray();

        Assert.That(echoes, Is.EqualTo(rows.Select(row => row.Input)));
    }

    [Test]
    public void ApplyOnnxModel_NamedOutput_AddsNoOther()
    {
        var data = Load(FourRows(1));
        using var model = ml.Transforms.ApplyOnnxModel("total", "input", file).Fit(data);

        var schema = model.GetOutputSchema(data.Schema);

        Assert.That(schema.GetColumnOrNull("output"), Is.Null);
        Assert.That(schema.GetColumnOrNull("total"), Is.Not.Null);
    }

    [Test]
    public void ApplyOnnxModel_Stream_GivesSameValuesAsFile()
    {
        var rows = FourRows(5);
        using var model = ml.Transforms.ApplyOnnxModel(new MemoryStream(TinyOnnx.Linear())).Fit(Load(rows));

        var actual = Values(model.Transform(Load(rows)));

        Assert.That(actual[3].Output, Is.EqualTo(TinyOnnx.Apply(rows[3].Input)).Within(1e-5));
    }

    [Test]
    public void ApplyOnnxModel_Options_ChoosesColumnsAndThreads()
    {
        var rows = FourRows(5);
        var options = new OnnxOptions
        {
            ModelFile = file,
            InputColumns = ["input"],
            OutputColumns = ["output", "total"],
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
        };
        using var model = ml.Transforms.ApplyOnnxModel(options).Fit(Load(rows));

        var actual = Values(model.Transform(Load(rows)));

        Assert.That(actual[4].Output, Is.EqualTo(TinyOnnx.Apply(rows[4].Input)).Within(1e-5));
    }

    [Test]
    public void GetRowToRowMapper_RowsOneByOne_GivesGraphsValues()
    {
        var rows = FourRows(3);
        var data = Load(rows);
        using var model = ml.Transforms.ApplyOnnxModel(file).Fit(data);
        var mapper = ((ITransformer)model).GetRowToRowMapper(data.Schema);

        using var cursor = data.GetRowCursor(data.Schema);
        using var row = mapper.GetRow(cursor, mapper.OutputSchema);
        var getter = row.GetGetter<VBuffer<float>>(row.Schema["output"]);
        VBuffer<float> value = default;
        for (var i = 0; cursor.MoveNext(); i++)
        {
            getter(ref value);
            Assert.That(value.DenseValues(), Is.EqualTo(TinyOnnx.Apply(rows[i].Input)).Within(1e-5));
        }
    }

    [Test]
    public void PredictionEngine_OfModel_GivesGraphsValues()
    {
        var rows = FourRows(20);
        var model = ml.Transforms.ApplyOnnxModel(file).Fit(Load(rows));

        using var engine = ml.Model.CreatePredictionEngine<Four, Out>(model);

        foreach (var row in rows)
        {
            Assert.That(engine.Predict(row).Output, Is.EqualTo(TinyOnnx.Apply(row.Input)).Within(1e-5));
        }
    }

    [Test]
    public void GetRowCursorSet_SeveralCursors_GiveEachRowOnce()
    {
        var rows = FourRows(2_000);
        var data = ml.Data.Cache(Load(rows));
        using var model = ml.Transforms.ApplyOnnxModel(file).Fit(data);
        var view = model.Transform(data);
        var seen = new Dictionary<int, float[]>();

        foreach (var cursor in view.GetRowCursorSet(view.Schema, 4))
        {
            using (cursor)
            {
                var getId = cursor.GetGetter<int>(view.Schema["Id"]);
                var getOutput = cursor.GetGetter<VBuffer<float>>(view.Schema["output"]);
                var id = 0;
                VBuffer<float> output = default;
                while (cursor.MoveNext())
                {
                    getId(ref id);
                    getOutput(ref output);
                    seen.Add(id, output.DenseValues().ToArray());
                }
            }
        }

        Assert.That(seen, Has.Count.EqualTo(rows.Length));

        foreach (var row in rows)
        {
            Assert.That(seen[row.Id], Is.EqualTo(TinyOnnx.Apply(row.Input)).Within(1e-2));
        }
    }

    [Test]
    public void GetOutputSchema_MissingInputColumn_NamesIt()
    {
        using var model = ml.Transforms.ApplyOnnxModel(file).Fit(Load(FourRows(1)));
        var other = ml.Data.LoadFromEnumerable(new[] { new Rows.Features4() });

        Assert.That(
            () => model.GetOutputSchema(other.Schema),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo("Could not find input column 'input' (Parameter 'inputSchema')")
        );
    }

    [Test]
    public void Fit_InputOfWrongType_NamesExpectedAndActual()
    {
        var data = ml.Data.LoadFromEnumerable(new[] { new FourDoubles { Input = [1, 2, 3, 4] } });

        Assert.That(
            () => ml.Transforms.ApplyOnnxModel(file).Fit(data),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo(
                    "Schema mismatch for input column 'input': expected Single, got Vector<Double, 4> (Parameter 'inputSchema')"
                )
        );
    }

    [Test]
    public void Fit_InputOfWrongSize_NamesShapeAndLength()
    {
        var data = ml.Data.LoadFromEnumerable(new[] { new Five { Input = [1, 2, 3, 4, 5] } });

        Assert.That(
            () => ml.Transforms.ApplyOnnxModel(file).Fit(data),
            Throws.InvalidOperationException.With.Message.EqualTo(
                "Input shape mismatch: Input 'input' has shape 1,4, but input data is of length 5."
            )
        );
    }

    [Test]
    public void Transform_VariableSizeOfWrongLength_FailsWhileReading()
    {
        var data = ml.Data.LoadFromEnumerable(new[] { new Variable { Input = [1, 2, 3] } });
        using var model = ml.Transforms.ApplyOnnxModel(file).Fit(data);
        var transformed = model.Transform(data);

        Assert.That(() => Values(transformed), Throws.Exception);
    }

    [Test]
    public void ApplyOnnxModel_MissingFile_ThrowsIOException()
    {
        Assert.That(
            () => ml.Transforms.ApplyOnnxModel(file + ".nope"),
            Throws.InstanceOf<IOException>().With.Message.Contains(file + ".nope")
        );
    }

    [Test]
    public void ApplyOnnxModel_BrokenFile_ThrowsInvalidOperationWithRuntimesError()
    {
        File.WriteAllBytes(file, [1, 2, 3, 4]);

        Assert.That(
            () => ml.Transforms.ApplyOnnxModel(file),
            Throws
                .InvalidOperationException.With.Message.StartsWith("Error initializing model :")
                .And.InnerException.InstanceOf<OnnxRuntimeException>()
        );
    }

    [Test]
    public void ApplyOnnxModel_UnknownOutput_IsRefused()
    {
        Assert.That(
            () => ml.Transforms.ApplyOnnxModel("nope", "input", file),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("nope")
        );
    }

    private static Four[] FourRows(int count) =>
        Enumerable
            .Range(0, count)
            .Select(i => new Four { Id = i, Input = [i, 1 - i, 0.25f * i, (i % 3) - 1] })
            .ToArray();

    private IDataView Load(Four[] rows) => ml.Data.LoadFromEnumerable(rows);

    private Out[] Values(IDataView data) => ml.Data.CreateEnumerable<Out>(data, reuseRowObject: false).ToArray();
}
