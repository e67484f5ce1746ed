using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Element = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace VaeMlNet.Tests;

/// <summary>ApplyOnnxModelBatched throws the exceptions of ApplyOnnxModel, and earlier if ApplyOnnxModel fails late.</summary>
public sealed class ModelErrorTests
{
    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder folder = null!;
    private string file = "";

    [SetUp]
    public void WriteModel()
    {
        folder = new TemporaryFolder();
        file = folder.Write("model.onnx", Sum().ToBytes());
    }

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void MissingColumn_EverySchemaMethod_IsOutOfRangeAndNamesIt()
    {
        var data = ml.Data.LoadFromEnumerable(new[] { new Other() });

        Refuses<ArgumentOutOfRangeException>(
            data,
            isSeenInShape: true,
            "input column 'x'",
            "'Age'",
            "(Parameter 'inputSchema')"
        );
    }

    [Test]
    public void WrongType_EverySchemaMethod_IsOutOfRangeAndNamesBoth()
    {
        var data = VectorRow<double>.View(ml, [1, 2, 3, 4]);

        Refuses<ArgumentOutOfRangeException>(
            data,
            isSeenInShape: true,
            "Schema mismatch for input column 'x': expected Single, got Vector<Double",
            "(Parameter 'inputSchema')"
        );
    }

    [TestCase(3)]
    [TestCase(5)]
    [TestCase(8, Description = "ApplyOnnxModel takes a multiple and fails when it is read.")]
    public void WrongWidth_FromFitOn_IsInvalidAndNamesShapeAndLength(int width)
    {
        var data = VectorRow<float>.View(ml, new float[width]);

        Refuses<InvalidOperationException>(
            data,
            isSeenInShape: false,
            "Input shape mismatch: Input 'x' has shape 1,4, but input data is of length " + width
        );
    }

    [Test]
    public void VariableSize_EverySchemaMethod_IsOutOfRange()
    {
        var data = ml.Data.LoadFromEnumerable(new[] { new VectorRow<float> { X = [1, 2, 3, 4] } });

        Refuses<ArgumentOutOfRangeException>(data, isSeenInShape: true, "'x'", "variable size", "4 values");
    }

    [Test]
    public void Scalar_ForAnInputOfOneDimension_IsOutOfRange()
    {
        // ApplyOnnxModel gives scalars as [1, 1], which ONNX Runtime then refuses.
        folder.Write(
            "model.onnx",
            new SmallGraph()
                .Input("x", Element.Float, [null])
                .Output("y", Element.Float, [null])
                .Node("Identity", ["x"], ["y"])
                .ToBytes()
        );
        var data = ml.Data.LoadFromEnumerable(new[] { new Scalar { X = 1 } });

        Assert.That(
            () => ml.Transforms.ApplyOnnxModelBatched(file).Fit(data),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("'x'")
                .And.Message.Contains("Concatenate")
        );
    }

    [Test]
    public void Transform_RowOfAnotherLengthThanItsSchema_NamesRowAndBothLengths()
    {
        var data = VectorRow<float>.View(ml, [1, 2, 3, 4], [1, 2, 3, 4], [1, 2]);
        var view = ml.Transforms.ApplyOnnxModelBatched(file).Fit(data).Transform(data);

        Assert.That(
            () => ColumnValues.Read(view, "y"),
            Throws
                .TypeOf<VaeRowException>()
                .With.Message.StartsWith("Row 2 of 'x' has 2 values")
                .And.Message.Contains("Vector<Single, 4>")
        );
    }

    [Test]
    public void ApplyOnnxModelBatched_MissingFile_ThrowsIOExceptionThatNamesIt()
    {
        Assert.That(
            () => ml.Transforms.ApplyOnnxModelBatched(file + ".nope"),
            Throws.InstanceOf<IOException>().With.Message.Contains(file + ".nope")
        );
        Assert.That(() => ml.Transforms.ApplyOnnxModelBatched(" "), Throws.ArgumentException);
    }

    [Test]
    public void ApplyOnnxModelBatched_BytesThatAreNotAModel_IsInvalid()
    {
        folder.Write("model.onnx", [1, 2, 3, 4]);

        Assert.That(
            () => ml.Transforms.ApplyOnnxModelBatched(file),
            Throws
                .InvalidOperationException.With.Message.StartsWith("Error initializing model :")
                .And.Message.Contains(file)
        );
    }

