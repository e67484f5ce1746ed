using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

internal sealed class UpsampledAxisTests
{
    [Test]
    public void Factor_AnySizes_GivesTheSizeInFloat32AndFloat64()
    {
        for (var input = 1; input <= 32; input++)
        {
            for (var output = 1; output <= 64; output++)
            {
                var factor = new UpsampledAxis(input, output, StatedFactor: null).Factor;

                Assert.That(Math.Floor(input * (double)factor), Is.EqualTo(output), $"{input} to {output}");
                Assert.That(MathF.Floor(input * factor), Is.EqualTo(output), $"{input} to {output}");
            }
        }
    }

    [Test]
    public void Export_SizeWhoseFactorIsRoundedDown_HasTheDeclaredShape()
    {
        using var folder = new TemporaryFolder();
        using var module = nn.Sequential(nn.Upsample([11], mode: UpsampleMode.Linear));
        OnnxExporter.Export(module, [2, 7], folder["m.onnx"]);

        using var model = new OnnxModel(folder["m.onnx"]);

        Assert.That(model.Outputs["output"].Dimensions, Is.EqualTo([-1, 2, 11]));

        Parity.AssertAgree(module, model, [3, 2, 7]);
    }
}
