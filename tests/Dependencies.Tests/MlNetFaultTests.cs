using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms.Onnx;
using VaeMlNet.OnnxExport;

namespace Dependencies.Tests;

/// <summary>
/// Faults and gaps of ML.NET 5.0.1 that VaeMlNet works around. If a test fails after an upgrade, its fault is gone: remove the workaround that
/// the message names, and the test.
/// </summary>
public sealed class MlNetFaultTests
{
    private const string Internals = "src/VaeMlNet/Columns/MlNetInternals.cs";
    private const string StockChain = "src/VaeMlNet/Saving/StockChain.cs";
    private const int Width = 4;

    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    /// <summary>The array of a row can be shorter than its column declares. The column then has vectors of another size than its type.</summary>
    [Test]
    public void LoadFromEnumerable_ArrayOfAnotherLength_IsAccepted()
    {
        var data = ml.Data.LoadFromEnumerable([new Row { Values = new float[Width - 1] }]);

        Assert.That(((VectorDataViewType)data.Schema["Values"].Type).Size, Is.EqualTo(Width));
        Assert.That(
            data.GetColumn<float[]>("Values").Single(),
            Has.Length.EqualTo(Width - 1),
            Fault.Of(Fault.MlNet, "src/VaeMlNet.Training/Tables/ColumnChecks.cs")
        );
    }

    /// <summary>By default, an empty number of a text file is 0 instead of missing.</summary>
    [Test]
    public void LoadFromTextFile_EmptyNumber_IsZero()
    {
        var file = folder.Write("rows.csv", "1,\n");
        TextLoader.Column[] columns = [new("First", DataKind.Single, 0), new("Second", DataKind.Single, 1)];

        var data = ml.Data.LoadFromTextFile(file, columns, separatorChar: ',');

        Assert.That(
            data.GetColumn<float>("Second"),
            Is.EqualTo(new[] { 0f }),
            Fault.Of(Fault.MlNet, "docs/guide/09-troubleshooting.md")
        );
    }

    /// <summary>ShuffleRows does not dispose the cursor of its source.</summary>
    [Test]
    public void ShuffleRows_ReadToTheEnd_LeavesTheCursorOfItsSourceOpen()
    {
        NumberView source = new(rowCount: 100);

        var count = ml.Data.ShuffleRows(source, seed: 1).GetColumn<float>(NumberView.Column).Count();

        Assert.That(count, Is.EqualTo(100));
        Assert.That(
            source.OpenCursors,
            Is.EqualTo(1),
            Fault.Of(
                Fault.MlNet,
                "src/VaeMlNet/Batching/BatchedOnnxCursor.cs",
                "src/VaeMlNet/Sampling/SampleCursor.cs",
                "src/VaeMlNet/RowViews/InterpolatedView.cs"
            )
        );
    }

    /// <summary>An exception of a row arrives in another one, whose message does not say what happened.</summary>
    [Test]
    public void GetColumn_RowThatThrows_WrapsTheException()
    {
        NumberView source = new(rowCount: 100, rowThatThrows: 50);
        var view = ml.Transforms.Concatenate("Vector", NumberView.Column).Fit(source).Transform(source);

        var error = Assert.Catch(() => _ = view.GetColumn<float[]>("Vector").Count());

        Assert.That(error!.GetBaseException(), Is.TypeOf<NotSupportedException>());
        Assert.That(
            error.Message,
            Does.StartWith("Splitter/"),
            Fault.Of(Fault.MlNet, "src/VaeMlNet.Tooling/CommandLine/FailureReport.cs")
        );
    }

    /// <summary>SaveAsBinary reads its first rows twice, the first time to estimate their size.</summary>
    [Test]
    public void SaveAsBinary_AnyView_ReadsItsFirstRowsTwice()
    {
        NumberView source = new(rowCount: 100);

        ml.Data.SaveAsBinary(source, new MemoryStream());

        Assert.That(
            source.RowsRead,
            Is.EqualTo(200),
            Fault.Of(Fault.MlNet, "src/VaeMlNet.Data/RowFiles/UnchangedFile.cs")
        );
    }

    /// <summary>An exception of the stream arrives in another one.</summary>
    [Test]
    public void SaveAsBinary_StreamThatFails_WrapsTheException()
    {
        using FullDisk disk = new();

        Assert.That(
            () => ml.Data.SaveAsBinary(new NumberView(rowCount: 100), disk),
            Throws.InvalidOperationException.With.InnerException.TypeOf<IOException>(),
            Fault.Of(Fault.MlNet, "src/VaeMlNet.Data/RowFiles/IdvFile.cs")
        );
    }

    /// <summary>MapValue converts a vector of numbers to a vector of UInt32, although the values of its lookup map are keys.</summary>
    [Test]
    public void MapValue_VectorOfNumbers_GivesNoKeys()
    {
        var data = ml.Data.LoadFromEnumerable([new Row { Values = [1, 1, 2, 2] }]);
        var codes = ml.Data.LoadFromEnumerable([new Code { Number = 1 }, new Code { Number = 2 }]);
        var lookup = ml.Transforms.Conversion.MapValueToKey("Key", "Number").Fit(codes).Transform(codes);
        var mapping = ml.Transforms.Conversion.MapValue(
            "Keys",
            lookup,
            lookup.Schema["Number"],
            lookup.Schema["Key"],
            "Values"
        );

        var type = (VectorDataViewType)mapping.Fit(data).Transform(data).Schema["Keys"].Type;

        Assert.That(type.ItemType, Is.EqualTo(NumberDataViewType.UInt32), Fault.Of(Fault.MlNet, StockChain));
    }

