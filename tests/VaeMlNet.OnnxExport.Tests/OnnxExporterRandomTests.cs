namespace VaeMlNet.OnnxExport.Tests;

public class OnnxExporterRandomTests
{
    private const int FirstSeed = 20261120;
    private const int ModelCount = 30;
    private const int LayerCount = 80;

    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Export_RandomSequentials_MatchTorchSharpFoldedOrNot()
    {
        for (var seed = FirstSeed; seed < FirstSeed + ModelCount; seed++)
        {
            var (model, inputShape) = RandomModel.Make(seed);
            using var owned = model;
            var layers = string.Join(", ", model.named_children().Select(child => child.name));
            var options = new OnnxExportOptions { FoldBatchNorm = seed % 2 == 0 };
            OnnxExporter.Export(model, inputShape, folder[$"{seed}.onnx"], options);

            using var exported = new OnnxModel(folder[$"{seed}.onnx"]);
            var report = OnnxParity.Compare(new DefinedModule(model), inputShape, exported.Run, seed);
            Assert.That(
                report.Agrees,
                Is.True,
                $"Seed {seed}: {layers} on [{string.Join(", ", inputShape)}]\n{report}"
            );
        }

        PythonOnnx.RequireInstalled();
        PythonOnnx.Check(folder.Entries.Select(entry => folder[entry]));
    }

    [Test]
    public void Export_LayersOfRandomSettings_MatchTorchSharp()
    {
        for (var seed = FirstSeed; seed < FirstSeed + LayerCount; seed++)
        {
            var (layer, inputShape, settings) = RandomLayer.Make(seed);
            using var owned = layer;
            OnnxExporter.Export(layer, inputShape, folder["model.onnx"]);

            using var exported = new OnnxModel(folder["model.onnx"]);
            var report = OnnxParity.Compare(new DefinedModule(layer), inputShape, exported.Run, seed);
            Assert.That(report.Agrees, Is.True, $"Seed {seed}: {settings}\n{report}");
        }
    }
}
