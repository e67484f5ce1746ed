using Microsoft.ML;
using Microsoft.ML.Data;
using NUnit.Framework;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>Channels of time series whose deviations grow with their level, so that a model reads their logarithm.</summary>
public sealed class LogarithmTests
{
    private const int TrainingCount = 600;
    private const int RowCount = 1000;
    private const int Length = 24;

    private static readonly string[] Channels = ["Visits", "Sales"];

    private readonly MLContext ml = new(seed: 1);
    private readonly TemporaryFolder folder = new();
    private readonly Row[] rows = Rows();
    private VaeSeriesScoreTransformer detector = null!;

    private string Model => folder["model"];

    [OneTimeSetUp]
    public void Train()
    {
        detector = Trainer().Fit(View(rows[..TrainingCount]));
        detector.SaveModelFolder(Model);
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        detector.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Fit_ChannelThatGrowsByPercent_IsLearnedAsItsLogarithm()
    {
        var series = VaeModel.ReadManifest(Model).Series!;

        Assert.That(series.Trends, Is.EqualTo((string[])["Sales"]));
        Assert.That(series.Logarithms!.Keys, Is.EqualTo((string[])["Sales"]));
        Assert.That(series.Logarithms["Sales"], Is.EqualTo(rows[..TrainingCount].Min(row => row.Sales)));
        Assert.That(series.Scales[1], Is.EqualTo(0.3 / Math.Sqrt(2)).Within(0.03), "the course of a period, in nats");
    }

    [Test]
    public void Transform_RowsThatGrowOn_AreNormalUnlikeWithoutLogarithms()
    {
        using var none = Trainer(logarithms: []).Fit(View(rows[..TrainingCount]));

        Assert.That(none.Series.Logarithms, Is.Null);
        Assert.That(none.Series.Trends, Is.EqualTo((string[])["Sales"]));
        Assert.That(ShareAbove(none), Is.GreaterThan(0.5));
        Assert.That(ShareAbove(detector), Is.LessThan(0.05));
    }

    [TestCase(0)]
    [TestCase(-100)]
    [TestCase(30_000)]
    public void Transform_WrongValue_IsAnAnomalyOfItsChannel(float value)
    {
        var wrong = Rows();
        wrong[800].Sales = value;

        var results = Score(wrong);

        Assert.That(results.Scores, Is.All.Matches<float>(float.IsFinite));
        Assert.That(results.Scores[800], Is.GreaterThan(detector.Threshold));
        Assert.That(results.Contributions[800][1], Is.GreaterThan(results.Contributions[800][0]));
    }

    [Test]
    public void Expected_Channel_IsInItsOwnUnit()
    {
        var missing = Rows();
        missing[900].Sales = float.NaN;

        var results = Score(missing);

        for (var i = Length; i < RowCount; i++)
        {
            Assert.That(results.Expected[i][1] / rows[i].Sales, Is.EqualTo(1).Within(0.35), $"row {i}");
        }

        Assert.That(results.Filled[900][1] / rows[900].Sales, Is.EqualTo(1).Within(0.35));
        Assert.That(results.Filled[901][1], Is.EqualTo(rows[901].Sales));
        // Noise is a tenth of the level: about 60 in the first rows, and 7,000 in the last ones.
        Assert.That(results.Uncertainties[950][1] / results.Expected[950][1], Is.EqualTo(0.1).Within(0.08));
        Assert.That(results.Uncertainties[50][1] / results.Expected[50][1], Is.EqualTo(0.1).Within(0.08));
        Assert.That(results.Expected[50][0], Is.EqualTo(rows[50].Visits).Within(1));
    }

    [Test]
    public void Exponential_OfLogarithms_AreTheValuesAlsoBelowTheLowest()
    {
        // The slope is that of the inverse, by differences.
        foreach (
            var (logarithm, expected) in new[]
            {
                (Math.Log(8), 8),
                (Math.Log(4), 4),
                (Math.Log(4) - 1, 0),
                (Math.Log(4) - 3, -8),
            }
        )
        {
            var (value, slope) = ChannelUnits.Exponential(logarithm, lowest: 4);
            var above = ChannelUnits.Exponential(logarithm + 1e-6, lowest: 4).Value;

            Assert.That(value, Is.EqualTo(expected).Within(1e-12));
            Assert.That(slope, Is.EqualTo((above - value) / 1e-6).Within(1e-4));
        }
    }

    [Test]
    public void Engine_Logarithm_GivesTheCausalScoresOfTheBatch()
    {
        using var causal = detector.WithCausalScores();
        using var engine = new VaeSeriesEngine(Model);

        Assert.That(
            rows.Select(row => engine.Push("", [row.Visits, row.Sales]).Score),
            Is.EqualTo(causal.Transform(View(rows)).GetColumn<float>("Score")).Within(1e-2)
        );
    }

    [Test]
    public void Fit_SeriesOfDifferentScales_HaveLogarithmsOfTheirOwnScale()
    {
        Row[] both =
        [
            .. rows[..TrainingCount],
            .. rows[..TrainingCount]
                .Select(row => new Row
                {
                    Name = "large",
                    Visits = 50 * row.Visits,
                    Sales = 50 * row.Sales,
                }),
        ];
        using var model = Trainer(["Sales"], seriesColumn: "Name").Fit(View(both));
        var scores = model.Transform(View(both)).GetColumn<float>("Score").ToArray();

        Assert.That(model.Series.Logarithms!.Keys, Is.EqualTo((string[])["Sales"]));
        Assert.That(model.Series.SeriesWithOwnScale, Is.EquivalentTo((string[])["", "large"]));
        Assert.That(scores.Skip(TrainingCount), Is.EqualTo(scores.Take(TrainingCount)).Within(0.05));
    }

    [Test]
    public void Fit_LogarithmsOfTheOptions_AreTheLogarithms()
    {
        using var visits = Trainer(logarithms: ["Visits"], epochCount: 1).Fit(View(rows[..TrainingCount]));
        Row[] negative =
        [
            .. rows[..TrainingCount].Select(row => new Row { Visits = row.Visits - 10, Sales = row.Sales }),
        ];

        Assert.That(visits.Series.Logarithms!.Keys, Is.EqualTo((string[])["Visits"]));
        Assert.That(
            () => Trainer(logarithms: ["Visit"]).Fit(View(rows)),
            Throws.ArgumentException.With.Message.Contains("'Visit', which is no channel")
        );
        Assert.That(
            () => Trainer(logarithms: ["Visits"]).Fit(View(negative)),
            Throws.InvalidOperationException.With.Message.Contains(
                "the logarithm of 'Visits' is asked for, but its lowest value is"
            )
        );
    }

    [Test]
    public void Fit_LogarithmsOfACounter_AreRefusedIfBothAreNamed()
    {
        Row[] counts =
        [
            .. rows[..TrainingCount].Select((row, i) => new Row { Visits = row.Visits, Sales = 100 * i + row.Visits }),
        ];
        using var model = Trainer(logarithms: ["Sales"], epochCount: 1).Fit(View(counts));

        Assert.That(model.Series.Counters, Is.Null);
        Assert.That(model.Series.Logarithms!.Keys, Is.EqualTo((string[])["Sales"]));
        Assert.That(
            () => Trainer(logarithms: ["Sales"], counters: ["Sales"]),
            Throws.ArgumentException.With.Message.Contains("Counters and Logarithms both name 'Sales'")
        );
    }

    [Test]
    public void Fit_LogarithmOfAChannelWithoutValues_IsNone()
    {
        Row[] empty = [.. rows[..TrainingCount].Select(row => new Row { Visits = row.Visits, Sales = float.NaN })];
        using var model = Trainer(logarithms: ["Sales", "Visits"], epochCount: 1).Fit(View(empty));

        Assert.That(model.Series.Logarithms!.Keys, Is.EqualTo((string[])["Visits"]));
    }

    // Noise that stays as large as it was, a few zeros, growth without noise, a level that only goes up and down, and a range of a tenth.
    [TestCase("percent", 300, true)]
    [TestCase("percent", 2500, true)]
    [TestCase("falling", 300, true)]
    [TestCase("exponential", 300, true)]
    [TestCase("same noise", 300, false)]
    [TestCase("zeros", 300, false)]
    [TestCase("waves", 300, false)]
    [TestCase("narrow", 300, false)]
    public void Fit_Channel_IsLearnedAsItsLogarithmIfItGrowsByPercent(string course, int count, bool expected)
    {
        Random random = new(4);
        Row[] series =
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var (part, noise) = ((double)i / count, random.NextDouble() - 0.5);
                    return new Row
                    {
                        Sales = (float)(
                            course switch
                            {
                                "percent" => (100 + (400 * part)) * (1 + (0.2 * noise)),
                                "falling" => (500 - (400 * part)) * (1 + (0.2 * noise)),
                                "exponential" => Math.Exp(6 * part) * (1 + (0.2 * noise)),
                                "same noise" => 100 + (400 * part) + (20 * noise),
                                "zeros" => i % 50 == 0 ? 0 : (100 + (400 * part)) * (1 + (0.2 * noise)),
                                "waves" => Math.Exp(Math.Sin(i / 20.0)) * (1 + (0.2 * noise)),
                                "narrow" => (1000 + (150 * part)) * (1 + (0.1 * noise)),
                                _ => throw new ArgumentException(course),
                            }
                        ),
                    };
                }),
        ];
        using var model = Trainer(["Sales"], epochCount: 1).Fit(View(series));

        Assert.That(model.Series.Logarithms is not null, Is.EqualTo(expected));
    }

    [Test]
    public void Check_LogarithmsThatDoNotFit_AreRefused()
    {
        var manifest = VaeModel.ReadManifest(Model);
        void Refuses(Dictionary<string, float> logarithms) =>
            Assert.That(
                () =>
                    ManifestRules.Check(
                        manifest with
                        {
                            Series = manifest.Series! with { Logarithms = logarithms },
                        },
                        Model
                    ),
                Throws.InstanceOf<VaeModelException>().With.Message.Contains("series.logarithms")
            );

        Refuses([]);
        Refuses(new() { ["Other"] = 1 });
        Refuses(new() { ["Sales"] = 0 });
        Refuses(new() { ["Sales"] = float.NaN });
        manifest = manifest with { Series = manifest.Series! with { Counters = ["Sales"] } };
        Refuses(new() { ["Sales"] = 1 });
    }

    private double ShareAbove(VaeSeriesScoreTransformer model) =>
        model
            .Transform(View(rows))
            .GetColumn<bool>("PredictedLabel")
            .Skip(TrainingCount)
            .Average(above => above ? 1 : 0);

    private Results Score(Row[] data)
    {
        VaeSeriesScoreOptions options = new()
        {
            ContributionsColumnName = "Contributions",
            ExpectedColumnName = "Expected",
            UncertaintyColumnName = "Uncertainty",
            FilledColumnName = "Filled",
        };
        using var step = ml.Transforms.VaeScoreSeries("Score", Channels, Model, options).Fit(View(data));
        var scored = step.Transform(View(data));
        return new(
            [.. scored.GetColumn<float>("Score")],
            [.. scored.GetColumn<float[]>("Contributions")],
            [.. scored.GetColumn<float[]>("Expected")],
            [.. scored.GetColumn<float[]>("Uncertainty")],
            [.. scored.GetColumn<float[]>("Filled")]
        );
    }

    private VaeEstimator<VaeSeriesScoreTransformer> Trainer(
        string[]? channels = null,
        IReadOnlyList<string>? logarithms = null,
        IReadOnlyList<string>? counters = null,
        string? seriesColumn = null,
        int? epochCount = null
    ) =>
        ml.AnomalyDetection.Trainers.VaeSeries(
            channels ?? Channels,
            new()
            {
                WindowLength = Length,
                SeriesColumnName = seriesColumn,
                Counters = counters,
                Logarithms = logarithms,
                Training = new() { EpochCount = epochCount },
            }
        );

    private IDataView View(Row[] data) => ml.Data.LoadFromEnumerable(data);

    /// <summary>Returns rows in which visits go up and down, and sales grow by half a percent, with a period of 12 rows of 30 % and noise of 10 %.</summary>
    private static Row[] Rows()
    {
        Random random = new(1);
        return
        [
            .. Enumerable
                .Range(0, RowCount)
                .Select(i => new Row
                {
                    Visits = (float)(5 + Math.Sin(i / 4.0) + (0.1 * random.NextDouble())),
                    Sales = (float)(
                        500
                        * Math.Exp(
                            (0.005 * i) + (0.3 * Math.Sin(i * Math.PI / 6)) + (0.2 * (random.NextDouble() - 0.5))
                        )
                    ),
                }),
        ];
    }

    private sealed record Results(
        float[] Scores,
        float[][] Contributions,
        float[][] Expected,
        float[][] Uncertainties,
        float[][] Filled
    );

    private sealed class Row
    {
        public string Name { get; set; } = "";

        public float Visits { get; set; }

        public float Sales { get; set; }
    }
}