    /// <summary>Principal components are NaN if the rows vary in fewer directions.</summary>
    [Test]
    public void ProjectToPrincipalComponents_ConstantSlots_GivesNaN()
    {
        var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 50).Select(i => new Row { Values = [i, 0, 0, 0] }));

        var projected = ml
            .Transforms.ProjectToPrincipalComponents("Components", "Values", rank: 2, seed: 1)
            .Fit(data)
            .Transform(data);

        Assert.That(
            projected.GetColumn<float[]>("Components").SelectMany(row => row),
            Has.Some.NaN,
            Fault.Of(Fault.MlNet, "src/VaeMlNet.Report/Measures/LatentMap.cs")
        );
    }

    /// <summary>
    /// RandomizedPca gives NaN to some of the rows that its components explain completely. Rounding can make the explained part of the distance
    /// larger than the distance.
    /// </summary>
    [Test]
    public void RandomizedPca_RowsThatAreExplainedCompletely_ScoreNaN()
    {
        Random random = new(1);
        float Near50() => 50 + random.NextSingle();
        var rows = Enumerable.Range(0, 300).Select(_ => new Row { Values = [Near50(), Near50(), Near50(), Near50()] });
        var data = ml.Data.LoadFromEnumerable(rows.ToArray());

        var scored = ml
            .AnomalyDetection.Trainers.RandomizedPca("Values", rank: Width, seed: 1)
            .Fit(data)
            .Transform(data);

        Assert.That(
            scored.GetColumn<float>("Score"),
            Has.Some.NaN,
            Fault.Of(Fault.MlNet, "benchmarks/VaeMlNet.Benchmarks/Anomalies/PcaScores.cs")
        );
    }

    /// <summary>Fit accepts vectors of a multiple of the width, and of variable size. Reading them fails.</summary>
    [Test]
    public void ApplyOnnxModel_VectorsOfOtherSizes_AreAcceptedByFit()
    {
        IDataView[] inputs =
        [
            ml.Data.LoadFromEnumerable([new WideRow { Values = new float[2 * Width] }]),
            ml.Data.LoadFromEnumerable([new VariableRow { Values = new float[Width - 1] }]),
        ];
        var message = Fault.Of(Fault.OnnxTransformer, "src/VaeMlNet/OnnxModels/ModelInput.cs");
        foreach (var data in inputs)
        {
            OnnxTransformer? model = null;

            Assert.That(() => model = ml.Transforms.ApplyOnnxModel(WriteModel()).Fit(data), Throws.Nothing, message);
            Assert.That(
                () => model!.Transform(data).GetColumn<float[]>("Twice").ToArray(),
                Throws.InvalidOperationException,
                message
            );

            model!.Dispose();
        }
    }

    /// <summary>The vector of a row has an additional first dimension, of 1 row.</summary>
    [Test]
    public void ApplyOnnxModel_OutputWithABatchAxis_KeepsTheAxis() =>
        Assert.That(
            TypeOfOutput("Twice"),
            Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 1, Width)),
            Fault.Of(Fault.OnnxTransformer, "src/VaeMlNet/Onnx/OnnxGraphEditor.cs")
        );

    /// <summary>One number per row is a vector, so that it cannot be a score.</summary>
    [Test]
    public void ApplyOnnxModel_OutputOfOneNumberPerRow_IsAVector() =>
        Assert.That(
            TypeOfOutput("Sum"),
            Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 1)),
            Fault.Of(Fault.OnnxTransformer, "src/VaeMlNet/Saving/StockColumns.cs", Internals)
        );

    /// <summary>Columns must have the names of the graph's inputs and outputs.</summary>
    [Test]
    public void ApplyOnnxModel_ColumnsOfOtherNames_AreRefused()
    {
        var data = ml.Data.LoadFromEnumerable([new Row()]);
        var message = Fault.Of(Fault.OnnxTransformer, StockChain);

        Assert.That(
            () => ml.Transforms.ApplyOnnxModel("Twice", "Other", WriteModel()).Fit(data),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Other"),
            message
        );
        Assert.That(
            () => ml.Transforms.ApplyOnnxModel("Other", "Values", WriteModel()),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Other"),
            message
        );
    }

    /// <summary>A model from a stream leaves a temporary file behind when it is disposed.</summary>
    [Test]
    public void ApplyOnnxModel_ModelInAStream_LeavesATemporaryFile()
    {
        var data = ml.Data.LoadFromEnumerable([new Row()]);
        MLContext context = new(seed: 1) { TempFilePath = folder.Path };

        context.Transforms.ApplyOnnxModel(new MemoryStream(Model())).Fit(data).Dispose();

        Assert.That(folder.Entries, Is.Not.Empty, Fault.Of(Fault.OnnxTransformer, StockChain));
    }

    /// <summary>
    /// The temporary file of a model has a random extension. In one of 32,768 cases it is .ort, and ONNX Runtime refuses the model.
    /// </summary>
    [Test]
    public void ApplyOnnxModel_ModelInAStream_HasATemporaryFileOfARandomExtension()
    {
        var data = ml.Data.LoadFromEnumerable([new Row()]);
        MLContext context = new(seed: 1) { TempFilePath = folder.Path };

        for (var i = 0; i < 3; i++)
        {
            context.Transforms.ApplyOnnxModel(new MemoryStream(Model())).Fit(data).Dispose();
        }

        Assert.That(
            folder.Entries.Select(Path.GetExtension).ToArray(),
            Has.Length.EqualTo(3).And.Unique.And.None.EqualTo(".onnx"),
            Fault.Of(Fault.OnnxTransformer, "docs/guide/09-troubleshooting.md")
        );
    }

    /// <summary>A loaded OnnxTransformer does not give its graph.</summary>
    [Test]
    public void OnnxTransformer_PublicMembers_DoNotGiveTheGraph() =>
        Assert.That(
            typeof(OnnxTransformer).GetProperties(),
            Is.Empty,
            Fault.Of(Fault.OnnxTransformer, "src/VaeMlNet/OnnxModels/BatchingRestorer.cs")
        );

    /// <summary>A chain does not give the scopes of its transformers.</summary>
    [Test]
    public void TransformerChain_PublicMembers_DoNotGiveTheScopes() =>
        Assert.That(
            typeof(TransformerChain<ITransformer>).GetProperties(),
            Is.Empty,
            Fault.Of(Fault.MlNet, "src/VaeMlNet/OnnxModels/BatchingRestorer.cs")
        );

    /// <summary>Transformers of other assemblies cannot write themselves into a model file.</summary>
    [Test]
    public void ModelSaveContext_PublicMembers_DoNotWrite() =>
        Assert.That(
            typeof(ModelSaveContext)
                .GetMembers(
                    BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly
                )
                .Select(member => member.Name),
            Is.EqualTo(new[] { nameof(ModelSaveContext.Dispose) }),
            Fault.Of(Fault.MlNet, StockChain)
        );

    /// <summary>Constructors that estimators, and detectors with given weights, need are not public.</summary>
    [TestCase(typeof(SchemaShape.Column))]
    [TestCase(typeof(LinearRegressionModelParameters))]
    [TestCase(typeof(AnomalyPredictionTransformer<LinearRegressionModelParameters>))]
    public void Constructors_ThatAreNeeded_AreNotPublic(Type type) =>
        Assert.That(type.GetConstructors(), Is.Empty, Fault.Of(Fault.MlNet, Internals));

    /// <summary>Extension methods of a catalog cannot reach the environment, and so not its log.</summary>
    [TestCase(typeof(TransformsCatalog))]
    [TestCase(typeof(TrainCatalogBase.CatalogInstantiatorBase))]
    [TestCase(typeof(ModelOperationsCatalog))]
    public void Environment_OfACatalog_IsNotPublic(Type catalog)
    {
        var visible = catalog.GetInterfaces().Where(type => type.IsPublic).Append(catalog);

        Assert.That(
            visible.SelectMany(type => type.GetProperties()).Select(property => property.PropertyType),
            Has.None.AssignableTo<IHostEnvironment>(),
            Fault.Of(Fault.MlNet, Internals)
        );
    }

    private DataViewType TypeOfOutput(string name)
    {
        var data = ml.Data.LoadFromEnumerable([new Row()]);
        using var model = ml.Transforms.ApplyOnnxModel(WriteModel()).Fit(data);
        return model.GetOutputSchema(data.Schema)[name].Type;
    }

    private string WriteModel() => folder.Write("model.onnx", Model());

    /// <summary>Creates a graph that computes Twice [N, 4] and Sum [N] from Values [N, 4].</summary>
    private static byte[] Model()
    {
        OnnxGraphBuilder graph = new("Test");
        var values = graph.AddInput("Values", OnnxElementType.Float32, "N", Width);
        var sum = graph.AddNode("ReduceSum", [values, graph.AddIndices(1)], OnnxAttribute.Integer("keepdims", 0));
        graph.AddOutput("Twice", graph.AddNode("Add", [values, values]), "N", Width);
        graph.AddOutput("Sum", sum, "N");
        return graph.ToBytes();
    }

    private sealed class Row
    {
        [VectorType(Width)]
        public float[] Values { get; set; } = new float[Width];
    }

    private sealed class WideRow
    {
        [VectorType(2 * Width)]
        public float[] Values { get; set; } = [];
    }

    private sealed class VariableRow
    {
        public float[] Values { get; set; } = [];
    }

    private sealed class Code
    {
        public float Number { get; set; }
    }

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw Full();

        public override void Write(ReadOnlySpan<byte> buffer) => throw Full();

        public override void WriteByte(byte value) => throw Full();

        private static IOException Full() => new("No space is left.");
    }
}
