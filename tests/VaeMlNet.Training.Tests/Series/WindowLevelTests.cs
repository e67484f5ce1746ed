using Microsoft.ML;
using Microsoft.ML.Data;
using NUnit.Framework;
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
        Assert.That(why[First + Length][1], Is.GreaterThan(10 * Math.Abs(why[First + Length][0])));
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
    public void Transform_LevelsOutsideOfTraining_AddTheSquareOfTheDistanceInUnitsOfTheirRange()
    {
        var rows = Rows();
        Moment[] moved = [.. rows.Select(row => row with { Heat = row.Heat + 1 })];
        var series = VaeModel.ReadManifest(Model).Series!;
        var (lowest, highest) = (series.LowestLevels![1], series.HighestLevels![1]);
        var unit = double.Hypot((highest - lowest) / 4, 0.3 * series.Scales[1]);
        double Nats(int i)
        {
            var level = moved[(i - Length + 1)..(i + 1)].Average(row => row.Heat);
            var e = Math.Max(level - highest, 0) / unit;
            return Length * 0.2 * e * e;
        }

        var usual = Score(rows, isCausal: true).Contributions;
        var elsewhere = Score(moved, isCausal: true).Contributions;
        int[] full = [.. Enumerable.Range(Length, rows.Length - Length)];

        Assert.That(full.Max(Nats), Is.InRange(5, 100));
        Assert.That(
            full.Select(i => elsewhere[i][1] - usual[i][1]),
            Is.EqualTo(full.Select(Nats)).AsCollection.Within(1e-2)
        );
    }

    [Test]
    public void Score_LevelsOutsideOfTraining_IsThatOfTheGraphs()
    {
        var rows = Rows();
        Change(rows, (i, heat) => i % 5 == 0 ? float.NaN : heat + (10 * (i % 3)));
        var windows = VaeSeriesTrainer.CreateWindows(trained, View(rows), Channels);
        using var read = trained.ReadRows(windows);
        var torch = RowScores.Compute(trained.Network, trained.Network.RowsOf(read)).Scores[SeriesScoreStep.Kind];

        Assert.That(
            Score(rows, isCausal: true).Scores.Select(score => (double)score),
            Is.EqualTo(torch).Within(1e-2).Percent
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
    public void Check_LowestLevelAboveTheHighest_IsRefused()
    {
        var manifest = VaeModel.ReadManifest(Model);
        var changed = manifest with { Series = manifest.Series! with { LowestLevels = [5, 0] } };

        Assert.That(() => ManifestRules.Check(manifest, Model), Throws.Nothing);
        Assert.That(
            () => ManifestRules.Check(changed, Model),
            Throws.InstanceOf<VaeModelException>().With.Message.Contains("series.lowest_levels")
        );
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
        Assert.That(limits.Levels(window), Is.EqualTo((float[])[108]));
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
