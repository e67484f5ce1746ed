using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

/// <summary>A GRU alone, which has two results. The other tests compare GRUs in every setting, as cases of <see cref="Layers"/>.</summary>
public class OnnxExporterRecurrenceTests
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
    public void Export_Gru_HasOutputsAndLastStates([Values] bool isBatchFirst)
    {
        using var scope = NewDisposeScope();
        using var module = nn.GRU(3, 4, 2, batchFirst: isBatchFirst, bidirectional: true);
        Export(module, isBatchFirst ? ["N", 5, 3] : [5, "N", 3]);

        using var exported = new OnnxModel(folder["model.onnx"]);
        var report = OnnxParity.Compare(
            inputs =>
            {
                var (outputs, states) = module.call(inputs[0]);
                return [outputs, states];
            },
            exported.Run,
            [
                [isBatchFirst ? randn([7, 5, 3]) : randn([5, 7, 3])],
            ]
        );
        int[] expected = isBatchFirst ? [-1, 5, 8] : [5, -1, 8];

        Assert.That(report.Agrees, Is.True, report.ToString());
        Assert.That(exported.Outputs["outputs"].Dimensions, Is.EqualTo(expected));
        Assert.That(exported.Outputs["states"].Dimensions, Is.EqualTo([4, -1, 4]));
    }

    [Test]
    public void Export_GruWithDropout_LeavesModeAndGeneratorAsTheyAre()
    {
        using var module = nn.GRU(3, 4, 2, batchFirst: true, dropout: 0.5);
        module.train();
        manual_seed(5);
        var expected = rand(3).data<float>().ToArray();
        manual_seed(5);
        Export(module, ["N", 5, 3]);

        Assert.That(module.training, Is.True);
        Assert.That(rand(3).data<float>().ToArray(), Is.EqualTo(expected));
    }

    [Test]
    public void Export_GruOfOtherFeatures_NamesBothNumbers()
    {
        using var module = nn.GRU(3, 4, batchFirst: true);
        var error = Assert.Throws<OnnxExportException>(() => Export(module, ["N", 5, 2]));

        Assert.That(error.Message, Does.Contain("'GRU'").And.Contain("takes 3 features").And.Contain("has 2"));
    }

    [Test]
    public void Export_GruOfAMatrix_NamesTheAxes()
    {
        using var module = nn.GRU(3, 4, batchFirst: true);
        var error = Assert.Throws<OnnxExportException>(() => Export(module, ["N", 3]));

        Assert.That(error.Message, Does.Contain("takes 3 axes (batch, places, features)").And.Contain("has 2"));
    }

    [Test]
    public void Export_GruWithGivenStates_IsRefused()
    {
        using var module = nn.GRU(3, 4, batchFirst: true);
        OnnxInput[] inputs =
        [
            new("input", OnnxElementType.Float32, "N", 5, 3),
            new("states", OnnxElementType.Float32, 1, "N", 4),
        ];
        var error = Assert.Throws<OnnxExportException>(() => OnnxExporter.Export(module, inputs, folder["model.onnx"]));

        Assert.That(error.Message, Does.Contain("'GRU'").And.Contain("2 inputs"));
    }

    private void Export(nn.Module module, OnnxDimension[] shape) =>
        OnnxExporter.Export(
            module,
            [new OnnxInput("input", OnnxElementType.Float32, shape)],
            folder["model.onnx"],
            new OnnxExportOptions { OutputNames = ["outputs", "states"] }
        );
}
