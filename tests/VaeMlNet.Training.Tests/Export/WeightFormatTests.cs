using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Model folders whose weights have fewer bits.</summary>
public class WeightFormatTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase(OnnxWeightFormat.Float32, VaeManifest.Float32Weights, 1e-4)]
    [TestCase(OnnxWeightFormat.Float16, VaeManifest.Float16Weights, 2e-3)]
    [TestCase(OnnxWeightFormat.Int8, VaeManifest.Int8Weights, 5e-2)]
    public void Export_AnyFormat_IsNamedVerifiedAndAsExactAsItsBits(OnnxWeightFormat format, string name, double limit)
    {
        using var trained = Some.Trained();
        using var rows = Some.Rows(200);
        var report = trained.Export(folder["model"], rows, new VaeExportOptions { WeightFormat = format });

        using var model = VaeModel.Open(folder["model"]);

        Assert.Multiple(() =>
        {
            Assert.That(model.Manifest.Weights, Is.EqualTo(name));
            Assert.That(model.Verify().Passed, Is.True);
            Assert.That(report.Outputs.Select(d => d.ToleranceUsed), Is.All.InRange(0, 1));
            var score = report.Outputs.Single(d => d.Output == "score");
            Assert.That(score.RelativeError, Is.GreaterThan(0).And.LessThan(limit));
        });
    }

    [Test]
    public void Export_Int8_ARowDoesNotDependOnItsBatch()
    {
        using var trained = Some.Trained();
        using var rows = Some.Rows(64);
        trained.Export(folder["model"], rows, new VaeExportOptions { WeightFormat = OnnxWeightFormat.Int8 });

        using var model = VaeModel.Open(folder["model"]);
        var values = TensorValues.Floats(rows);
        var together = model.Encode(values);
        var width = values.Length / 64;
        var apart = Enumerable.Range(0, 64).SelectMany(row => model.Encode(values.AsMemory(row * width, width)));

        Assert.That(apart, Is.EqualTo(together).Within(1e-6));
    }

    // Without amounts with a scale per row. Their means are exp(mu + s^2 / 2), so that an error of 1 % in a random s = exp(output) can be a
    // factor of a mean, and the export refuses such a model. A trained s is small: see Export_TrainedAmountsInEightBits_AreAccepted.
    private static IEnumerable<TestCaseData> ForEightBits =>
        ModelCases.EachPart.Where(data =>
            ((VaeTrainerOptions)data.Arguments[0]!).Likelihood
                is not (
                    LogNormalLikelihoodOptions { Learned: VaeLearnedScale.PerRow }
                    or ZeroInflatedLikelihoodOptions
                    {
                        Values: LogNormalLikelihoodOptions { Learned: VaeLearnedScale.PerRow },
                    }
                )
        );

    [Test]
    public void Export_TrainedAmountsInEightBits_AreAccepted([Values] bool haveZeros)
    {
        var amounts = new LogNormalLikelihoodOptions { Learned = VaeLearnedScale.PerRow };
        VaeLikelihoodOptions likelihood = haveZeros ? new ZeroInflatedLikelihoodOptions { Values = amounts } : amounts;
        using var rows = LikelihoodCases.Rows(likelihood, 64);
        using var trained = new VaeTrainer(Some.Options(epochCount: 40, likelihood: likelihood)).Fit(rows);

        var report = trained.Export(
            folder["model"],
            rows,
            new VaeExportOptions { WeightFormat = OnnxWeightFormat.Int8 }
        );

        Assert.That(report.Outputs.Select(d => d.ToleranceUsed), Is.All.InRange(0, 1));
    }

    [TestCaseSource(nameof(ForEightBits))]
    public void Run_EachPartInEightBits_KeepsWhatMatters(VaeTrainerOptions options)
    {
        using var network = ModelCases.NewNetwork(options);
        Dictionary<string, byte[]> files = [];
        foreach (var graph in ModelGraph.All(network))
        {
            var onnx = graph.Build();
            onnx.WeightFormat = OnnxWeightFormat.Int8;
            files.Add(graph.FileName, onnx.ToBytes());
        }

        using var rows = LikelihoodCases.Rows(options.LikelihoodOrDefault, 64, seed: 1);
        var differences = ParityCheck.Run(
            files,
            network,
            rows,
            options: new() { WeightFormat = OnnxWeightFormat.Int8 }
        );

        Assert.That(differences.Select(d => d.ToleranceUsed), Is.All.InRange(0, 1));
    }

    [Test]
    public void Export_WeightsThatEightBitsCannotHold_ReportsItAndKeepsTheOldFolder()
    {
        using var trained = Some.Trained();
        using var rows = Some.Rows(20);
        trained.Export(folder["model"], rows);
        using (no_grad())
        {
            // In units of the largest weight of an output all others are 0; that one meets a 0 in every row.
            var weight = trained.Network.Encoder.parameters().First();
            weight.mul_(50);
            weight.narrow(1, 0, 1).fill_(1e6);
            rows.narrow(1, 0, 1).fill_(0);
        }

        Assert.That(
            () => trained.Export(folder["model"], rows, new VaeExportOptions { WeightFormat = OnnxWeightFormat.Int8 }),
            Throws.InvalidOperationException.With.Message.Contains("Int8").And.Message.Contains("No file was replaced")
        );

        using var old = VaeModel.Open(folder["model"]);

        Assert.That(old.Manifest.Weights, Is.EqualTo(VaeManifest.Float32Weights));
    }

    [Test]
    public void Export_UnknownFormat_NamesTheOption()
    {
        using var trained = Some.Trained();
        using var rows = Some.Rows(2);

        Assert.That(
            () => trained.Export(folder["model"], rows, new VaeExportOptions { WeightFormat = (OnnxWeightFormat)9 }),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("WeightFormat")
        );
    }

    [Test]
    public void Export_ViewWithOptions_ComparesAsManyRowsAsTheySay()
    {
        using var trained = Some.Trained();
        var options = new VaeExportOptions { WeightFormat = OnnxWeightFormat.Float16, ParityRowCount = 20 };
        var report = trained.Export(folder["model"], Some.View(Some.Values(30)), options);

        Assert.That(report.RowCount, Is.EqualTo(20));
    }
}
