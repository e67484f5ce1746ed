namespace VaeMlNet.OnnxExport.Tests;

public class OnnxOpsetTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase(OnnxOpset.Oldest)]
    [TestCase(15, Category = "Long")]
    [TestCase(OnnxOpset.Default, Category = "Long")]
    [TestCase(18, Category = "Long")]
    [TestCase(19, Category = "Long")]
    [TestCase(OnnxOpset.Newest, Category = "Long")]
    public void Export_AnyLayerInAnyOpset_MatchesTorchSharp(int opset)
    {
        foreach (var name in Layers.Names)
        {
            var (module, inputShape) = Layers.Make(name);
            using var owned = module;
            OnnxExporter.Export(module, inputShape, folder[$"{name}.onnx"], new OnnxExportOptions { Opset = opset });
            using var exported = new OnnxModel(folder[$"{name}.onnx"]);
            Parity.AssertAgree(module, exported, [7, .. inputShape]);
        }

        // Debian's checker knows opsets up to 17.
        if (opset > OnnxOpset.Default)
        {
            return;
        }

        PythonOnnx.RequireInstalled();
        PythonOnnx.Check(folder.Entries.Select(entry => folder[entry]), opset);
    }

    [TestCase(12)]
    [TestCase(22)]
    public void Opset_OutsideTheRange_IsRefused(int opset)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new OnnxExportOptions { Opset = opset });

        Assert.That(error.Message, Does.Contain("13 to 21").And.Contain($"{opset}"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OnnxGraphBuilder("graph") { Opset = opset });
    }
}
