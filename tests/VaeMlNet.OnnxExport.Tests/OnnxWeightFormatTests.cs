using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

/// <summary>The size and accuracy of weights in fewer bits.</summary>
public class OnnxWeightFormatTests
{
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
    public void Export_Float16_HalvesTheFileAndKeepsThreeDigits()
    {
        using var module = Classifier();
        var report = ExportAndCompare(module, OnnxWeightFormat.Float16, [200]);

        Assert.That(SizeRatio("model.onnx"), Is.EqualTo(0.5).Within(0.02));
        Assert.That(report.Outputs[0].RelativeError, Is.GreaterThan(0).And.LessThan(5e-4));
    }

    [Test]
    public void Export_Int8_QuartersTheFileAndKeepsTwoDigits()
    {
        using var module = Classifier();
        var report = ExportAndCompare(module, OnnxWeightFormat.Int8, [200]);

        Assert.That(SizeRatio("model.onnx"), Is.EqualTo(0.26).Within(0.02));
        Assert.That(report.Outputs[0].RelativeError, Is.GreaterThan(0).And.LessThan(0.02));
        Assert.That(report.Outputs[0].CosineSimilarity, Is.GreaterThan(0.999));
    }

    [Test]
    public void Export_Int8OfLargeNumbers_DoesNotSaturate()
    {
        // All weights are at one end of their range and all inputs at the other, so that sums of products exceed 16 bits.
        using var module = nn.Linear(256, 8);
        using (no_grad())
        {
            module.weight.fill_(2);
        }

        OnnxExporter.Export(module, [256], folder["model.onnx"], Int8);

        using var scope = NewDisposeScope();
        using var exported = new OnnxModel(folder["model.onnx"]);
        var report = OnnxParity.Compare(
            inputs => [module.forward(inputs[0])],
            exported.Run,
            [
                [ones(3, 256) * 5],
            ]
        );

        Assert.That(report.Outputs[0].RelativeError, Is.LessThan(1e-3));
    }

    [Test]
    public void Export_Int8OfSequences_QuantizesTheMatMul()
    {
        using var module = nn.Sequential(nn.Linear(32, 16), nn.Tanh(), nn.Linear(16, 4, false));
        var report = ExportAndCompare(module, OnnxWeightFormat.Int8, [5, 32]);

        var text = File.ReadAllText(folder["model.onnx"]);

        Assert.That(text, Does.Contain("MatMulInteger").And.Contain("QuantizeLinear"));
        Assert.That(report.Outputs[0].CosineSimilarity, Is.GreaterThan(0.999));
    }

    [TestCase(17)]
    [TestCase(21)]
    public void Export_Int8_ARowDoesNotDependOnItsBatch(int opset)
    {
        using var module = Classifier();
        var options = new OnnxExportOptions { WeightFormat = OnnxWeightFormat.Int8, Opset = opset };
        OnnxExporter.Export(module, [200], folder["model.onnx"], options);

        using var scope = NewDisposeScope();
        using var exported = new OnnxModel(folder["model.onnx"]);
        // Beside the second row, one scale for all would leave nothing of the first.
        var rows = rand(3, 200) * tensor(new[] { 0.01f, 100, 1 }).unsqueeze(1);
        var together = exported.Run([rows])[0];
        for (var row = 0L; row < 3; row++)
        {
            var alone = exported.Run([rows.narrow(0, row, 1)])[0];
            Assert.That(alone.data<float>().ToArray(), Is.EqualTo(together[row].data<float>().ToArray()));
        }
    }

    [Test]
    public void Export_Int8OfZeros_IsTheBias()
    {
        using var module = nn.Linear(6, 3);
        OnnxExporter.Export(module, [6], folder["model.onnx"], Int8);

        using var scope = NewDisposeScope();
        using var exported = new OnnxModel(folder["model.onnx"]);
        var computed = exported.Run([zeros(2, 6)])[0];

        Assert.That(computed[1].data<float>().ToArray(), Is.EqualTo(module.bias!.data<float>().ToArray()));
    }

