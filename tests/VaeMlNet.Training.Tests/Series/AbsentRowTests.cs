using Microsoft.ML;
using Microsoft.ML.Data;
using NUnit.Framework;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>Rows of series that a logger skipped: everything is as if they were there, without values.</summary>
public sealed class AbsentRowTests
{
    private const int Length = 16;
    private const int RowCount = 500; // of each of two machines

    // The first and the last rows of both machines are there.
    private static readonly HashSet<int> Lost =
    [
        .. new Random(2).GetItems([.. Enumerable.Range(4, RowCount - 5)], 100),
    ];

    private readonly MLContext ml = new(seed: 1);
    private readonly TemporaryFolder folder = new();
    private VaeSeriesScoreTransformer detector = null!;

    private static string[] Channels => ["Load", "Total"];

    private string Model => folder["model"];

    [OneTimeSetUp]
    public void Train()
    {
        detector = Trainer().Fit(View(Rows(_ => false)));
        detector.SaveModelFolder(Model);
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        detector.Dispose();
        folder.Dispose();
    }

    private static IEnumerable<TestCaseData> Cases() =>
        from isCausal in (bool[])[false, true]
        from isAtRandom in (bool[])[false, true]
        select new TestCaseData(isCausal, isAtRandom);

    [TestCaseSource(nameof(Cases))]
    public void Transform_AbsentRows_OthersHaveTheResultsOfRowsWithoutValuesInTheirPlace(bool isCausal, bool isAtRandom)
    {
        var without = Rows(isAtRandom ? IsLost : IsInGap);
        Row[] given = [.. without.Where(row => !row.IsAbsent)];
        using var step = detector.WithCausalScores(isCausal);
        var (absent, missing) = (step.Transform(View(given)), step.Transform(View(without)));

        foreach (var column in (string[])["Why", "Expected", "Uncertainty"])
        {
            Assert.That(Column<float[]>(absent), Is.EqualTo(Given(Column<float[]>(missing))), column);

            float[][] Column<T>(IDataView scored) => [.. scored.GetColumn<float[]>(column)];
        }

        Assert.That(Scores(absent), Is.EqualTo(Given(Scores(missing))));

        T[] Given<T>(IEnumerable<T> values) => [.. values.Where((_, i) => !without[i].IsAbsent)];
    }

    [Test]
    public void FindAnomalySegments_AbsentRows_AreThoseOfRowsWithoutValuesInTheirPlace()
    {
        var without = Rows(IsInGap);
        foreach (var row in without.Where(row => row.Seconds is >= 18_000 and < 18_360))
        {
            row.Load += 3;
        }

        var segments = Segments(without.Where(row => !row.IsAbsent));

        Assert.That(segments, Has.Length.EqualTo(2), "one of each machine");
        Assert.That(segments, Is.EqualTo(Segments(without)));

        (string, double?, double?, double?, float)[] Segments(IEnumerable<Row> rows) =>
            [
                .. ml
                    .Data.FindAnomalySegments(
                        detector.Transform(View(rows)),
                        new()
                        {
                            SeriesColumnName = "Machine",
                            TimestampColumnName = "Seconds",
                            RowExcessColumnName = "Excess",
                            WindowLength = Length,
                            LongestGap = detector.Series.LongestGap,
                        }
                    )
                    .Select(of => (of.Series, of.FirstTime, of.LastTime, of.PeakTime, of.PeakScore)),
            ];
    }

    [Test]
    public void Push_AbsentRows_GivesTheCausalScoresOfTheBatchAlsoAfterACheckpoint()
    {
        Row[] rows = [.. Rows(IsInGap).Where(row => !row.IsAbsent)];
        using var causal = detector.WithCausalScores();
        using var engine = causal.CreateEngine();
        using var restored = causal.CreateEngine();
        // The row behind a gap is the first one after the restart.
        var restart = Enumerable
            .Range(2, 300)
            .Last(i =>
                rows[i].Seconds - Array.FindLast(rows[..i], row => row.Machine == rows[i].Machine)!.Seconds > 60
            );
        float[] first = [.. rows[..restart].Select(row => Push(engine, row))];
        using MemoryStream checkpoint = new();
        engine.SaveCheckpoint(checkpoint);
        checkpoint.Position = 0;
        restored.RestoreCheckpoint(checkpoint);
        float[] rest = [.. rows[restart..].Select(row => Push(restored, row))];

        Assert.That(
            (float[])[.. first, .. rest],
            Is.EqualTo(Scores(causal.Transform(View(rows)))).Within(1e-3).Percent
        );
    }

