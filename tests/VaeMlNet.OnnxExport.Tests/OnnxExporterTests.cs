using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

public class OnnxExporterTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Export_SameModuleTwice_GivesTheSameBytes()
    {
        using var module = Encoder();
        Export(module, 4, "a.onnx");
        Export(module, 4, "b.onnx");

        Assert.That(File.ReadAllBytes(folder["a.onnx"]), Is.EqualTo(File.ReadAllBytes(folder["b.onnx"])));
    }

    [Test]
    public void Export_Options_NameTheModelsParts()
    {
        using var module = Encoder();
        var options = new OnnxExportOptions
        {
            InputName = "features",
            OutputNames = ["latent"],
            BatchAxisName = "rows",
            Description = "a tiny encoder",
            Metadata = new Dictionary<string, string> { ["version"] = "7" },
        };
        OnnxExporter.Export(module, [4], folder["model.onnx"], options);

        using var model = new OnnxModel(folder["model.onnx"]);

        Assert.That(model.Inputs.Keys, Is.EqualTo(["features"]));
        Assert.That(model.Inputs["features"].SymbolicDimensions, Is.EqualTo(["rows", ""]));
        Assert.That(model.Outputs["latent"].Dimensions, Is.EqualTo([-1, 2]));
        Assert.That(model.Outputs["latent"].SymbolicDimensions, Is.EqualTo(["rows", ""]));
        Assert.That(model.Metadata.Description, Is.EqualTo("a tiny encoder"));
        Assert.That(model.Metadata.CustomMetadataMap["version"], Is.EqualTo("7"));
    }

    [Test]
    public void Export_ModuleInTrainingMode_ExportsInferenceAndStaysInTrainingMode()
    {
        using var module = nn.Sequential(nn.Dropout(0.9), nn.ReLU());
        module.train();
        Export(module, 4, "model.onnx");

        using var model = new OnnxModel(folder["model.onnx"]);

        Assert.That(model.Run("output", ("input", [1, 2, 3, 4], [1, 4])).Data, Is.EqualTo([1f, 2, 3, 4]));
        Assert.That(module.training, Is.True);
    }

    [Test]
    public void Export_NestedModules_AreNamedByTheirPaths()
    {
        using var module = nn.Sequential(("encoder", nn.Sequential(("fc1", nn.Linear(4, 2)))));
        Export(module, 4, "model.onnx");

        var text = File.ReadAllText(folder["model.onnx"], System.Text.Encoding.Latin1);

        Assert.That(text, Does.Contain("encoder.fc1/Gemm").And.Contain("encoder.fc1 (Linear)"));
        Assert.That(text, Does.Contain("encoder.fc1.weight").And.Contain("encoder.fc1.bias"));
    }

    [Test]
    public void Export_EmptySequential_CopiesItsInput()
    {
        using var module = nn.Sequential();
        Export(module, 2, "model.onnx");

        using var model = new OnnxModel(folder["model.onnx"]);

        Assert.That(model.Run("output", ("input", [5, 6], [1, 2])).Data, Is.EqualTo([5f, 6]));
    }

    [Test]
    public void Export_ModuleWithoutAConverter_NamesItsPathTypeAndWhatToDo()
    {
        using var module = nn.Sequential(("encoder", nn.Sequential(nn.Linear(4, 4), nn.ReLU(), new Gate(1))));
        var error = Assert.Throws<OnnxExportException>(() => Export(module, 4, "model.onnx"));

        Assert.That(error.Message, Does.Contain("'encoder.2 (Gate)'").And.Contain(typeof(Gate).FullName));
        Assert.That(error.Message, Does.Contain("IOnnxExportable").And.Contain("OnnxConverters.Default.With<Gate>"));
        Assert.That(folder.Entries, Is.Empty);
    }

    [Test]
    public void Export_RootWithoutAConverter_NamesItsType()
    {
        using var module = new Gate(1);
        var error = Assert.Throws<OnnxExportException>(() => Export(module, 4, "model.onnx"));

        Assert.That(error.Message, Does.StartWith("Module 'Gate' cannot be exported"));
    }

    [Test]
    public void Export_SubclassOfSequential_IsNotTakenForOne()
    {
        using var module = nn.Sequential(("head", new DoublingSequential(nn.Linear(4, 2))));
        var error = Assert.Throws<OnnxExportException>(() => Export(module, 4, "model.onnx"));

        Assert.That(
            error.Message,
            Does.Contain("'head (DoublingSequential)'").And.Contain("derives from Sequential").And.Contain("forward")
        );
    }

    [Test]
    public void Export_LinearOfAnotherWidth_NamesTheLayerAndBothNumbers()
    {
        using var module = nn.Sequential(("fc1", nn.Linear(4, 6)), ("relu", nn.ReLU()), ("fc2", nn.Linear(5, 2)));
        var error = Assert.Throws<OnnxExportException>(() => Export(module, 4, "model.onnx"));

        Assert.That(error.Message, Does.Contain("'fc2 (Linear)' takes 5 features").And.Contain("has 6"));
    }

    [Test]
    public void Export_InputOfAnotherWidth_NamesTheLayerAndBothNumbers()
    {
        using var module = Encoder();
        var error = Assert.Throws<OnnxExportException>(() => Export(module, 3, "model.onnx"));

        Assert.That(error.Message, Does.Contain("takes 4 features").And.Contain("has 3"));
    }

    [Test]
    public void Export_WeightTooLargeForFloat32_NamesTheParameter()
    {
        using var module = nn.Sequential(nn.Linear(2, 1));
        module.to(ScalarType.Float64);
        using (no_grad())
        {
            module.parameters().First().fill_(1e300);
        }

        var error = Assert.Throws<OnnxExportException>(() => Export(module, 2, "model.onnx"));

        Assert.That(error.Message, Does.Contain("'0.weight'").And.Contain("1E+300").And.Contain("element 0"));
    }

    [Test]
    public void Export_ConverterThatReturnsNothing_NamesTheModule()
    {
        using var module = nn.Sequential(("odd", new Forgetful()));
        var error = Assert.Throws<OnnxExportException>(() => Export(module, 2, "model.onnx"));

        Assert.That(error.Message, Does.Contain("'odd (Forgetful)'").And.Contain("returned no value"));
    }

    [TestCase(3, -1, "axis 3")]
    [TestCase(2, 1, "axes 2 to 1")]
    public void Export_FlattenOfAxesThatAreNotThere_NamesThem(int startDim, int endDim, string expected)
    {
        using var module = nn.Sequential(("flat", nn.Flatten(startDim, endDim)));
        var error = Assert.Throws<OnnxExportException>(() => OnnxExporter.Export(module, [2, 3], folder["model.onnx"]));

        Assert.That(error.Message, Does.Contain("'flat (Flatten)'").And.Contain(expected));
    }

    [Test]
    public void Export_UnflattenOfAnotherSize_NamesBoth()
    {
        using var module = nn.Sequential(("image", nn.Unflatten(1, [3, 5])));
        var error = Assert.Throws<OnnxExportException>(() => Export(module, 12, "model.onnx"));

        Assert.That(
            error.Message,
            Does.Contain("'image (Unflatten)'").And.Contain("[3, 5]").And.Contain("12 elements")
        );
    }

    [Test]
    public void Export_BadArguments_AreRefused()
    {
        using var module = Encoder();

        Assert.Throws<ArgumentNullException>(() => OnnxExporter.Export(null!, [4], folder["model.onnx"]));
        Assert.Throws<ArgumentNullException>(() => OnnxExporter.Export(module, (long[])null!, folder["model.onnx"]));
        Assert.Throws<ArgumentException>(() => OnnxExporter.Export(module, [4], ""));
        Assert.Throws<ArgumentOutOfRangeException>(() => OnnxExporter.Export(module, [0], folder["model.onnx"]));
    }

    [Test]
    public void Export_MissingFolder_SaysWhichToCreate()
    {
        using var module = Encoder();
        var error = Assert.Throws<OnnxExportException>(() => Export(module, 4, "missing/model.onnx"));

        Assert.That(error.Message, Does.Contain($"'{folder["missing"]}' does not exist"));
    }

    [Test]
    public void AddModule_SamePathTwice_IsRefused()
    {
        using var module = nn.Linear(2, 2);
        var graph = new OnnxGraphBuilder("twice");
        var x = graph.AddInput("x", OnnxElementType.Float32, "N", 2);
        graph.AddModule(module, x, "fc");
        var error = Assert.Throws<OnnxExportException>(() => graph.AddModule(module, x, "fc"));

        Assert.That(error.Message, Does.Contain("'fc.weight'"));
    }

    [Test]
    public void AddModule_IntegerInput_AsksForFloat32()
    {
        using var module = nn.Linear(2, 2);
        var graph = new OnnxGraphBuilder("types");
        var x = graph.AddInput("x", OnnxElementType.Int64, "N", 2);
        var error = Assert.Throws<OnnxExportException>(() => graph.AddModule(module, x, "fc"));

        Assert.That(error.Message, Does.Contain("'fc (Linear)'").And.Contain("Int64").And.Contain("Cast"));
    }

    [Test]
    public void AddModule_InputOfUnknownShape_IsExportedAndChecked()
    {
        manual_seed(4);
        using var module = nn.Linear(3, 2);
        var graph = new OnnxGraphBuilder("unknown");
        var x = graph.AddInput("input", OnnxElementType.Float32, "N", 3);
        var unknown = graph.AddNode("Concat", [x], OnnxAttribute.Integer("axis", 1));
        graph.AddOutput("output", graph.AddModule(module, unknown, "fc"), "N", 2);

        using var exported = new OnnxModel(graph.ToBytes());
        Parity.AssertAgree(module, exported, 7, 3);
    }

    [Test]
    public void AddParameter_IntegerTensor_IsRefused()
    {
        var graph = new OnnxGraphBuilder("types");
        using var tensor = zeros(3, ScalarType.Int64);
        var error = Assert.Throws<OnnxExportException>(() => graph.AddParameter("counts", tensor));

        Assert.That(error.Message, Does.Contain("'counts'").And.Contain("Int64").And.Contain("AddInitializer"));
    }

    private static TorchSharp.Modules.Sequential Encoder()
    {
        manual_seed(1);
        return nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 2));
    }

    private void Export(nn.Module module, long width, string file) =>
        OnnxExporter.Export(module, [width], folder[file]);
}