    [Test]
    public void Export_Int8_LeavesConvolutionsAsTheyAre()
    {
        using var module = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU());
        var report = ExportAndCompare(module, OnnxWeightFormat.Int8, [1, 6, 6]);

        Assert.That(report.Agrees, Is.True, report.ToString());
    }

    [Test]
    public void Export_Int8_KeepsProductsThatMoveAndSumColumns()
    {
        var graph = new OnnxGraphBuilder("columns") { WeightFormat = OnnxWeightFormat.Int8 };
        var x = graph.AddInput("x", OnnxElementType.Float32, "N", 3);
        var matrix = graph.AddInitializer("matrix", [0f, 1, 1, 0, 1, 0], 3, 2);
        graph.AddOutput("y", graph.AddNode("MatMul", [x, matrix]), "N", 2);
        graph.Save(folder["model.onnx"]);

        using var scope = NewDisposeScope();
        using var exported = new OnnxModel(folder["model.onnx"]);
        var computed = exported.Run([tensor(new[] { 0.001f, 1234.5f, 7 }, [1, 3])])[0];

        Assert.That(computed.data<float>().ToArray(), Is.EqualTo((float[])[1241.5f, 0.001f]));
    }

    [Test]
    public void Export_Int8_QuantizesAValueReadTwiceOnce()
    {
        using var left = nn.Linear(4, 3);
        using var right = nn.Linear(4, 3);
        var graph = new OnnxGraphBuilder("twice") { WeightFormat = OnnxWeightFormat.Int8 };
        var x = graph.AddInput("x", OnnxElementType.Float32, "N", 4);
        graph.AddOutput("a", graph.AddModule(left, x, "left"));
        graph.AddOutput("b", graph.AddModule(right, x, "right"));

        var text = System.Text.Encoding.Latin1.GetString(graph.ToBytes());

        Assert.That(text, Does.Contain("left/QuantizeLinear").Or.Contain("left/Gemm/QuantizeLinear"));
        Assert.That(text, Does.Not.Contain("right/QuantizeLinear").And.Not.Contain("right/Gemm/QuantizeLinear"));

        using var exported = new OnnxModel(graph.ToBytes());

        Assert.That(exported.Outputs.Keys, Is.EqualTo(["a", "b"]));
    }

    [Test]
    public void Export_Float16OfANumberTooLarge_KeepsThatTensor()
    {
        using var module = nn.Linear(4, 3);
        using (no_grad())
        {
            module.weight.fill_(70_000);
        }

        var report = ExportAndCompare(module, OnnxWeightFormat.Float16, [4]);

        Assert.That(report.Agrees, Is.True, report.ToString());
    }

    [TestCase(OnnxWeightFormat.Float16)]
    [TestCase(OnnxWeightFormat.Int8)]
    public void Export_InAnyFormat_PassesPythonsChecker(OnnxWeightFormat format)
    {
        PythonOnnx.RequireInstalled();
        using var module = Classifier();
        ExportAndCompare(module, format, [200]);
        PythonOnnx.Check([folder["model.onnx"]]);
    }

    private static OnnxExportOptions Int8 => new() { WeightFormat = OnnxWeightFormat.Int8 };

    private static TorchSharp.Modules.Sequential Classifier() =>
        nn.Sequential(("hidden", nn.Linear(200, 150)), ("relu", nn.ReLU()), ("head", nn.Linear(150, 10)));

    private OnnxParity ExportAndCompare(nn.Module<Tensor, Tensor> module, OnnxWeightFormat format, long[] inputShape)
    {
        OnnxExporter.Export(module, inputShape, folder["float32.onnx"]);
        var options = new OnnxExportOptions { WeightFormat = format };
        OnnxExporter.Export(module, inputShape, folder["model.onnx"], options);
        using var exported = new OnnxModel(folder["model.onnx"]);
        return OnnxParity.Compare(module, inputShape, exported.Run);
    }

    private double SizeRatio(string file) =>
        new FileInfo(folder[file]).Length / (double)new FileInfo(folder["float32.onnx"]).Length;
}
