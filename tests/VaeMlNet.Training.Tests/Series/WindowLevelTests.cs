using Microsoft.ML;
using Microsoft.ML.Data;
using NUnit.Framework;
using TorchSharp;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>Windows at levels that training has not seen: their scores, contributions and graphs.</summary>
public sealed class WindowLevelTests
{
    private const int Length = 16;
    private const int First = 200;
    private const int Last = 239;

    private readonly MLContext ml = new(1);
    private readonly TemporaryFolder folder = new();
    private TrainedVae trained = null!;

    private static string[] Channels => ["Load", "Heat"];

    private string Model => folder["model"];

    [OneTimeSetUp]
    public void Train()
    {
        var data = View(Rows());
        trained = new VaeSeriesTrainer(
            new()
            {
                WindowLength = Length,
                Training = new() { EpochCount = 30 },
            }
        ).Fit(data, Channels);
        trained.Export(Model, VaeSeriesTrainer.CreateWindows(trained, data, Channels));
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        trained.Dispose();
        folder.Dispose();
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Transform_ShiftOf15DeviationsLongerThanAWindow_IsAboveAllNormalRowsAtItsEveryRow(bool isCausal)
    {
        var rows = Rows();
        Change(rows, (_, heat) => heat + 10);
        var (scores, why) = Score(rows, isCausal);
        var normal = scores.Where((_, i) => i is < First - Length or > Last + Length).Max();

        Assert.That(scores[First..(Last + 1)], Is.All.GreaterThan(normal + 10));
        Assert.That(why[First + Length][1], Is.GreaterThan(3 * Math.Abs(why[First + Length][0])));
    }

    [Test]
    public void Transform_ReversedCourseFarFromTraining_IsAboveTheUsualCourseThere()
    {
        // A channel stays at 60 deviations from its mean: limits around the mean would flatten it.
        Moment[] Moved() => [.. Rows().Select(row => row with { Heat = row.Heat + 40 })];
        var rows = Moved();
        var usual = Score(rows, isCausal: false).Scores;
        Change(rows, (_, heat) => 80 - heat);
        var scores = Score(rows, isCausal: false).Scores;

        Assert.That(scores[First..(Last + 1)].Average(), Is.GreaterThan(usual.Max() + 10));
    }

    [Test]
    public void Transform_LevelsOutsideOfTraining_ContributionsSumToTheScore()
    {
        var rows = Rows();
        Change(rows, (i, heat) => i % 5 == 0 ? float.NaN : heat + 10);
        var (scores, why) = Score(rows, isCausal: true);

        Assert.That(
            why.Zip(scores, (cells, score) => (cells.Sum() - score) / Math.Max(Math.Abs(score), 1)),
            Is.All.EqualTo(0).Within(1e-5)
        );
    }

    [Test]
    public void Transform_LevelsOutsideOfTraining_AddTheSquaresOfTheDistancesInUnitsOfTheirRanges()
    {
        var rows = Rows();
        Moment[] moved = [.. rows.Select(row => row with { Heat = row.Heat + 1 })];
        var series = VaeModel.ReadManifest(Model).Series!;
        var relations = series.LevelRelations!;
        double Level(Moment[] of, int i, int channel) =>
            (of[(i - Length + 1)..(i + 1)].Average(row => channel == 0 ? row.Load : row.Heat) - series.Means[channel])
            / series.Scales[channel];
        double Units(double number, double lowest, double highest, double leastUnit) =>
            Math.Max(Math.Max(lowest - number, number - highest), 0) / double.Hypot((highest - lowest) / 4, leastUnit);
        double Square(double number) => number * number;
        double Nats(Moment[] of, int i)
        {
            var (load, heat) = (Level(of, i, 0), Level(of, i, 1));
            double InScales(float level) => (level - series.Means[1]) / series.Scales[1];
            var e = Units(heat, InScales(series.LowestLevels![1]), InScales(series.HighestLevels![1]), 0.3);
            double Difference(int channel, double level, double other) =>
                Units(
                    level - (relations.Weights[channel == 0 ? 1 : 2] * other),
                    relations.Lowest[channel],
                    relations.Highest[channel],
                    0.15
                );
            var d = Difference(1, heat, load);
            var largest = Math.Max(d, Difference(0, load, heat));
            return Length * 0.2 * (Square(e) + (d > 0 ? Square(d * d / largest) : 0));
        }

        var usual = Score(rows, isCausal: true).Contributions;
        var elsewhere = Score(moved, isCausal: true).Contributions;
        int[] full = [.. Enumerable.Range(Length, rows.Length - Length)];

        Assert.That(full.Max(i => Nats(moved, i)), Is.InRange(50, 1000));
        Assert.That(
            full.Select(i => elsewhere[i][1] - usual[i][1]),
            Is.EqualTo(full.Select(i => Nats(moved, i) - Nats(rows, i))).AsCollection.Within(2e-2)
        );
    }

    [Test]
    public void Transform_LevelThatContradictsTheOtherChannel_IsAboveAllNormalRows()
    {
        // The heat has a level that is usual, but not for this load.
        var rows = Rows();
        Change(rows, (_, heat) => -heat);
        var (scores, why) = Score(rows, isCausal: false);
        var normal = scores.Where((_, i) => i is < First - Length or > Last + Length).Max();

        Assert.That(scores[First..(Last + 1)], Is.All.GreaterThan(normal));
        Assert.That(why[(First + Last) / 2][1], Is.GreaterThan(0));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Transform_ChannelThatStandsStillAtAUsualValue_IsAboveAllNormalRows(bool isCausal)
    {
        var rows = Rows();
        var stuck = rows[First - 1].Heat;
        Change(rows, (_, _) => stuck);
        var (scores, why) = Score(rows, isCausal);
        var normal = scores.Where((_, i) => i is < First - Length or > Last + Length).Max();

        Assert.That(scores[(First + Length)..(Last + 1)], Is.All.GreaterThan(normal + 100));
        Assert.That(why[First + Length + 2][1], Is.GreaterThan(100 + why[First + Length + 2][0]));
    }

    [TestCase(1, 1.0)]
    [TestCase(2, 0.5642)]
    [TestCase(8, 0)]
    public void Nats_StepsThatChangeTheValue_CountFromHalfOfThem(int changes, double part)
    {
        var series = VaeModel.ReadManifest(Model).Series! with
        {
            LowestLevels = null,
            LevelRelations = null,
            LowestValues = null,
        };
        float[] window = [.. Enumerable.Range(0, Length).SelectMany(t => new float[] { t, Math.Min(t, changes - 1) })];
        using var values = torch.tensor(window, [1, Length, 2]);
        using var nats = new WindowPenalty(series).Nats(values, TableWindows.Levels(values), spread: 0);

        Assert.That(series.IsAlwaysChanging, Is.EqualTo((bool[])[true, true]));
        Assert.That(TensorValues.Floats(nats), Is.EqualTo((double[])[0, 20 * part]).Within(0.01));
    }

    [Test]
    public void Nats_ChannelsThatStandStillTogether_ShareThem()
    {
        var series = VaeModel.ReadManifest(Model).Series! with
        {
            LowestLevels = null,
            LevelRelations = null,
            LowestValues = null,
        };
        using var values = torch.zeros(1, Length, 2);
        using var nats = new WindowPenalty(series).Nats(values, TableWindows.Levels(values), spread: 0);

        Assert.That(TensorValues.Floats(nats), Is.EqualTo((float[])[10, 10]).Within(1e-3));
    }

    // The range of training is -2 to 2, and a unit the root of (4 / 4)² + 0.5². The first unit counts from the fifth on, at most four.
    [TestCase(6f, 0)]
    [TestCase(7f, 0.5 * 0.4721)]
    [TestCase(-7f, 0.5 * 0.4721)]
    [TestCase(19f, 0.5 * 4)]
    public void Nats_OneValueFarOutsideOfTraining_HasTailsOfTheSpread(float value, double spreads)
    {
        var series = VaeModel.ReadManifest(Model).Series! with
        {
            Means = [0, 0],
            Scales = [1, 1],
            LowestLevels = null,
            LevelRelations = null,
            IsAlwaysChanging = null,
            LowestValues = [-2, -20],
            HighestValues = [2, 20],
        };
        using var values = torch.zeros(1, Length, 2);
        values[0, 3, 0] = value;
        values[0, 4, 1] = value;
        using var nats = new WindowPenalty(series).Nats(values, TableWindows.Levels(values), spread: 10);
        var found = TensorValues.Floats(nats);

        Assert.That(found[3 * 2], Is.EqualTo(10 * spreads).Within(1e-2));
        Assert.That(found.Sum(), Is.EqualTo(found[3 * 2]), "values of the other channel are usual");
    }

    [Test]
    public void Nats_SeveralValuesFarOutside_ShareTheNatsOfOne()
    {
        var series = VaeModel.ReadManifest(Model).Series! with
        {
            Means = [0, 0],
            Scales = [1, 1],
            LowestLevels = null,
            LevelRelations = null,
            IsAlwaysChanging = null,
            LowestValues = [-2, -2],
            HighestValues = [2, 2],
        };
        using var values = torch.zeros(1, Length, 2);
        values[0, 3, 0] = 19;
        values[0, 4, 1] = 19;
        using var nats = new WindowPenalty(series).Nats(values, TableWindows.Levels(values), spread: 10);
        var found = TensorValues.Floats(nats);

        Assert.That((found[6], found[9]), Is.EqualTo((10f, 10f)));
    }

    [Test]
    public void Score_OnlyChannel_StandingStillCountsUnlessItIsBeyondTheLimits()
    {
        var rows = Rows();
        string[] only = ["Heat"];
        var data = View(rows);
        using var model = new VaeSeriesTrainer(
            new()
            {
                WindowLength = Length,
                Training = new() { EpochCount = 5 },
            }
        ).Fit(data, only);
        model.Export(folder["only"], VaeSeriesTrainer.CreateWindows(model, data, only));
        for (var i = First; i <= Last; i++)
        {
            rows[i] = rows[i] with { Heat = 0.5f };
            rows[i + 100] = rows[i + 100] with { Heat = 1000 + i };
        }

        using var step = ml
            .Transforms.VaeScoreSeries("Score", only, folder["only"], new() { IsCausal = true })
            .Fit(data);
        float[] scores = [.. step.Transform(View(rows)).GetColumn<float>("Score")];
        using var read = model.ReadRows(VaeSeriesTrainer.CreateWindows(model, View(rows), only));
        var torch = RowScores.Compute(model.Network, model.Network.RowsOf(read)).Scores[SeriesScoreStep.Kind];
        using var still = TorchSharp.torch.full([1, Length, 1], 0.5f);
        using var limited = TorchSharp.torch.full([1, Length, 1], WindowLimits.Largest);
        WindowPenalty penalty = new(model.Options.Series!);

        Assert.That(scores[Last], Is.GreaterThan(scores[..(First - 1)].Max() + 100));
        Assert.That(scores.Select(score => (double)score), Is.EqualTo(torch).Within(1e-2).Percent);
        Assert.That(
            penalty.Nats(still, TableWindows.Levels(still), spread: 0).max().item<float>(),
            Is.EqualTo(20).Within(1e-3)
        );
        Assert.That(penalty.Nats(limited, TableWindows.Levels(limited), spread: 7).max().item<float>(), Is.Zero);
    }

    [Test]
    public void Score_LevelsOutsideOfTraining_IsThatOfTheGraphs()
    {
        var rows = Rows();
        Change(rows, (i, heat) => i % 5 == 0 ? float.NaN : heat + (10 * (i % 3)));
        for (var i = 300; i < 320; i++)
        {
            rows[i] = rows[i] with { Load = rows[300].Load };
            rows[i + 50] = rows[i + 50] with { Heat = float.NaN };
            rows[i + 100] = rows[i + 100] with { Heat = 0.9f, Load = i % 7 == 0 ? float.NaN : 0.8f };
        }

        var windows = VaeSeriesTrainer.CreateWindows(trained, View(rows), Channels);
        using var read = trained.ReadRows(windows);
        var torch = RowScores.Compute(trained.Network, trained.Network.RowsOf(read)).Scores[SeriesScoreStep.Kind];

        Assert.That(
            Score(rows, isCausal: true).Scores.Select(score => (double)score),
            Is.EqualTo(torch)
                .Using<double>(
                    (score, expected) => Math.Abs(score - expected) <= 1e-4 * Math.Max(1, Math.Abs(expected))
                )
        );
    }

    [Test]
    public void Export_SeveralChannels_ManifestHasTheRangeOfLevels()
    {
        var series = VaeModel.ReadManifest(Model).Series!;

        Assert.That(series.LowestLevels, Has.Count.EqualTo(2).And.All.InRange(-1.1f, 0));
        Assert.That(series.HighestLevels, Has.Count.EqualTo(2).And.All.InRange(0, 1.1f));
    }

    [Test]
    public void Check_RangesOfAnotherNumberOrOrder_AreRefused()
    {
        var manifest = VaeModel.ReadManifest(Model);
        void Refuses(Func<VaeSeries, VaeSeries> change, string part) =>
            Assert.That(
                () => ManifestRules.Check(manifest with { Series = change(manifest.Series!) }, Model),
                Throws.InstanceOf<VaeModelException>().With.Message.Contains(part)
            );

        Assert.That(() => ManifestRules.Check(manifest, Model), Throws.Nothing);

        Refuses(series => series with { LowestLevels = [5, 0] }, "series.lowest_levels");
        Refuses(
            series => series with { LevelRelations = series.LevelRelations! with { Lowest = [5, 0] } },
            "series.level_relations"
        );
        Refuses(
            series => series with { LevelRelations = series.LevelRelations! with { Weights = [0, 1] } },
            "series.level_relations"
        );
        Refuses(series => series with { LowestValues = [5, 0] }, "series.lowest_values");
        Refuses(series => series with { HighestValues = null }, "series.lowest_values");
        Refuses(series => series with { IsAlwaysChanging = [true] }, "series.is_always_changing");
        Refuses(series => series with { UsualContributions = [1] }, "series.usual_contributions");
        Refuses(series => series with { UsualContributions = [1, float.NaN] }, "series.usual_contributions");
    }

    [Test]
    public void Levels_ValuesFarFromTheMedian_CountAsThoseAtTheLimit()
    {
        WindowLimits limits = new(
            new()
            {
                WindowLength = 4,
                Channels = ["a"],
                Means = [0],
                Scales = [1],
                IsCentered = true,
            }
        );
        float[] window = [100, 102, float.NaN, 1000];
        limits.Apply(window);

        Assert.That(window, Is.EqualTo((float[])[100, 102, float.NaN, 122]));
        Assert.That(limits.Levels(window), Is.EqualTo((float[])[109]));
        Assert.That(limits.Levels([float.NaN, float.NaN, float.NaN, float.NaN]), Is.All.NaN);
    }

    private (float[] Scores, float[][] Contributions) Score(Moment[] rows, bool isCausal)
    {
        var data = View(rows);
        using var step = ml
            .Transforms.VaeScoreSeries(
                "Score",
                Channels,
                Model,
                new() { IsCausal = isCausal, ContributionsColumnName = "Why" }
            )
            .Fit(data);
        var scored = step.Transform(data);
        return ([.. scored.GetColumn<float>("Score")], [.. scored.GetColumn<float[]>("Why")]);
    }

    private static void Change(Moment[] rows, Func<int, float, float> heat)
    {
        for (var i = First; i <= Last; i++)
        {
            rows[i] = rows[i] with { Heat = heat(i, rows[i].Heat) };
        }
    }

    private IDataView View(Moment[] rows) => ml.Data.LoadFromEnumerable(rows);

    /// <summary>Returns rows whose heat follows the load with a delay. The deviation of both is 0.7.</summary>
    private static Moment[] Rows()
    {
        var random = new Random(1);
        return
        [
            .. Enumerable
                .Range(0, 600)
                .Select(t => new Moment
                {
                    Load = (float)(Math.Sin(t / 4.0) + (0.05 * random.NextDouble())),
                    Heat = (float)(Math.Sin((t - 2) / 4.0) + (0.05 * random.NextDouble())),
                }),
        ];
    }

    private sealed record Moment
    {
        public float Load { get; init; }

        public float Heat { get; init; }
    }
}
