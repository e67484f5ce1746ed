using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

public class OnnxExporterParityTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    [Proves(36)]
    public void Export_LayerAlone_MatchesTorchSharp([ValueSource(typeof(Layers), nameof(Layers.Names))] string layer)
    {
        var (module, inputShape) = Layers.Make(layer);
        using (module)
        {
            AssertExportAgrees(module, inputShape);
        }
    }

    [Test]
    public void Export_LayerInASequential_MatchesTorchSharp(
        [ValueSource(typeof(Layers), nameof(Layers.Names))] string layer
    )
    {
        var (module, inputShape) = Layers.Make(layer);
        using var sequential = nn.Sequential(("before", nn.LeakyReLU(0.6)), ("layer", module), ("after", nn.Tanh()));
        AssertExportAgrees(sequential, inputShape);
    }

    [Test]
    public void Layers_OfTheDefaultTable_AreAllCompared() =>
        // An Embedding takes integers: OnnxExporterInputsTests compares it.
        Assert.That(
            Layers.Types.Append(typeof(TorchSharp.Modules.Embedding)),
            Is.SupersetOf(OnnxConverters.Default.ModuleTypes)
        );

    [Test]
    public void Export_Float64Weights_AreRoundedToFloat32()
    {
        manual_seed(2);
        using var module = nn.Sequential(nn.Linear(6, 5), nn.Tanh(), nn.Linear(5, 2));
        module.to(ScalarType.Float64);
        OnnxExporter.Export(module, [6], folder["model.onnx"]);
        module.to(ScalarType.Float32);

        using var exported = new OnnxModel(folder["model.onnx"]);
        Parity.AssertAgree(module, exported, 7, 6);
    }

    [Test]
    [Category("CUDA")]
    public void Export_WeightsOnCuda_AreCopiedToTheFile()
    {
        if (!cuda.is_available())
        {
            Assert.Ignore("TorchSharp sees no CUDA device, so weights on CUDA were not exported.");
        }

        manual_seed(3);
        using var module = nn.Sequential(nn.Linear(6, 5), nn.ReLU());
        module.to(CUDA);
        OnnxExporter.Export(module, [6], folder["model.onnx"]);
        module.to(CPU);

        using var exported = new OnnxModel(folder["model.onnx"]);
        Parity.AssertAgree(module, exported, 7, 6);
    }

    [TestCase(OnnxWeightFormat.Float16, 1e-2, Category = "Long")]
    [TestCase(OnnxWeightFormat.Int8, 0.1)]
    public void Export_AnyLayerInFewerBits_StaysNearAndPassesPythonsChecker(
        OnnxWeightFormat format,
        double largestRelativeError
    )
    {
        foreach (var name in Layers.Names)
        {
            var (module, inputShape) = Layers.Make(name);
            using var owned = module;
            var options = new OnnxExportOptions { WeightFormat = format };
            OnnxExporter.Export(module, inputShape, folder[$"{name}.onnx"], options);
            using var exported = new OnnxModel(folder[$"{name}.onnx"]);
            var report = OnnxParity.Compare(new DefinedModule(module), inputShape, exported.Run);
            Assert.That(report.Outputs[0].RelativeError, Is.LessThan(largestRelativeError), $"{name}\n{report}");
        }

        PythonOnnx.RequireInstalled();
        PythonOnnx.Check(folder.Entries.Select(entry => folder[entry]));
    }

    private void AssertExportAgrees(nn.Module<Tensor, Tensor> module, long[] inputShape)
    {
        OnnxExporter.Export(module, inputShape, folder["model.onnx"]);
        using var exported = new OnnxModel(folder["model.onnx"]);
        foreach (var rows in (long[])[1, 7, 64])
        {
            Parity.AssertAgree(module, exported, [rows, .. inputShape]);
        }
    }
}
