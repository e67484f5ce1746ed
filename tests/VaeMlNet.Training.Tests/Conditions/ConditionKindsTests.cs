using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>Conditions of all kinds, alone and together, for tables and features, with all options of conditional models.</summary>
public sealed class ConditionKindsTests
{
    private static readonly (string Name, Func<VaeTrainerOptions, VaeTrainerOptions> Change)[] Cases =
    [
        ("category", options => options),
        ("category as embedding", options => options with { EmbedCategoriesAbove = 2 }),
        ("Boolean", options => options with { ConditionColumns = ["Night"] }),
        ("number", options => options with { ConditionColumns = ["Heat"] }),
        ("vector", options => options with { ConditionColumns = ["Features"] }),
        ("all kinds", options => options with { ConditionColumns = ["Night", "Heat", "Machine"] }),
        (
            "number and embedding",
            options => options with { EmbedCategoriesAbove = 0, ConditionColumns = ["Heat", "Machine"] }
        ),
        ("softplus", options => options with { Latent = new GaussianLatentOptions { HasSoftplusScale = true } }),
        (
            "categorical latents",
            options => options with { Latent = new GumbelSoftmaxLatentOptions { CategoryCount = 3 } }
        ),
    ];

    private readonly MLContext ml = new(seed: 1);

    private static IEnumerable<TestCaseData> OfTables() =>
        Cases
            .Append(
                (
                    "hidden cells",
                    options =>
                        options with
                        {
                            InputNoise = new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 1 },
                        }
                )
            )
            .Append(
                (
                    "linear path",
                    options =>
                        options with
                        {
                            Network = new FullyConnectedNetworkOptions { HiddenDims = [8], LinearPath = true },
                        }
                )
            )
            .Append(("histograms", options => options with { Likelihood = new HistogramLikelihoodOptions() }))
            .Append(("streamed", options => options with { Data = options.Data with { ShuffleBufferRows = 50 } }))
            .Append(("held-out rows", options => options with { Data = options.Data with { ValidationShare = 0.2 } }))
            .Select(c => new TestCaseData(c.Item2).SetArgDisplayNames(c.Item1));

    private static IEnumerable<TestCaseData> OfFeatures() =>
        Cases
            .Where(c => c.Name != "vector")
            .Append(
                (
                    "convolutions",
                    options =>
                        options with
                        {
                            Network = new ConvolutionalNetworkOptions
                            {
                                Image = new(1, 1, 2),
                                Filters = [2],
                                Stride = 1,
                                HiddenDims = [4],
                            },
                        }
                )
            )
            .Append(
                (
                    "noise",
                    options =>
                        options with
                        {
                            InputNoise = new() { Kind = VaeInputNoiseKind.Gaussian, Level = 0.1 },
                        }
                )
            )
            .Append(("streamed", options => options with { Data = options.Data with { ShuffleBufferRows = 50 } }))
            .Select(c => new TestCaseData(c.Item2).SetArgDisplayNames(c.Item1));

    [TestCaseSource(nameof(OfTables))]
    [Proves(53)]
    public void Export_TableWithConditions_AgreesWithTorchSharp(Func<VaeTrainerOptions, VaeTrainerOptions> change)
    {
        using var folder = new TemporaryFolder();
        var options = change(ConditionedTable.Options with { EpochCount = 3 });
        using var model = ConditionedTable.Train(folder["model"], options, rowCount: 200);
        var view = ConditionedTable.View(ConditionedTable.Rows(50));

        Assert.That(model.Verify().Passed, Is.True);
        Assert.That(model.Manifest.Conditions!.Columns.Select(c => c.Name), Is.EqualTo(options.ConditionColumns));
        Assert.That(Scores(model, [], view), Is.All.Matches<float>(float.IsFinite));
        Assert.That(Sampled(model, "Amount", new()), Is.All.Matches<float>(float.IsFinite));
    }

    [TestCaseSource(nameof(OfFeatures))]
    [Proves(53)]
    public void Export_FeaturesWithConditions_AgreesWithTorchSharp(Func<VaeTrainerOptions, VaeTrainerOptions> change)
    {
        using var folder = new TemporaryFolder();
        var options = change(
            ConditionedTable.Options with
            {
                EpochCount = 3,
                Likelihood = VaeLikelihoodOptions.GaussianUnitVariance,
            }
        );
        var view = ConditionedTable.View(ConditionedTable.Rows(200));
        using (var trained = new VaeTrainer(options).Fit(view, "Features"))
        {
            trained.Export(folder["model"], view);
        }

        using var model = VaeModel.Open(folder["model"]);
        var sample = ml.Data.VaeSample(model, 10, seed: 1);
        var rebuilt = ml.Transforms.VaeReconstruct("Rebuilt", "Features", model).Fit(view).Transform(view);

        Assert.That(model.Verify().Passed, Is.True);
        Assert.That(Scores(model, ["Features"], view), Is.All.Matches<float>(float.IsFinite));
        Assert.That(
            sample.Schema.Select(c => c.Name),
            Is.EqualTo((string[])["Features", .. options.ConditionColumns!])
        );
        Assert.That(sample.GetColumn<float[]>("Features").Count(), Is.EqualTo(10));
        Assert.That(rebuilt.GetColumn<float[]>("Rebuilt").First(), Has.Length.EqualTo(2));
    }

    [Test]
    public void VaeSample_ChosenNumber_IsTheConditionOfEachRow()
    {
        using var folder = new TemporaryFolder();
        var options = ConditionedTable.Options with { ConditionColumns = ["Heat", "Machine"] };
        using var model = ConditionedTable.Train(folder["model"], options);
        VaeSampleOptions chosen = new() { Conditions = ["Heat=27.5", "Machine=lathe"] };
        VaeSampleOptions warm = new() { Conditions = ["Heat>25"] };

        Assert.That(Sampled(model, "Heat", chosen), Is.All.EqualTo(27.5f));
        Assert.That(Sampled(model, "Heat", warm), Is.All.GreaterThan(25));
        Assert.That(Sampled(model, "Heat", new()).Distinct().Count(), Is.GreaterThan(10));
    }

    [Test]
    public void VaeSample_FeaturesUnderChosenCondition_DecodesIt()
    {
        using var folder = new TemporaryFolder();
        var options = ConditionedTable.Options with { Likelihood = VaeLikelihoodOptions.GaussianUnitVariance };
        var view = ConditionedTable.View(ConditionedTable.Rows(1000));
        using (var trained = new VaeTrainer(options).Fit(view, "Features"))
        {
            trained.Export(folder["model"], view);
        }

        using var model = VaeModel.Open(folder["model"]);
        float Mean(string condition) =>
            ml
                .Data.VaeSample(model, 50, seed: 1, new() { Conditions = [condition] })
                .GetColumn<float[]>("Features")
                .Average(row => row[0]);
        var error = Assert.Throws<ArgumentException>(() =>
            ml.Data.VaeSample(model, 5, seed: 1, new() { Constraints = ["unique Machine"] })
        );

        Assert.That(Mean("Machine=drill"), Is.EqualTo(0.245).Within(0.05));
        Assert.That(Mean("Machine=press"), Is.EqualTo(0.845).Within(0.05));
        Assert.That(error!.Message, Does.Contain("condition columns"));
    }

    [Test]
    public void Fit_ConditionsAndFeatureTensor_ExplainsThatTensorsHaveNoColumns()
    {
        using var rows = Some.Rows(10);
        var trainer = new VaeTrainer(Some.Options() with { ConditionColumns = ["Machine"] });
        var error = Assert.Throws<ArgumentException>(() => trainer.Fit(rows));

        Assert.That(error!.Message, Does.Contain("'Machine'").And.Contain("IDataView"));
    }

    [TestCase(-1, null)]
    [TestCase(50, "")]
    [TestCase(50, "Machine,Machine")]
    public void Options_OutOfRange_IsNamed(int embedAbove, string? columns)
    {
        VaeTrainerOptions options = new() { EmbedCategoriesAbove = embedAbove, ConditionColumns = columns?.Split(',') };

        Assert.That(() => new VaeTrainer(options), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static float[] Scores(VaeModel model, string[] columns, IDataView view) =>
        [
            .. new MLContext(1)
                .Transforms.VaeScore("Score", columns, model)
                .Fit(view)
                .Transform(view)
                .GetColumn<float>("Score"),
        ];

    private float[] Sampled(VaeModel model, string column, VaeSampleOptions options) =>
        [.. ml.Data.VaeSample(model, 20, seed: 1, options).GetColumn<float>(column)];
}