    [Test]
    public void Fit_GraphThatOnnxRuntimeRefuses_IsInvalid()
    {
        folder.Write(
            "model.onnx",
            new SmallGraph()
                .Input("x", Element.Float, null, 4)
                .Output("y", Element.Float, null, 1)
                .Node("CustomOperator", ["x"], ["y"], "com.example")
                .ToBytes()
        );
        var estimator = ml.Transforms.ApplyOnnxModelBatched(file);

        Assert.That(
            () => estimator.Fit(Four()),
            Throws
                .InvalidOperationException.With.Message.StartsWith("Error initializing model :")
                .And.Message.Contains(file)
                .And.InnerException.InstanceOf<OnnxRuntimeException>()
        );
    }

    [Test]
    public void ApplyOnnxModelBatched_UnknownNames_AreOutOfRangeAndListTheExistingOnes()
    {
        Assert.That(
            () => ml.Transforms.ApplyOnnxModelBatched(Options("nope", "x")),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("'nope'")
                .And.Message.Contains("[y]")
                .And.Property("ParamName")
                .EqualTo("OutputColumns")
        );
        Assert.That(
            () => ml.Transforms.ApplyOnnxModelBatched(Options("y", "nope")),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("'nope'")
                .And.Message.Contains("[x]")
                .And.Property("ParamName")
                .EqualTo("InputColumns")
        );
    }

    [Test]
    public void ApplyOnnxModelBatched_RequiredInputNotNamed_IsRefusedBeforeItRuns()
    {
        folder.Write(
            "model.onnx",
            new SmallGraph()
                .Input("x", Element.Float, null, 4)
                .Input("w", Element.Float, null, 4)
                .Output("y", Element.Float, null, 4)
                .Node("Add", ["x", "w"], ["y"])
                .ToBytes()
        );

        Assert.That(
            () => ml.Transforms.ApplyOnnxModelBatched(Options("y", "x")),
            Throws.ArgumentException.With.Message.Contains("'w'").And.Message.Contains("InputColumns")
        );
    }

