using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

/// <summary>Models of several inputs or outputs, and of integers.</summary>
public class OnnxExporterInputsTests
{
    private static readonly OnnxInput Tokens = new("tokens", OnnxElementType.Int64, "N", 6);

    private static readonly OnnxInput[] CategoryAndNumbers =
    [
        new("category", OnnxElementType.Int64, "N"),
        new("numbers", OnnxElementType.Float32, "N", 4),
    ];

    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        folder = new TemporaryFolder();
        manual_seed(1);
    }

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Export_Embedding_MatchesTorchSharp([Values(1, 7, 64)] int rows)
    {
        using var scope = NewDisposeScope();
        using var module = nn.Sequential(nn.Embedding(20, 5), nn.Flatten(), nn.Linear(30, 3), nn.Tanh());
        OnnxExporter.Export(module, [Tokens], folder["model.onnx"]);

        using var exported = new OnnxModel(folder["model.onnx"]);
        var report = OnnxParity.Compare(
            inputs => [module.forward(inputs[0])],
            exported.Run,
            [
                [randint(0, 20, [rows, 6], ScalarType.Int64)],
            ]
        );

        Assert.That(report.Agrees, Is.True, report.ToString());
        Assert.That(exported.Inputs["tokens"].ElementType, Is.EqualTo(typeof(long)));
    }

    [Test]
    public void Export_EmbeddingAlone_PassesPythonsChecker()
    {
        PythonOnnx.RequireInstalled();
        using var module = nn.Embedding(20, 5);
        OnnxExporter.Export(module, [Tokens], folder["model.onnx"]);
        PythonOnnx.Check([folder["model.onnx"]]);
    }

    [Test]
    public void Export_EmbeddingOfFloats_AsksForIntegers()
    {
        using var module = nn.Sequential(("tokens", nn.Embedding(20, 5)));
        var error = Assert.Throws<OnnxExportException>(() => OnnxExporter.Export(module, [6], folder["model.onnx"]));

        Assert.That(error.Message, Does.Contain("'tokens (Embedding)'").And.Contain("Int64"));
    }

    [Test]
    public void Export_ModuleOfTwoInputsAndOutputs_MatchesTorchSharp([Values(1, 7, 64)] int rows)
    {
        using var scope = NewDisposeScope();
        using var module = new TwoTowers();
        var options = new OnnxExportOptions { OutputNames = ["score", "joined"] };
        OnnxExporter.Export(module, CategoryAndNumbers, folder["model.onnx"], options);

        using var exported = new OnnxModel(folder["model.onnx"]);
        var report = OnnxParity.Compare(
            inputs =>
            {
                var (score, joined) = module.forward(inputs[0], inputs[1]);
                return [score, joined];
            },
            exported.Run,
            [
                [randint(0, 11, [rows], ScalarType.Int64), randn(rows, 4)],
            ]
        );

        Assert.That(report.Agrees, Is.True, report.ToString());
        Assert.That(report.Outputs, Has.Count.EqualTo(2));
        Assert.That(exported.Inputs.Keys, Is.EqualTo(["category", "numbers"]));
        Assert.That(exported.Outputs.Keys, Is.EqualTo(["score", "joined"]));
    }

    [Test]
    public void Export_TwoOutputsAndOneName_SaysHowManyToName()
    {
        using var module = new TwoTowers();
        var error = Assert.Throws<OnnxExportException>(() =>
            OnnxExporter.Export(module, CategoryAndNumbers, folder["model.onnx"])
        );

        Assert.That(error.Message, Does.Contain("'TwoTowers' has 2 outputs").And.Contain("OutputNames"));
    }

    [Test]
    public void Export_TwoInputsIntoALayerOfOne_NamesTheLayer()
    {
        using var module = nn.Linear(4, 2);
        var error = Assert.Throws<OnnxExportException>(() =>
            OnnxExporter.Export(module, CategoryAndNumbers, folder["model.onnx"])
        );

        Assert.That(error.Message, Does.Contain("'Linear'").And.Contain("2 inputs"));
    }

    [Test]
    public void Export_NoInputs_IsRefused()
    {
        using var module = nn.ReLU();

        Assert.Throws<ArgumentException>(() =>
            OnnxExporter.Export(module, Array.Empty<OnnxInput>(), folder["model.onnx"])
        );
    }

    [Test]
    public void WithSeveralInputs_RegisteredConverter_IsUsed()
    {
        using var module = new TwoTowers();
        var converters = OnnxConverters.Default.WithSeveralInputs<TwoTowers>(
            (graph, _, inputs, _) => [inputs[1], graph.AddNode("Neg", [inputs[1]])]
        );
        var options = new OnnxExportOptions { Converters = converters, OutputNames = ["same", "negative"] };
        OnnxExporter.Export(module, CategoryAndNumbers, folder["model.onnx"], options);

        using var scope = NewDisposeScope();
        using var exported = new OnnxModel(folder["model.onnx"]);
        var outputs = exported.Run(zeros(1, ScalarType.Int64), ones(1, 4));

        Assert.That(outputs[1].Equals(-outputs[0]), Is.True);
    }
}