    [Test]
    public void Push_RowsWithoutTime_NoneIsAbsentBeforeTheNextTime()
    {
        using var engine = new VaeSeriesEngine(Model);
        using var timed = new VaeSeriesEngine(Model);
        foreach (var (i, row) in Rows(_ => false).Where(row => row.Machine == "a").Take(60).Index())
        {
            var score = Push(timed, row);
            var seconds = i % 4 == 0 ? row.Seconds : double.NaN;

            Assert.That(engine.Push("a", [row.Load, float.NaN], seconds).RowCount, Is.EqualTo(i + 1));
            Assert.That(score, Is.Not.NaN);
        }
    }

    [Test]
    public void FitThresholds_AbsentRows_AreThoseOfTheGivenRows()
    {
        var data = View(Rows(IsInGap).Where(row => !row.IsAbsent));
        using var causal = detector.WithCausalScores();

        var thresholds = detector.FitThresholds(data);

        Assert.That(thresholds.Covering, Is.EqualTo(detector.FitThreshold(data)).Within(1e-3).Percent);
        Assert.That(thresholds.ReconstructionError, Is.EqualTo(causal.FitThreshold(data)).Within(1e-3).Percent);
    }

    [Test]
    public void Fit_AbsentRows_IsThatOfRowsWithoutValuesInTheirPlace()
    {
        // Machines in turn would have their absent rows at other places between those of the other machine.
        Row[] without = [.. Rows(IsLost).OrderBy(row => row.Machine)];
        Row[] given = [.. without.Where(row => !row.IsAbsent)];
        using var absent = Trainer(epochCount: 2).Fit(View(given));
        using var missing = Trainer(epochCount: 2).Fit(View(without));

        Assert.That(absent.Series.FillsAbsentRows, Is.True);
        Assert.That(absent.Threshold, Is.EqualTo(missing.Threshold));
        Assert.That(Scores(absent.Transform(View(given))), Is.EqualTo(Scores(missing.Transform(View(given)))));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Transform_RowsThatComeLate_AreNotAbsent(bool isCausal)
    {
        // Without the counter, whose increases are divided by the time.
        Row[] onTime = [.. Rows(_ => false).Select(row => row with { Total = float.NaN })];
        Row[] late =
        [
            .. onTime.Select(row => row with { Seconds = row.Machine == "a" ? Late(row.Seconds) : row.Seconds }),
        ];
        using var step = detector.WithCausalScores(isCausal);
        var (scores, usual) = (Scores(step.Transform(View(late))), Scores(step.Transform(View(onTime))));
        var reach = isCausal ? 0 : 60 * (Length - 1);
        var others = onTime.Index().Where(row => !IsNearLate(row.Item.Seconds)).Select(row => row.Index).ToArray();

        Assert.That(others, Has.Length.GreaterThan(RowCount));
        Assert.That(others.Select(i => scores[i]), Is.EqualTo(others.Select(i => usual[i])).Within(1e-3).Percent);

        // Six rows come with the last of them, and single ones by six tenths of a step too late.
        double Late(double seconds) =>
            seconds is >= 12_000 and < 12_300 ? 12_300 - ((12_300 - seconds) / 1000)
            : seconds % 6000 == 0 ? seconds + 36
            : seconds;

        bool IsNearLate(double seconds) =>
            (seconds >= 12_000 - reach && seconds < 12_300 + reach)
            || Enumerable.Range(0, 10).Any(late => Math.Abs(seconds - (6000 * late)) <= reach);
    }

    private static IEnumerable<TestCaseData> OthersToTrain()
    {
        static TestCaseData Case(string name, Func<int, double> seconds, VaeLikelihoodOptions? likelihood = null) =>
            new TestCaseData(seconds, likelihood).SetArgDisplayNames(name);
        yield return Case("weekends", i => 60 * (i + (i / 5 * 2)));
        yield return Case("Sundays", i => 60 * (i + (i / 12 * 2)));
        yield return Case("a clock of whole minutes", i => 60 * Math.Floor(1.1 * i));
        yield return Case("late", i => 60 * (i + (i * i % 16 == 1 ? 0.6 : 0)));
        yield return Case("irregular", i => 60 * (i + (0.4 * Math.Sin(i * i))));
        yield return Case("counts", i => 60 * i, VaeLikelihoodOptions.Poisson);
    }

    [TestCaseSource(nameof(OthersToTrain))]
    public void Fit_OtherSteps_AbsentRowsAreNotFilled(Func<int, double> seconds, VaeLikelihoodOptions? likelihood)
    {
        Row[] rows = [.. Enumerable.Range(0, 300).Select(i => new Row { Seconds = seconds(i), Load = i % 7 })];
        using var trained = new VaeSeriesTrainer(
            new()
            {
                WindowLength = Length,
                TimestampColumnName = "Seconds",
                Training = new()
                {
                    EpochCount = 1,
                    Likelihood = likelihood,
                    Data = new() { ThresholdFolds = 0 },
                },
            }
        ).Fit(View(rows), ["Load"]);

        Assert.That(trained.Options.Series!.FillsAbsentRows, Is.False);
    }

    [Test]
    public void CreateWindows_AbsentRows_HasAWindowForEachGivenRow()
    {
        var without = Rows(IsInGap);
        Row[] given = [.. without.Where(row => !row.IsAbsent)];
        using var trained = new VaeSeriesTrainer(
            new()
            {
                WindowLength = Length,
                SeriesColumnName = "Machine",
                TimestampColumnName = "Seconds",
                Training = new() { EpochCount = 1 },
            }
        ).Fit(View(given), Channels);
        var windows = Windows(without).Where((_, i) => !without[i].IsAbsent);

        Assert.That(Windows(given), Is.EqualTo(windows));

        float[][] Windows(IEnumerable<Row> rows) =>
            [.. VaeSeriesTrainer.CreateWindows(trained, View(rows), Channels).GetColumn<float[]>("Window")];
    }

    private VaeEstimator<VaeSeriesScoreTransformer> Trainer(int epochCount = 30) =>
        ml.AnomalyDetection.Trainers.VaeSeries(
            Channels,
            new()
            {
                WindowLength = Length,
                SeriesColumnName = "Machine",
                TimestampColumnName = "Seconds",
                Training = new() { EpochCount = epochCount },
            },
            new()
            {
                ContributionsColumnName = "Why",
                ExpectedColumnName = "Expected",
                UncertaintyColumnName = "Uncertainty",
                RowExcessColumnName = "Excess",
            }
        );

    private static bool IsInGap(int row) =>
        Array.Exists((int[])[41, 88, 161, 199, 290, 302, 371, 466], first => row - first is >= 0 and < 3);

    private static bool IsLost(int row) => Lost.Contains(row);

    private static float Push(VaeSeriesEngine engine, Row row) =>
        engine.Push(row.Machine, [row.Load, row.Total], row.Seconds).Score;

    private static float[] Scores(IDataView scored) => [.. scored.GetColumn<float>("Score")];

    private IDataView View(IEnumerable<Row> rows) => ml.Data.LoadFromEnumerable(rows);

    /// <summary>Returns the rows of two machines in turn, absent ones without values. The total is a counter.</summary>
    private static Row[] Rows(Func<int, bool> isAbsent)
    {
        Random random = new(1);
        float[] totals = [0, 5000];
        return
        [
            .. Enumerable
                .Range(0, 2 * RowCount)
                .Select(i =>
                {
                    var (row, machine) = (i / 2, i % 2);
                    totals[machine] += random.Next(900, 1100);
                    Row given = new()
                    {
                        Machine = machine == 0 ? "a" : "b",
                        Seconds = 60 * row,
                        Load = (float)(Math.Sin(row / 4.0) + (0.1 * random.NextDouble())),
                        Total = totals[machine],
                    };
                    return isAbsent(row + (3 * machine))
                        ? new()
                        {
                            Machine = given.Machine,
                            Seconds = given.Seconds,
                            Load = float.NaN,
                            Total = float.NaN,
                            IsAbsent = true,
                        }
                        : given;
                }),
        ];
    }

    private sealed record Row
    {
        public string Machine { get; init; } = "";

        public double Seconds { get; init; }

        public float Load { get; set; }

        public float Total { get; init; }

        public bool IsAbsent { get; init; }
    }
}
