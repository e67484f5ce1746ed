using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

/// <summary>Layers that TorchSharp 0.107.0 itself computes differently from their definition.</summary>
public class OnnxExporterWarningTests
{
    private static readonly TestCaseData[] Faults =
    [
        Fault("Hardtanh", () => nn.Hardtanh(-1, 1), [8], "inplace"),
        Fault("Unflatten with a negative dim", () => nn.Unflatten(-1, [2, 4]), [8], "negative dim"),
        Fault(
            "ConvTranspose2d with another output padding on each axis",
            () => nn.ConvTranspose2d(2, 3, (3, 3), (2, 2), (1, 1), (1, 0)),
            [2, 4, 4],
            "output_padding 1"
        ),
    ];

    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCaseSource(nameof(Faults))]
    public void Export_LayerThatTorchSharpComputesDifferently_FollowsItsDefinitionAndWarns(
        Func<nn.Module<Tensor, Tensor>> make,
        long[] inputShape,
        string fault
    )
    {
        using var module = nn.Sequential(("body", nn.Sequential(("layer", make()))));
        List<string> warnings = [];
        OnnxExporter.Export(module, inputShape, folder["m.onnx"], new OnnxExportOptions { Warn = warnings.Add });

        using var exported = new OnnxModel(folder["m.onnx"]);
        Parity.AssertAgree(module, exported, [7, .. inputShape]);

        Assert.That(warnings, Has.Count.EqualTo(1));
        Assert.That(warnings[0], Does.Contain("'body.layer (").And.Contain("TorchSharp 0.107.0").And.Contain(fault));
    }

    [Test]
    public void Export_LayersThatTorchSharpComputesAsDefined_WarnsOfNothing()
    {
        using var module = nn.Sequential(
            nn.Unflatten(1, [2, 4, 4]),
            nn.ConvTranspose2d(2, 3, 3, 2, 1, 1),
            nn.Hardtanh(inplace: true)
        );
        List<string> warnings = [];
        OnnxExporter.Export(module, [32], folder["m.onnx"], new OnnxExportOptions { Warn = warnings.Add });

        Assert.That(warnings, Is.Empty);
    }

    private static TestCaseData Fault(
        string name,
        Func<nn.Module<Tensor, Tensor>> make,
        long[] inputShape,
        string fault
    ) => new TestCaseData(make, inputShape, fault).SetArgDisplayNames(name);
}