    [Test]
    public void Fit_ShapeThatDoesNotFit_IsOutOfRangeAndNamesBoth()
    {
        var shapes = new Dictionary<string, int[]> { ["x"] = [1, 5] };
        var noShape = new Dictionary<string, int[]> { ["x"] = null! };

        Assert.That(
            () => ml.Transforms.ApplyOnnxModelBatched(Options() with { ShapeDictionary = shapes }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("1,5").And.Message.Contains("-1,4")
        );
        Assert.That(
            () => ml.Transforms.ApplyOnnxModelBatched(Options() with { ShapeDictionary = noShape }),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("'x' is null")
        );
    }

    [Test]
    public void Fit_OutputThatIsNotAVector_IsNotSupportedUnlessOthersAreNamed()
    {
        folder.Write(
            "model.onnx",
            new SmallGraph()
                .Input("x", Element.Float, null, 4)
                .Output("y", Element.Float, null, 4)
                .Output("all", Element.Float)
                .Node("Identity", ["x"], ["y"])
                .Node("ReduceSum", ["x"], ["all"], SmallGraph.Attribute("keepdims", 0))
                .ToBytes()
        );

        Assert.That(
            () => ml.Transforms.ApplyOnnxModelBatched(file),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("'all'")
        );
        Assert.That(
            ColumnValues.Read(
                ml.Transforms.ApplyOnnxModelBatched(Options("y", "x")).Fit(Four()).Transform(Four()),
                "y"
            ),
            Has.Length.EqualTo(2)
        );
    }

    [Test]
    public void Fit_ElementTypeWithoutAColumnType_IsInvalidAndNamed()
    {
        folder.Write(
            "model.onnx",
            new SmallGraph()
                .Input("x", Element.Float16, null, 4)
                .Output("y", Element.Float16, null, 4)
                .Node("Identity", ["x"], ["y"])
                .ToBytes()
        );

        Assert.That(
            () => ml.Transforms.ApplyOnnxModelBatched(file),
            Throws
                .InvalidOperationException.With.Message.Contains("Unsupported ONNX scalar type")
                .And.Message.Contains("float16")
                .And.Message.Contains("'x'")
        );
    }

    [Test]
    public void Options_NoModelOrTwo_AreRefused()
    {
        using var stream = new MemoryStream();
        var both = new ApplyOnnxModelBatchedOptions { ModelFile = file, ModelBytes = stream };

        Assert.That(
            () => ml.Transforms.ApplyOnnxModelBatched(both),
            Throws.ArgumentException.With.Message.Contains(file).And.Message.Contains("Set one of them")
        );
        Assert.That(
            () => ml.Transforms.ApplyOnnxModelBatched(new ApplyOnnxModelBatchedOptions()),
            Throws.ArgumentNullException.With.Property("ParamName").EqualTo("modelFile")
        );
    }

    [Test]
    public void ApplyOnnxModelBatched_OptionsOutOfRange_AreNamed()
    {
        Assert.That(
            () =>
                ml.Transforms.ApplyOnnxModelBatched(
                    new ApplyOnnxModelBatchedOptions { ModelFile = file, BatchSize = 0 }
                ),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("BatchSize")
        );
        Assert.That(
            () =>
                ml.Transforms.ApplyOnnxModelBatched(
                    new ApplyOnnxModelBatchedOptions { ModelFile = file, IntraOpThreadCount = 0 }
                ),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("IntraOpThreadCount is 0")
        );
        Assert.That(
            () =>
                ml.Transforms.ApplyOnnxModelBatched(
                    new ApplyOnnxModelBatchedOptions { ModelFile = file, InterOpThreadCount = 0 }
                ),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("InterOpThreadCount is 0")
        );
        Assert.That(
            () => ml.Transforms.ApplyOnnxModelBatched(Options() with { RecursionLimit = 2 }),
            Throws.InvalidOperationException.With.Message.Contains("RecursionLimit")
        );
    }

    [Test]
    public void Transform_AfterDispose_NamesTheModel()
    {
        var transformer = ml.Transforms.ApplyOnnxModelBatched(file).Fit(Four());
        var view = transformer.Transform(Four());
        transformer.Dispose();

        Assert.That(
            () => ColumnValues.Read(view, "y"),
            Throws
                .TypeOf<ObjectDisposedException>()
                .With.Message.Contains("ApplyOnnxModelBatched")
                .And.Message.Contains(file)
        );
    }

    [Test]
    public void ApplyOnnxModelBatched_AnyBytes_GivesAnEstimatorOrADocumentedError()
    {
        var original = Sum().ToBytes();
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var damaged =
                seed % 2 == 0 ? ByteMutation.Mutate(original, random) : ProtobufMutation.Mutate(original, random);
            try
            {
                ml.Transforms.ApplyOnnxModelBatched(
                    new ApplyOnnxModelBatchedOptions { ModelBytes = new MemoryStream(damaged) }
                );
            }
            catch (Exception e)
            {
                var isDocumented = e is InvalidOperationException or NotSupportedException or ArgumentException;
                Assert.That(isDocumented, Is.True, $"seed {seed}: {e}");
            }
        }
    }

    private ApplyOnnxModelBatchedOptions Options(string output = "y", string input = "x") =>
        new()
        {
            ModelFile = file,
            OutputColumns = [output],
            InputColumns = [input],
        };

    private static SmallGraph Sum() =>
        new SmallGraph()
            .Input("x", Element.Float, null, 4)
            .Output("y", Element.Float, null, 1)
            .Integers("one", [1], 1)
            .Node("ReduceSum", ["x", "one"], ["y"]);

    private IDataView Four() => VectorRow<float>.View(ml, [1, 2, 3, 4], [5, 6, 7, 8]);

    private void Refuses<TException>(IDataView data, bool isSeenInShape, params string[] facts)
        where TException : Exception
    {
        var estimator = ml.Transforms.ApplyOnnxModelBatched(file);
        using var transformer = estimator.Fit(Four());
        var methods = new Dictionary<string, Action>
        {
            ["Fit"] = () => estimator.Fit(data),
            ["Transform"] = () => transformer.Transform(data),
            ["GetOutputSchema"] = () => transformer.GetOutputSchema(data.Schema),
            ["GetRowToRowMapper"] = () => transformer.GetRowToRowMapper(data.Schema),
        };
        if (isSeenInShape)
        {
            methods["shape"] = () => estimator.GetOutputSchema(Shapes.Create(data.Schema));
        }

        foreach ((var name, var method) in methods)
        {
            var error = Assert.Throws<TException>(() => method(), name);
            foreach (var fact in name == "shape" ? facts[..1] : facts)
            {
                Assert.That(error!.Message, Does.Contain(fact), name);
            }
        }
    }

    private sealed class Other
    {
        public float Age { get; set; }
    }

    private sealed class Scalar
    {
        [ColumnName("x")]
        public float X { get; set; }
    }
}
