using Microsoft.ML;
using Microsoft.ML.Data;
using NUnit.Framework;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>Counters in time series, of which a model reads the increase from row to row.</summary>
public sealed class CounterTests
{
    private const int RowCount = 400;
    private const int Length = 12;

    private static readonly string[] Channels = ["Load", "Total"];

    private readonly MLContext ml = new(seed: 1);
    private readonly TemporaryFolder folder = new();
    private VaeSeriesScoreTransformer detector = null!;

    private string Model => folder["model"];

    [OneTimeSetUp]
    public void Train()
    {
        detector = Trainer(counters: null).Fit(View(Rows()));
        detector.SaveModelFolder(Model);
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        detector.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Fit_Counter_IsRecognizedAndLearnedAsItsIncrease()
    {
        var series = VaeModel.ReadManifest(Model).Series!;

        Assert.That(series.Counters, Is.EqualTo((string[])["Total"]));
        Assert.That(series.TimeStep, Is.EqualTo(60));
        Assert.That(series.Means[1], Is.EqualTo(1000).Within(30));
        Assert.That(series.Scales[1], Is.LessThan(300));
    }

    [Test]
    public void Transform_LaterRows_AreAsNormalAsThoseOfTraining()
    {
        // The counter is ten times as far as in the training, but rises as before.
        var later = Rows(start: 4_000_000);

        Assert.That(Scores(later).Skip(Length), Is.EqualTo(Scores(Rows()).Skip(Length)).Within(0.3));
    }

    [Test]
    public void Transform_StandingCounter_IsAnAnomaly()
    {
        var rows = Rows();
        for (var i = 200; i < RowCount; i++)
        {
            rows[i].Total -= rows[Math.Min(i, 229)].Total - rows[199].Total;
        }

        var labels = detector.Transform(View(rows)).GetColumn<bool>("PredictedLabel").ToArray();

        Assert.That(labels[205..225], Is.All.True);
    }

    [Test]
    public void Transform_Reset_CountsFromZero()
    {
        var rows = Rows();
        var before = rows[200].Total - 900;
        foreach (var row in rows[200..])
        {
            row.Total -= before;
        }

        Assert.That(rows[200].Total, Is.LessThan(rows[199].Total));
        Assert.That(Scores(rows), Is.EqualTo(Scores(Rows())).Within(20));
        Assert.That(Scores(rows).Skip(213), Is.EqualTo(Scores(Rows()).Skip(213)).Within(0.3));
    }

    [Test]
    public void Transform_LateRow_CountsThePassedTime()
    {
        // Two of three rows are missing in this part, and the counter went on.
        var rows = Rows();
        Row[] sparse = [.. rows.Where((_, i) => i is < 200 or >= 260 || i % 3 == 0)];

        Assert.That(Expected(sparse)[210], Is.EqualTo(sparse[210].Total).Within(1500));
        Assert.That(sparse[210].Total - sparse[209].Total, Is.EqualTo(3000).Within(500));
    }

    [Test]
    public void Expected_Counter_IsTheValueBeforePlusTheIncrease()
    {
        var rows = Rows();
        rows[150].Total = float.NaN;
        var (expected, filled) = (Expected(rows), Vectors(rows, "Filled"));

        Assert.That(expected[0], Is.NaN, "nothing is known before the first row");
        Assert.That(expected[1..150].Zip(rows[..149], (e, row) => e - row.Total), Is.All.EqualTo(1000).Within(600));
        Assert.That(filled[150], Is.EqualTo(rows[149].Total + 1000).Within(600));
        Assert.That(filled[151], Is.EqualTo(rows[151].Total));
    }

    [Test]
    public void Expected_CounterAfterAGap_HasNoValueAndNoUncertainty()
    {
        var rows = Rows();
        foreach (var row in rows[200..])
        {
            row.Seconds += 1_000_000;
        }

        var (expected, uncertainties) = (Expected(rows), Vectors(rows, "Uncertainty"));

        foreach (var row in (int[])[0, 200])
        {
            Assert.That((expected[row], uncertainties[row]), Is.EqualTo((float.NaN, float.NaN)), $"row {row}");
        }

        Assert.That(uncertainties[201..], Is.All.InRange(1, 1000));
    }

    [Test]
    public void Engine_Counter_GivesTheCausalScoresOfTheBatchAlsoAfterACheckpoint()
    {
        var rows = Rows();
        using var causal = detector.WithCausalScores();
        using var engine = new VaeSeriesEngine(Model);
        using var restored = new VaeSeriesEngine(Model);
        float[] first = [.. rows[..100].Select(row => Push(engine, row))];
        using MemoryStream checkpoint = new();
        engine.SaveCheckpoint(checkpoint);
        checkpoint.Position = 0;
        restored.RestoreCheckpoint(checkpoint);
        float[] rest = [.. rows[100..].Select(row => Push(restored, row))];

        Assert.That(
            first.Concat(rest),
            Is.EqualTo(causal.Transform(View(rows)).GetColumn<float>("Score")).Within(1e-2)
        );
    }

    [Test]
    public void Fit_CountersOfTheOptions_AreTheCounters()
    {
        using var none = Trainer([]).Fit(View(Rows()));
        using var load = Trainer(["Load"]).Fit(View(Rows()));

        Assert.That(none.Series.Counters, Is.Null);
        Assert.That(none.Series.Means[1], Is.GreaterThan(100_000));
        Assert.That(load.Series.Counters, Is.EqualTo((string[])["Load"]));
        Assert.That(
            () => Trainer(["Lod"]).Fit(View(Rows())),
            Throws.ArgumentException.With.Message.Contains("'Lod', which is no channel. The channels are: Load, Total.")
        );
    }

    // A day of a level, a state that rises in steps, a phase, a noisy trend, the number of a row, and a meter that is replaced.
    [TestCase("sine", false)]
    [TestCase("steps", false)]
    [TestCase("phase", false)]
    [TestCase("trend", false)]
    [TestCase("negative", false)]
    [TestCase("late", false)]
    [TestCase("row", true)]
    [TestCase("rare", true)]
    [TestCase("gaps", true)]
    [TestCase("replaced", true)]
    public void FindCounters_Channel_IsACounterIfItOnlyRisesOrIsReset(string course, bool expected)
    {
        Random random = new(3);
        var sum = 0.0;
        Row[] rows =
        [
            .. Enumerable
                .Range(0, 1000)
                .Select(i =>
                {
                    sum += random.NextDouble();
                    return new Row
                    {
                        Total = (float)(
                            course switch
                            {
                                "sine" => Math.Sin(i / 50.0) + 2,
                                "steps" => i / 100,
                                "phase" => i % 60,
                                "trend" => i + (5 * random.NextDouble()),
                                "negative" => i - 10,
                                "late" => Math.Max(i - 900, 0),
                                "row" => i,
                                "rare" => i / 40,
                                "gaps" => i % 7 == 3 ? float.NaN : sum,
                                "replaced" => i < 600 ? 5000 + sum : sum - 290,
                                _ => throw new ArgumentException(course),
                            }
                        ),
                    };
                }),
        ];

        Assert.That(VaeSeriesTrainer.FindCounters(View(rows), Channels).Contains("Total"), Is.EqualTo(expected));
    }

    [Test]
    public void FindCounters_SeveralSeries_AreCountedApart()
    {
        // In the order of the rows, the two alternate between small and large numbers.
        Row[] rows =
        [
            .. Rows().Zip(Rows(start: 5_000_000), (a, b) => (Row[])[a, b.Of("other")]).SelectMany(pair => pair),
        ];

        Assert.That(VaeSeriesTrainer.FindCounters(View(rows), Channels, "Name"), Is.EqualTo((string[])["Total"]));
        Assert.That(VaeSeriesTrainer.FindCounters(View(rows), Channels), Is.Empty);
    }

    [TestCase]
    [TestCase("Total", "Total")]
    [TestCase("Other")]
    public void Check_CountersThatDoNotFit_AreRefused(params string[] counters)
    {
        var manifest = VaeModel.ReadManifest(Model);

        Assert.That(
            () => ManifestRules.Check(manifest with { Series = manifest.Series! with { Counters = counters } }, Model),
            Throws.InstanceOf<VaeModelException>().With.Message.Contains("series.counters")
        );
    }

    [Test]
    public void Expected_MissingCounts_AreFilledFromTheLastKnownOne()
    {
        var rows = Rows();
        foreach (var row in rows[150..160])
        {
            row.Total = float.NaN;
        }

        var filled = Vectors(rows, "Filled");

        for (var i = 150; i < 160; i++)
        {
            Assert.That(
                filled[i],
                Is.EqualTo(rows[149].Total + (1000 * (i - 149))).Within(150 * (i - 148)),
                $"row {i}"
            );
        }

        Assert.That(Scores(rows)[165..380], Is.All.LessThan(detector.Threshold));
    }

    /// <summary>The counter rose less than usual in the meantime, so that filled values exceeded the next known one.</summary>
    [TestCase(0)]
    [TestCase(1_000_000)]
    public void Expected_MissingCounts_RiseToTheNextKnownOne(double gap)
    {
        const int last = 150 + (2 * Length);
        var rows = Rows();
        var surplus = rows[last].Total - rows[149].Total - 5000;
        foreach (var (i, row) in rows.Index().Skip(150))
        {
            row.Total = i < last ? float.NaN : row.Total - surplus;
            row.Seconds += i < last - 3 ? 0 : gap;
        }

        rows[^1].Total = float.NaN;
        float[] filled = [.. Vectors(rows, "Filled")];
        var known = filled[149..(last + 1)].Where(value => !float.IsNaN(value)).ToArray();

        Assert.That(known, Is.Ordered);
        Assert.That(
            known,
            Has.Length.EqualTo((2 * Length) + (gap > 0 ? -1 : 2)),
            "after a gap, nothing is known before"
        );
        Assert.That(known[^1], Is.EqualTo(rows[last].Total), "the next known value");
        Assert.That(
            known[Length],
            Is.EqualTo(known[0] + (gap > 0 ? 5000 : 2500)).Within(400),
            "a share of the increase, which ends at the gap"
        );
        Assert.That(filled[^1], Is.EqualTo(rows[^2].Total + 1000).Within(600), "the last row");
    }

    [Test]
    public void Uncertainty_MissingCounts_IsLargestInTheMiddleAndGrowsWithoutANextKnownOne()
    {
        var rows = Rows();
        foreach (var row in rows[150..157].Concat(rows[^7..]))
        {
            row.Total = float.NaN;
        }

        var uncertainties = Vectors(rows, "Uncertainty");

        Assert.That(uncertainties[150..154], Is.Ordered.Ascending);
        Assert.That(uncertainties[153..157], Is.Ordered.Descending);
        Assert.That(uncertainties[156], Is.EqualTo(uncertainties[150]).Within(30).Percent);
        Assert.That(
            uncertainties[153],
            Is.EqualTo(uncertainties[150] * Math.Sqrt(4 * 4 / 7.0)).Within(30).Percent,
            "a bridge of 8 equal steps, of which the first has 1 · 7 / 8 and the middle 4 · 4 / 8 of a step's variance"
        );
        Assert.That(uncertainties[^7..], Is.Ordered.Ascending);
        Assert.That(uncertainties[^1], Is.GreaterThan(4 * uncertainties[^7]));
    }

    private static float Push(VaeSeriesEngine engine, Row row) =>
        engine.Push("", [row.Load, row.Total], row.Seconds).Score;

    private float[] Scores(Row[] rows) => [.. detector.Transform(View(rows)).GetColumn<float>("Score")];

    private float[] Expected(Row[] rows) => Vectors(rows, "Expected");

    /// <summary>Returns what the model expects of the counter, or fills in.</summary>
    private float[] Vectors(Row[] rows, string column)
    {
        VaeSeriesScoreOptions options = new()
        {
            TimestampColumnName = "Seconds",
            ExpectedColumnName = "Expected",
            FilledColumnName = "Filled",
            UncertaintyColumnName = "Uncertainty",
        };
        using var step = ml.Transforms.VaeScoreSeries("Score", Channels, Model, options).Fit(View(rows));
        return [.. step.Transform(View(rows)).GetColumn<float[]>(column).Select(values => values[1])];
    }

    private VaeEstimator<VaeSeriesScoreTransformer> Trainer(IReadOnlyList<string>? counters) =>
        ml.AnomalyDetection.Trainers.VaeSeries(
            Channels,
            new()
            {
                WindowLength = Length,
                TimestampColumnName = "Seconds",
                Counters = counters,
                Training = new()
                {
                    EpochCount = 10,
                    Data = new() { ThresholdFolds = 0 },
                },
            }
        );

    private IDataView View(Row[] rows) => ml.Data.LoadFromEnumerable(rows);

    /// <summary>Returns rows of a minute each, in which a load goes up and down, and a total rises by about 1,000.</summary>
    private static Row[] Rows(double start = 0)
    {
        Random random = new(1);
        var total = start;
        return
        [
            .. Enumerable
                .Range(0, RowCount)
                .Select(i =>
                {
                    var load = Math.Sin(i / 2.0) + (0.1 * random.NextDouble());
                    total += Math.Round(1000 + (150 * load));
                    return new Row
                    {
                        Load = (float)load,
                        Total = (float)total,
                        Seconds = 60 * i,
                    };
                }),
        ];
    }

    private sealed class Row
    {
        public string Name { get; set; } = "";

        public float Load { get; set; }

        public float Total { get; set; }

        public double Seconds { get; set; }

        public Row Of(string name)
        {
            Name = name;
            return this;
        }
    }
}
