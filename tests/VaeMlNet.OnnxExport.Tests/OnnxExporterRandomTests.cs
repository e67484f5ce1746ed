namespace VaeMlNet.OnnxExport.Tests;

public class OnnxExporterRandomTests
{
    private const int FirstSeed = 20261120;

    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase(0, 30)]
    [TestCase(30, 60, Category = "Long")]
    public void Export_RandomSequentials_MatchTorchSharpFoldedOrNot(int first, int end)
    {
        for (var seed = FirstSeed + first; seed < FirstSeed + end; seed++)
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

    [TestCase(0, 80)]
    [TestCase(80, 150, Category = "Long")]
    public void Export_LayersOfRandomSettings_MatchTorchSharp(int first, int end)
    {
        for (var seed = FirstSeed + first; seed < FirstSeed + end; seed++)
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
