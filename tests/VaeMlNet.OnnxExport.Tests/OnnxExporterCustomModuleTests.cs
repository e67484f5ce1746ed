using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

public class OnnxExporterCustomModuleTests
{
    private static readonly OnnxConverters WithGate = OnnxConverters.Default.With<Gate>(
        (graph, gate, input, _) =>
        {
            var gated = graph.AddNode("Mul", [input, graph.AddNode("Sigmoid", [input])]);
            return graph.AddNode("Mul", [gated, graph.AddScalar((float)gate.Gain)]);
        }
    );

    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Export_RegisteredConverter_MatchesTorchSharp([Values(1, 7, 64)] int rows)
    {
        manual_seed(1);
        using var module = nn.Sequential(nn.Linear(4, 6), new Gate(1.7), nn.Linear(6, 2), new Gate(0.3));
        OnnxExporter.Export(module, [4], folder["model.onnx"], new OnnxExportOptions { Converters = WithGate });

        using var exported = new OnnxModel(folder["model.onnx"]);
        Parity.AssertAgree(module, exported, rows, 4);
    }

    [Test]
    public void Export_ExportableModule_MatchesTorchSharp([Values(1, 7, 64)] int rows)
    {
        manual_seed(2);
        using var module = nn.Sequential(nn.Linear(4, 6), new ResidualBlock(6), new ResidualBlock(6));
        OnnxExporter.Export(module, [4], folder["model.onnx"]);

        using var exported = new OnnxModel(folder["model.onnx"]);
        Parity.AssertAgree(module, exported, rows, 4);
    }

    [Test]
    public void Export_ExportableModuleAsRoot_NamesParametersAsItsStateDictionary()
    {
        manual_seed(3);
        using var module = new ResidualBlock(3);
        OnnxExporter.Export(module, [3], folder["model.onnx"]);

        var text = File.ReadAllText(folder["model.onnx"], System.Text.Encoding.Latin1);

        Assert.That(
            module.state_dict().Keys,
            Is.EquivalentTo(["body.fc1.weight", "body.fc1.bias", "body.fc2.weight", "body.fc2.bias", "shift"])
        );

        foreach (var key in module.state_dict().Keys)
        {
            Assert.That(text, Does.Contain(key));
        }

        Assert.That(text, Does.Not.Contain(".body").And.Not.Contain(".shift"));
    }

    [Test]
    public void With_TypeOfTheDefaultTable_ReplacesItInTheNewTableOnly()
    {
        using var module = nn.ReLU();
        var abs = OnnxConverters.Default.With<TorchSharp.Modules.ReLU>((graph, _, x, _) => graph.AddNode("Abs", [x]));
        OnnxExporter.Export(module, [1], folder["abs.onnx"], new OnnxExportOptions { Converters = abs });
        OnnxExporter.Export(module, [1], folder["relu.onnx"]);

        using var changed = new OnnxModel(folder["abs.onnx"]);
        using var original = new OnnxModel(folder["relu.onnx"]);

        Assert.That(changed.Run("output", ("input", [-3], [1, 1])).Data, Is.EqualTo([3f]));
        Assert.That(original.Run("output", ("input", [-3], [1, 1])).Data, Is.EqualTo([0f]));
    }

    [Test]
    public void With_ConverterForAnExportableModule_ComesBeforeTheModulesOwn()
    {
        using var module = new ResidualBlock(2);
        var converters = OnnxConverters.Default.With<ResidualBlock>((graph, _, x, _) => graph.AddNode("Neg", [x]));
        OnnxExporter.Export(module, [2], folder["model.onnx"], new OnnxExportOptions { Converters = converters });

        using var exported = new OnnxModel(folder["model.onnx"]);

        Assert.That(exported.Run("output", ("input", [1, 2], [1, 2])).Data, Is.EqualTo([-1f, -2f]));
    }

    [Test]
    public void ModuleTypes_OfATable_ListsItsConverters() =>
        Assert.That(WithGate.ModuleTypes.Except(OnnxConverters.Default.ModuleTypes), Is.EqualTo([typeof(Gate)]));
}
