using Microsoft.ML;
using Microsoft.ML.Data;
using NUnit.Framework;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>Channels of time series whose level keeps rising or falling, so that it is no reason for a high score.</summary>
public sealed class TrendTests
{
    private const int TrainingCount = 1000;
    private const int RowCount = 2000;
    private const int Length = 16;

    private static readonly string[] Channels = ["Load", "Disk"];

    private readonly MLContext ml = new(seed: 1);
    private readonly TemporaryFolder folder = new();
    private readonly Row[] rows = Rows();
    private VaeSeriesScoreTransformer detector = null!;

    private string Model => folder["model"];

    [OneTimeSetUp]
    public void Train()
    {
        detector = Trainer(Channels).Fit(View(rows[..TrainingCount]));
        detector.SaveModelFolder(Model);
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        detector.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Fit_Trend_IsRecognizedAndItsUnitIsTheDeviationFromIt()
    {
        var series = VaeModel.ReadManifest(Model).Series!;

        Assert.That(series.Trends, Is.EqualTo((string[])["Disk"]));
        Assert.That(series.Scales[1], Is.EqualTo(1).Within(0.1), "the rows rise by 50 in the training");
        Assert.That(series.Scales[0], Is.EqualTo(0.7).Within(0.1));
    }

    [Test]
    public void Transform_TrendThatGoesOn_IsNormal()
    {
        using var counted = Trainer(Channels, trends: []).Fit(View(rows[..TrainingCount]));

        Assert.That(ShareAbove(detector, rows), Is.LessThan(0.03));
        Assert.That(counted.Series.Trends, Is.Null);
        Assert.That(ShareAbove(counted, rows), Is.GreaterThan(0.25), "levels count where no channel has a trend");
    }

    [Test]
    public void Transform_LevelWithoutATrend_StillCounts()
    {
        var shifted = Rows();
        foreach (var row in shifted[1500..])
        {
            row.Load += 5;
        }

        Assert.That(
            detector.Transform(View(shifted)).GetColumn<bool>("PredictedLabel").Skip(1600).Average(x => x ? 1 : 0),
            Is.EqualTo(1)
        );
    }

    [Test]
    public void Engine_OnlyChannelWithATrend_GivesTheCausalScoresOfItsMovedWindows()
    {
        var path = folder["only"];
        using var only = Trainer(["Disk"]).Fit(View(rows[..TrainingCount]));
        only.SaveModelFolder(path);
        using var causal = only.WithCausalScores();
        using var engine = new VaeSeriesEngine(path);

        Assert.That((only.Series.IsCentered, only.Series.Trends), Is.EqualTo((true, (string[])["Disk"])));
        Assert.That(ShareAbove(only, rows), Is.LessThan(0.03));
        Assert.That(
            rows.Select(row => engine.Push("", [row.Disk]).Score),
            Is.EqualTo(causal.Transform(View(rows)).GetColumn<float>("Score")).Within(1e-2)
        );
    }

    [Test]
    public void Fit_OnlyChannelWithALikelihoodOfItsOwn_IsNotMoved()
    {
        Row[] counts = [.. Rows().Select(row => new Row { Disk = MathF.Round(row.Disk) })];
        using var model = Trainer(["Disk"], likelihood: VaeLikelihoodOptions.Poisson)
            .Fit(View(counts[..TrainingCount]));

        Assert.That((model.Series.IsCentered, model.Series.Trends), Is.EqualTo((false, (string[]?)null)));
    }

    [TestCase("trend", 60, true)]
    [TestCase("trend", 3000, true)]
    [TestCase("falling", 400, true)]
    [TestCase("season", 60, false)]
    [TestCase("season", 3000, false)]
    [TestCase("step", 1000, false)]
    [TestCase("hill", 1000, false)]
    [TestCase("noise", 100, false)]
    public void Fit_OnlyChannel_HasATrendIfItsLevelGoesOn(string course, int count, bool expected)
    {
        Random random = new(2);
        Row[] series =
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var season = Math.Sin(i * Math.PI / 6) + (0.1 * random.NextDouble());
                    return new Row
                    {
                        Disk = (float)(
                            course switch
                            {
                                "trend" => season + (5.0 * i / count),
                                "falling" => season - (20.0 * i / count),
                                "season" => season,
                                "step" => season + (i > count / 2 ? 3 : 0),
                                "hill" => season + (5 * Math.Sin(i * Math.PI / count)),
                                "noise" => random.NextDouble(),
                                _ => throw new ArgumentException(course),
                            }
                        ),
                    };
                }),
        ];
        using var model = Trainer(["Disk"], epochCount: 1).Fit(View(series));

        Assert.That(model.Series.Trends is not null, Is.EqualTo(expected));
    }

    // An exact line, a drift of 5,000 times the noise, and a battery. Windows are moved by many of their units, whose rounding differs between libraries.
    [TestCase(0, -1, 0)]
    [TestCase(1000, -0.05, 0.01)]
    [TestCase(13, -0.002, 0.001)]
    public void Fit_QuietTrend_CanBeExported(double level, double rise, double noise)
    {
        Random random = new(3);
        Row[] quiet =
        [
            .. Enumerable
                .Range(0, 1400)
                .Select(i => new Row { Disk = (float)(level + (rise * i) + (noise * (random.NextDouble() - 0.5))) }),
        ];
        var path = folder[FormattableString.Invariant($"quiet{level}")];
        using var model = Trainer(["Disk"]).Fit(View(quiet[..TrainingCount]));
        model.SaveModelFolder(path);
        using var loaded = VaeModel.Open(path);

        Assert.That(model.Series.Trends, Is.EqualTo((string[])["Disk"]));
        Assert.That(loaded.Manifest.Series!.Trends, Is.EqualTo(model.Series.Trends));
        Assert.That(ShareAbove(model, quiet), Is.LessThan(0.2));
    }

    [Test]
    public void Fit_NamedTrendWithoutValues_IsAccepted()
    {
        Row[] empty = [.. rows[..200].Select(row => new Row { Load = row.Load, Disk = float.NaN })];
        using var model = Trainer(Channels, trends: ["Disk"], epochCount: 1).Fit(View(empty));

        Assert.That(model.Series.Scales, Is.All.GreaterThan(0));
        Assert.That(model.Transform(View(rows)).GetColumn<float>("Score"), Is.All.Matches<float>(float.IsFinite));
    }

    [Test]
    public void Check_TrendsThatDoNotFit_AreRefused()
    {
        var manifest = VaeModel.ReadManifest(Model);
        void Refuses(Func<VaeSeries, VaeSeries> change) =>
            Assert.That(
                () => ManifestRules.Check(manifest with { Series = change(manifest.Series!) }, Model),
                Throws.InstanceOf<VaeModelException>().With.Message.Contains("series.trends")
            );

        Refuses(series => series with { Trends = [] });
        Refuses(series => series with { Trends = ["Disk", "Disk"] });
        Refuses(series => series with { Trends = ["Other"] });
        Refuses(series =>
            series with
            {
                IsCentered = false,
                LowestLevels = null,
                HighestLevels = null,
                LevelRelations = null,
            }
        );
    }

    private static double ShareAbove(VaeSeriesScoreTransformer model, Row[] rows) =>
        model
            .Transform(new MLContext(1).Data.LoadFromEnumerable(rows))
            .GetColumn<bool>("PredictedLabel")
            .Skip(TrainingCount)
            .Average(isAbove => isAbove ? 1 : 0);

    private VaeEstimator<VaeSeriesScoreTransformer> Trainer(
        string[] channels,
        IReadOnlyList<string>? trends = null,
        VaeLikelihoodOptions? likelihood = null,
        int epochCount = 20
    ) =>
        ml.AnomalyDetection.Trainers.VaeSeries(
            channels,
            new()
            {
                WindowLength = Length,
                Trends = trends,
                Training = new() { EpochCount = epochCount, Likelihood = likelihood },
            }
        );

    private IDataView View(Row[] data) => ml.Data.LoadFromEnumerable(data);

    /// <summary>Returns rows in which a load goes up and down, and a disk fills by 0.05 in each row.</summary>
    private static Row[] Rows()
    {
        Random random = new(1);
        return
        [
            .. Enumerable
                .Range(0, RowCount)
                .Select(i => new Row
                {
                    Load = (float)(Math.Sin(i / 4.0) + (0.1 * random.NextDouble())),
                    Disk = (float)(40 + (i / 20.0) + (3.46 * (random.NextDouble() - 0.5))),
                }),
        ];
    }

    private sealed class Row
    {
        public float Load { get; set; }

        public float Disk { get; set; }
    }
}
