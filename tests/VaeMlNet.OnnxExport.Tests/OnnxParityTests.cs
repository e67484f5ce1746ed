using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

public class OnnxParityTests
{
    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope() => scope = NewDisposeScope();

    [TearDown]
    public void CloseScope() => scope.Dispose();

    [Test]
    public void Compare_ModuleAndItsExport_Agree()
    {
        using var folder = new TemporaryFolder();
        using var module = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.9), nn.GELU(), nn.Linear(8, 2));
        OnnxExporter.Export(module, [4], folder["model.onnx"]);

        using var exported = new OnnxModel(folder["model.onnx"]);
        var report = OnnxParity.Compare(module, [4], exported.Run);

        Assert.That(report.Agrees, Is.True, report.ToString());
        Assert.That(report.Outputs.Single().Elements, Is.EqualTo((1 + 7 + 64) * 2));
        Assert.That(report.Outputs[0].CosineSimilarity, Is.EqualTo(1).Within(1e-9));
    }

    [Test]
    public void Compare_KnownDifferences_AreMeasured()
    {
        // Differences 0, 0, 0.5 and 0 of the expected 3, 4, 0 and 0.
        var report = OnnxParity.Compare(
            _ => [tensor(new float[] { 3, 4, 0, 0 })],
            _ => [tensor(new[] { 3, 4, 0.5f, 0 })],
            [
                [],
            ]
        );

        var output = report.Outputs.Single();

        Assert.That(report.Agrees, Is.False);
        Assert.That(output.Elements, Is.EqualTo(4));
        Assert.That(output.ElementsOutside, Is.EqualTo(1));
        Assert.That(output.LargestDifference, Is.EqualTo(0.5));
        Assert.That(output.RelativeError, Is.EqualTo(0.1).Within(1e-12));
        Assert.That(output.CosineSimilarity, Is.EqualTo(5 / Math.Sqrt(25.25)).Within(1e-12));
        Assert.That(report.ToString(), Does.Contain("| 0 | 4 | 1 | 0.5 | 0.1 |"));
    }

    [TestCase(1f, 1.00009f, true)]
    [TestCase(1f, 1.00013f, false)]
    [TestCase(0f, 9e-6f, true)]
    [TestCase(0f, 1.1e-5f, false)]
    [TestCase(float.NaN, float.NaN, true)]
    [TestCase(float.PositiveInfinity, float.PositiveInfinity, true)]
    [TestCase(float.PositiveInfinity, 3f, false)]
    [TestCase(float.PositiveInfinity, float.NegativeInfinity, false)]
    [TestCase(1f, float.NaN, false)]
    public void Compare_OneNumber_AgreesWithinTheTolerance(float expected, float actual, bool agrees)
    {
        var report = OnnxParity.Compare(
            _ => [tensor(new[] { expected })],
            _ => [tensor(new[] { actual })],
            [
                [],
            ]
        );

        Assert.That(report.Agrees, Is.EqualTo(agrees));
    }

    [Test]
    public void Compare_Module_RestoresTheModeOfEachPart()
    {
        using var frozen = nn.BatchNorm1d(3);
        using var module = nn.Sequential(("drop", nn.Dropout()), ("norm", frozen));
        module.train();
        frozen.eval();

        OnnxParity.Compare(
            module,
            [3],
            inputs =>
            {
                Assert.That(module.training, Is.False);
                return [inputs[0].clone()];
            }
        );

        Assert.That(module.training, Is.True);
        Assert.That(frozen.training, Is.False);
    }

    [Test]
    public void Compare_SameSeed_GivesTheSameInputs()
    {
        using var module = nn.Identity();
        float Sum(int seed)
        {
            var total = 0f;
            OnnxParity.Compare(
                module,
                [3],
                inputs =>
                {
                    total += inputs[0].sum().item<float>();
                    return [inputs[0].clone()];
                },
                seed
            );
            return total;
        }

        var first = Sum(5);

        Assert.That(Sum(5), Is.EqualTo(first));
        Assert.That(Sum(6), Is.Not.EqualTo(first));
    }

    [Test]
    public void Compare_OutputsOfAnotherShapeOrNumber_AreRefused()
    {
        var error = Assert.Throws<OnnxExportException>(() =>
            OnnxParity.Compare(
                _ => [zeros(2, 3)],
                _ => [zeros(3, 2)],
                [
                    [],
                ]
            )
        );

        Assert.That(error.Message, Does.Contain("Output 0").And.Contain("[3, 2]").And.Contain("[2, 3]"));

        error = Assert.Throws<OnnxExportException>(() =>
            OnnxParity.Compare(
                _ => [zeros(2), zeros(2)],
                _ => [zeros(2)],
                [
                    [],
                ]
            )
        );

        Assert.That(error.Message, Does.Contain("2 and 1 outputs"));
        Assert.Throws<ArgumentException>(() => OnnxParity.Compare(_ => [], _ => [], []));
    }
}
