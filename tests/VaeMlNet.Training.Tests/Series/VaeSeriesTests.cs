using Microsoft.ML;
using Microsoft.ML.Data;
using NUnit.Framework;
using NUnit.Framework.Constraints;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>Detectors of time series: training, scores of rows, model folders and the engine for streams.</summary>
public sealed class VaeSeriesTests
{
    private const int Length = 16;
    private const int FirstFull = 2 * (Length - 1); // the first row with a full window, of two machines in turn
    private const int FirstAnomaly = 700;

    private readonly MLContext ml = new(1);
    private readonly TemporaryFolder folder = new();
    private Moment[] rows = null!;
    private VaeSeriesScoreTransformer detector = null!;

    private static string[] Channels => ["Load", "Heat"];

    private string Model => folder["series"];

    [OneTimeSetUp]
    public void Train()
    {
        rows = Rows(1000, seed: 1);
        detector = ml
            .AnomalyDetection.Trainers.VaeSeries(
                Channels,
                new()
                {
                    WindowLength = Length,
                    SeriesColumnName = "Machine",
                    Training = new() { EpochCount = 30 },
                },
                new() { ContributionsColumnName = "Why" }
            )
            .Fit(View(Rows(1000, seed: 2)));
        detector.SaveModelFolder(Model);

        // Heat no longer follows the load.
        for (var i = FirstAnomaly; i < FirstAnomaly + 20; i++)
        {
            rows[i].Heat = -rows[i].Heat;
        }
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        detector.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Fit_ImageOfTheOptions_IsIgnored()
    {
        using var trained = new VaeSeriesTrainer(
            new()
            {
                WindowLength = Length,
                Training = new() { EpochCount = 1, Image = new(1, 2, 3) },
            }
        ).Fit(View(rows), Channels);

        Assert.That(trained.Options.Image, Is.Null);
    }

    [Test]
    public void Transform_Anomaly_HasTheHighestScoresAndNamesItsChannel()
    {
        var scored = detector.Transform(View(rows));
        var scores = scored.GetColumn<float>("Score").ToArray();
        var why = scored.GetColumn<float[]>("Why").ToArray();
        var peak = Array.IndexOf(scores, scores.Max());

        Assert.That(scores, Has.Length.EqualTo(rows.Length).And.All.Matches<float>(float.IsFinite));
        Assert.That(peak, Is.InRange(FirstAnomaly - Length, FirstAnomaly + 20 + Length));
        Assert.That(why[peak][1], Is.GreaterThan(why[peak][0]));
        Assert.That(why[peak].Sum(), Is.EqualTo(scores[peak]).Within(1e-3 * Math.Abs(scores[peak])));
        Assert.That(scored.GetColumn<bool>("PredictedLabel").ElementAt(peak), Is.True);
    }

    [Test]
    [Proves(64)]
    public void Transform_Covering_IsTheMeanOfTheCausalScoresOfFullWindowsThatContainTheRow()
    {
        var covering = Scores(isCausal: false);
        var causal = Scores(isCausal: true);
        foreach (var machine in (string[])["a", "b"])
        {
            int[] places = [.. rows.Index().Where(r => r.Item.Machine == machine).Select(r => r.Index)];
            for (var i = 0; i < places.Length; i++)
            {
                var ends = Enumerable
                    .Range(0, Length)
                    .Select(k => i + k)
                    .Where(e => e >= Length - 1 && e < places.Length);
                Assert.That(
                    covering[places[i]],
                    Is.EqualTo(ends.Average(end => causal[places[end]])).Within(1e-3),
                    $"row {i} of {machine}"
                );
            }
        }
    }

    /// <summary>With batches of one row, each of both passes gets every second row.</summary>
    [TestCase(null)]
    [TestCase(1)]
    public void Transform_SourceThatGivesItsRowsOnce_Fails(int? batchSize)
    {
        Queue<Moment> queue = new(rows[..400]);
        IEnumerable<Moment> Once()
        {
            while (queue.TryDequeue(out var row))
            {
                yield return row;
            }
        }

        VaeSeriesScoreOptions options = new() { IsCausal = true, BatchSize = batchSize };
        using var scorer = ml.Transforms.VaeScoreSeries("Score", Channels, Model, options).Fit(View(rows));

        Assert.That(
            () => scorer.Transform(ml.Data.LoadFromEnumerable(Once())).GetColumn<float>("Score").ToArray(),
            Throws.InvalidOperationException.With.Message.Contains("each time it is read")
        );
    }

    private static IEnumerable<TestCaseData> WrongScoreOptions()
    {
        static TestCaseData Case(string fact, VaeSeriesScoreOptions options) =>
            new TestCaseData(options, fact).SetArgDisplayNames(fact);
        yield return Case("Set IsCausal", new() { WindowContributionsColumnName = "Cells" });
        yield return Case("NaN", new() { Threshold = float.NaN });
        yield return Case("'Score'", new() { ExpectedColumnName = "Score" });
        yield return Case("BatchSize of VaeScoreSeries is 0", new() { BatchSize = 0 });
        yield return Case("IntraOpThreadCount is 0, expected 1 to 1024", new() { IntraOpThreadCount = 0 });
    }

    [TestCaseSource(nameof(WrongScoreOptions))]
    public void Create_WrongScoreOptions_AreRefusedBeforeTraining(VaeSeriesScoreOptions options, string fact) =>
        Assert.That(
            () => ml.AnomalyDetection.Trainers.VaeSeries(Channels, scoreOptions: options),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains(fact)
        );

    /// <summary>A training without rows would end in another exception.</summary>
    [TestCase(null, int.MaxValue)]
    [TestCase(null, 100_000_000)]
    [TestCase(Length, 10_000_000)]
    public void Fit_BatchSizeBeyondOneBuffer_IsRefusedBeforeTraining(int? windowLength, int batchSize) =>
        Assert.That(
            () =>
                ml
                    .AnomalyDetection.Trainers.VaeSeries(
                        Channels,
                        new() { WindowLength = windowLength },
                        new() { BatchSize = batchSize }
                    )
                    .Fit(View([])),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains($"BatchSize of VaeScoreSeries is {batchSize}, expected 1 to")
        );

    [Test]
    public void ScoreSeries_BatchSizeBeyondOneBuffer_IsRefusedByItsName() =>
        Assert.That(
            () => ml.Transforms.VaeScoreSeries("Score", Channels, Model, new() { BatchSize = int.MaxValue }),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("BatchSize of VaeScoreSeries is 2147483647, expected 1 to")
        );

    [Test]
    public void RowExcess_Covering_IsTheMeanContributionOfTheRowInItsWindows()
    {
        var data = View(rows[..100]);
        VaeSeriesScoreOptions options = new() { SeriesColumnName = "Machine", RowExcessColumnName = "Excess" };
        using var covering = ml.Transforms.VaeScoreSeries("Score", Channels, Model, options).Fit(data);
        using var causal = ml
            .Transforms.VaeScoreSeries(
                "Score",
                Channels,
                Model,
                options with
                {
                    IsCausal = true,
                    WindowContributionsColumnName = "Cells",
                }
            )
            .Fit(data);
        var excesses = covering.Transform(data).GetColumn<float>("Excess").ToArray();
        var ofWindows = causal.Transform(data);
        var cells = ofWindows.GetColumn<float[]>("Cells").ToArray();
        float Own(int end, int before) => cells[end][^((2 * before) + 2)] + cells[end][^((2 * before) + 1)];

        Assert.That(
            ofWindows.GetColumn<float>("Excess"),
            Is.EqualTo(Enumerable.Range(0, 100).Select(i => (Length * Own(i, 0)) - causal.Threshold)).Within(1e-2)
        );

        // Rows of a machine are two rows apart. The windows of the first 15 rows of a machine are not full.
        for (var i = 0; i < 100; i++)
        {
            var ends = Enumerable.Range(0, Length).Where(k => i + (2 * k) is >= 30 and < 100);

            Assert.That(
                excesses[i],
                Is.EqualTo((Length * ends.Average(k => Own(i + (2 * k), k))) - covering.Threshold).Within(1e-2),
                $"row {i}"
            );
        }
    }

    [Test]
    [Proves(64)]
    public void Engine_AnyRow_GivesTheCausalScoreOfTheBatch()
    {
        var causal = Scores(isCausal: true);
        using var engine = new VaeSeriesEngine(Model);
        var why = new float[2];
        foreach (var (i, row) in rows.Index())
        {
            var result = engine.Push(row.Machine, [row.Load, row.Heat], contributions: why);

            Assert.That(
                result.Score,
                Is.EqualTo(causal[i]).Within(1e-5 * Math.Max(1, Math.Abs(causal[i]))),
                $"row {i}"
            );
            Assert.That(result.IsAnomaly, Is.EqualTo(result.Score > engine.Threshold));
            Assert.That(why.Sum(), Is.EqualTo(result.Score).Within(1e-3 * Math.Max(1, Math.Abs(result.Score))));
        }

        Assert.That(engine.SeriesCount, Is.EqualTo(2));
    }

    [Test]
    [Proves(64)]
    public void Engine_RestoredFromACheckpoint_GoesOnExactly()
    {
        using var engine = new VaeSeriesEngine(Model);
        using var other = new VaeSeriesEngine(Model);
        Feed(engine, rows[..500]);
        engine.SaveCheckpoint(folder["state"]);
        var expected = Feed(engine, rows[500..600]);
        Feed(other, rows[900..]);

        other.RestoreCheckpoint(folder["state"]);

        Assert.That(Feed(other, rows[500..600]), Is.EqualTo(expected));
    }

    [Test]
    public void Engine_RestoredFromTheRestOfAStream_GoesOnExactly()
    {
        using var engine = new VaeSeriesEngine(Model);
        using var other = new VaeSeriesEngine(Model);
        using MemoryStream stream = new([1, 2, 3, .. new byte[1 << 16]]);
        stream.Position = 3;
        Feed(engine, rows[..500]);
        engine.SaveCheckpoint(stream);
        stream.SetLength(stream.Position);
        var expected = Feed(engine, rows[500..600]);

        stream.Position = 3;
        other.RestoreCheckpoint(stream);

        Assert.That(Feed(other, rows[500..600]), Is.EqualTo(expected));
        Assert.That(() => other.RestoreCheckpoint(Stream.Null), Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void Engine_LastTime_IsThatOfTheSeries()
    {
        using var engine = new VaeSeriesEngine(Model);
        engine.Push("a", [1, 2], new DateTimeOffset(1970, 1, 2, 1, 0, 0, TimeSpan.FromHours(1)));
        engine.Push("b", [1, 2], 7.5);
        engine.Push("c", [1, 2]);

        double[] times = [.. new[] { "a", "b", "c", "d" }.Select(engine.LastTime)];

        Assert.That(times, Is.EqualTo(new[] { 86_400, 7.5, double.NaN, double.NaN }));
        Assert.That(engine.SeriesCount, Is.EqualTo(3), "asking remembers nothing");
    }

    [Test]
    [Proves(64)]
    public void Engine_DamagedCheckpoint_IsRefusedAndChangesNothing()
    {
        using var engine = new VaeSeriesEngine(Model);
        Feed(engine, rows[..50]);
        engine.SaveCheckpoint(folder["damaged"]);
        var bytes = File.ReadAllBytes(folder["damaged"]);
        bytes[^3] ^= 1;
        File.WriteAllBytes(folder["damaged"], bytes);
        File.WriteAllText(folder["other"], "no checkpoint");

        Assert.That(
            () => engine.RestoreCheckpoint(folder["damaged"]),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("damaged")
        );
        Assert.That(() => engine.RestoreCheckpoint(folder["other"]), Throws.InstanceOf<InvalidDataException>());
        Assert.That(engine.SeriesCount, Is.EqualTo(2));
    }

    [Test]
    public void Engine_ManyThreads_GivesEachSeriesItsOwnScores()
    {
        using var engine = new VaeSeriesEngine(Model);
        var ofA = rows.Where(row => row.Machine == "a").Take(100).ToArray();
        var expected = Feed(engine, ofA);
        var actual = new float[8][];

        Parallel.For(
            0,
            actual.Length,
            thread => actual[thread] = [.. ofA.Select(row => engine.Push($"s{thread}", [row.Load, row.Heat]).Score)]
        );

        Assert.That(actual, Is.All.EqualTo(expected).Within(1e-5));
    }

    [Test]
    [Proves(64)]
    public void Engine_WrongInput_IsRefusedAndChangesNothing()
    {
        using var engine = new VaeSeriesEngine(Model);
        engine.Push("a", [1, 2], time: 10.0);

        Assert.That(() => engine.Push("a", [1]), Throws.ArgumentException.With.Message.Contains("2 channels"));
        Assert.That(
            () => engine.Push("a", [1, float.PositiveInfinity]),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("'Heat' is Infinity, but must be a finite number")
        );
        Assert.That(
            () => engine.Push("a", [1, 2], time: 9.0),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("is 1 before")
        );
        Assert.That(engine.Push("a", [1, 2], time: 11.0).RowCount, Is.EqualTo(2));
        Assert.That(engine.Remove("a"), Is.True);

        engine.Dispose();

        Assert.That(() => engine.Push("a", [1, 2]), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    [Proves(64)]
    public void Engine_RowWithoutATime_HasThatOfTheRowBeforeIt()
    {
        using var engine = new VaeSeriesEngine(Model);
        engine.Push("a", [1, 2], time: 100);

        engine.Push("a", [1, 2]);

        Assert.That(engine.LastTime("a"), Is.EqualTo(100));
        Assert.That(
            () => engine.Push("a", [1, 2], time: 50),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("is 50 before")
        );
    }

    [Test]
    [Proves(64)]
    public void Engine_InfiniteTime_IsRefusedAndRemembersNothing(
        [Values(double.PositiveInfinity, double.NegativeInfinity)] double time
    )
    {
        using var engine = new VaeSeriesEngine(Model);

        Assert.That(
            () => engine.Push("a", [1, 2], time),
            Throws.ArgumentException.With.Message.Contains("The time of the row of series 'a' is")
        );
        Assert.That(engine.SeriesCount, Is.Zero);
    }

    [Test]
    public void Engine_RemoveIdle_ForgetsSeriesWithoutRowsAlsoAfterARestart()
    {
        var clock = new StoppedClock();
        using var engine = new VaeSeriesEngine(Model) { Clock = clock };
        using var restarted = new VaeSeriesEngine(Model) { Clock = clock };
        engine.Push("a", [1, 2]);
        clock.Now += TimeSpan.FromHours(2);
        engine.Push("b", [1, 2]);
        engine.SaveCheckpoint(folder["idle"]);
        restarted.RestoreCheckpoint(folder["idle"]);

        int[] removed =
        [
            engine.RemoveIdle(TimeSpan.FromHours(2)),
            engine.RemoveIdle(TimeSpan.FromHours(1)),
            restarted.RemoveIdle(TimeSpan.FromHours(1)),
        ];

        Assert.That(removed, Is.EqualTo(new[] { 0, 1, 1 }));
        Assert.That((engine.Contains("a"), engine.Contains("b")), Is.EqualTo((false, true)));
        Assert.That(() => engine.RemoveIdle(TimeSpan.Zero), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void SeriesWindows_RowsWithoutATime_DoNotHideAGap()
    {
        SeriesWindows windows = new(new("Step", Length: 4, ChannelCount: 1, LongestGap: 16, Units: null));
        windows.Add("a", [1], 0, 0);
        windows.Add("a", [2], double.NaN, 1);

        var (_, window, _) = windows.Add("a", [3], 1e9, 2);

        Assert.That(window.RowCount, Is.EqualTo(1));
        Assert.That(
            () => windows.Add("a", [3], double.PositiveInfinity, 3),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("row 4 of series 'a' is infinite")
        );
    }

    [Test]
    public void ScoreSeries_SavedFolder_GivesTheDetectorsScores()
    {
        var data = View(rows);
        using var step = ml
            .Transforms.VaeScoreSeries("Score", [], Model, new() { SeriesColumnName = "Machine" })
            .Fit(data);

        Assert.That(step.Threshold, Is.EqualTo(detector.Threshold));
        Assert.That(
            step.Transform(data).GetColumn<float>("Score"),
            Is.EqualTo(detector.Transform(data).GetColumn<float>("Score"))
        );
        Assert.That(
            () => ml.Model.Save(step, data.Schema, Stream.Null),
            Throws.InstanceOf<NotSupportedException>().With.Message.Contains("SaveModelFolder")
        );
    }

    [Test]
    public void Fit_AllColumns_PromisesWhatItGives()
    {
        var data = View(rows);
        var estimator = ml.Transforms.VaeScoreSeries(
            "Score",
            Channels,
            Model,
            new()
            {
                IsCausal = true,
                ContributionsColumnName = "Why",
                WindowContributionsColumnName = "Cells",
                RowExcessColumnName = "Excess",
            }
        );
        using var step = estimator.Fit(data);

        Assert.That(
            Shapes.Describe(estimator.GetOutputSchema(Shapes.Create(data.Schema))),
            Is.EqualTo(Shapes.Describe(Shapes.Create(step.Transform(data).Schema)))
        );
    }

    private static IEnumerable<TestCaseData> RulesOfTrainingRows()
    {
        yield return new TestCaseData(new VaeTrainerOptions { Contamination = 0.05 }, null).SetArgDisplayNames(
            "Contamination"
        );
        yield return new TestCaseData(new VaeTrainerOptions { Contamination = 0.05 }, 3).SetArgDisplayNames(
            "ContaminationOfOneWindowIn3"
        );
        yield return new TestCaseData(
            new VaeTrainerOptions
            {
                Contamination = 0.05,
                Data = new() { ThresholdFolds = 3 },
            },
            null
        ).SetArgDisplayNames("ContaminationWithFolds");
        yield return new TestCaseData(
            new VaeTrainerOptions
            {
                Contamination = 0.05,
                Data = new() { ValidationShare = 0, ThresholdFolds = 3 },
            },
            null
        ).SetArgDisplayNames("ContaminationWithFoldsAndNoRowsHeldOut");
        yield return new TestCaseData(
            new VaeTrainerOptions
            {
                Threshold = new() { Quantile = 0.95 },
                Data = new() { ValidationShare = 0, ThresholdFolds = 0 },
            },
            null
        ).SetArgDisplayNames("QuantileWithNoRowsHeldOut");
    }

    [TestCaseSource(nameof(RulesOfTrainingRows))]
    public void Threshold_OfTrainingRows_LabelsItsShareByBothScores(VaeTrainerOptions training, int? stride)
    {
        const int count = 1200;
        var data = View(Rows(count, seed: 5));
        foreach (var isCausal in new[] { false, true })
        {
            using var fitted = ml
                .AnomalyDetection.Trainers.VaeSeries(
                    Channels,
                    new()
                    {
                        WindowLength = Length,
                        Stride = stride,
                        SeriesColumnName = "Machine",
                        Training = training with { EpochCount = 10 },
                    },
                    new() { IsCausal = isCausal }
                )
                .Fit(data);
            var first = isCausal ? FirstFull : 0;
            var labels = fitted.Transform(data).GetColumn<bool>("PredictedLabel").Skip(first);

            Assert.That(labels.Count(label => label) / (double)(count - first), Is.EqualTo(0.05).Within(0.01));
        }
    }

    [Test]
    public void FindAnomalySegments_OneAnomaly_NamesItsRowsAndChannel()
    {
        var scored = detector.Transform(View(rows));
        var labels = scored.GetColumn<bool>("PredictedLabel").ToArray();
        var scores = scored.GetColumn<float>("Score").ToArray();

        var segments = ml.Data.FindAnomalySegments(
            scored,
            new() { SeriesColumnName = "Machine", ContributionsColumnName = "Why" }
        );
        var top = segments.MaxBy(segment => segment.PeakScore)!;

        Assert.That(segments.Sum(segment => segment.RowCount), Is.EqualTo(labels.Count(label => label)));
        Assert.That(top.PeakScore, Is.EqualTo(scores.Max()));
        Assert.That(top.PeakRow, Is.EqualTo(Array.IndexOf(scores, scores.Max())));
        Assert.That(top.Channels[0].Key, Is.EqualTo("Heat"));
        Assert.That(segments.Select(segment => segment.Series).Distinct(), Is.SubsetOf(new[] { "a", "b" }));
        Assert.That(
            ml.Data.FindAnomalySegments(scored, new() { SeriesColumnName = "Machine", LongestPause = rows.Length }),
            Has.Count.LessThanOrEqualTo(2)
        );
    }

    [Test]
    public void UsualContributions_OfAModel_AreNearTheMeansOfOtherNormalRows()
    {
        var contributions = detector.Transform(View(Rows(1000, seed: 3))).GetColumn<float[]>("Why").ToArray();

        Assert.That(
            detector.Series.UsualContributions,
            Is.EqualTo(Channels.Select((_, c) => contributions.Average(row => row[c]))).Within(2f)
        );
        Assert.That(detector.Series.UsualContributions, Has.All.Matches<float>(usual => Math.Abs(usual) > 4), "not 0");
    }

    [Test]
    public void CreateEngine_CausalDetector_HasItsThresholdAndScores()
    {
        using var causal = detector.WithCausalScores().WithThreshold(12);
        using var engine = causal.CreateEngine();

        Assert.That(engine.Threshold, Is.EqualTo(12));
        Assert.That(
            Feed(engine, rows[..40]),
            Is.EqualTo(causal.Transform(View(rows[..40])).GetColumn<float>("Score")).Within(1e-4)
        );
    }

    [TestCase(1, 20)]
    [TestCase(50, 4)]
    public void FitThreshold_Blocks_AreAboveItInTheirShare(int blockLength, int expected)
    {
        var data = View(Rows(2000, seed: 3));

        using var fitted = detector.WithThreshold(
            detector.FitThreshold(data, new() { Quantile = 0.99 - (0.09 * Math.Min(blockLength - 1, 1)) }, blockLength)
        );
        var scored = fitted.Transform(data);
        var above = scored
            .GetColumn<string>("Machine")
            .Zip(scored.GetColumn<bool>("PredictedLabel"))
            .GroupBy(row => row.First)
            .SelectMany(machine => machine.Chunk(blockLength))
            .Count(block => block.Any(row => row.Second));

        Assert.That(above, Is.EqualTo(expected));
        Assert.That(
            () => detector.FitThreshold(View(rows[..30]), blockLength: 50),
            Throws.InvalidOperationException.With.Message.Contains("block of 50 rows")
        );
    }

    [Test]
    public void FitThresholds_WrittenIntoTheFolder_AreThoseOfBothScorings()
    {
        var data = View(Rows(2000, seed: 3));
        detector.SaveModelFolder(folder["fitted"]);

        VaeModel.ReplaceThreshold(folder["fitted"], detector.FitThresholds(data, new() { Quantile = 0.95 }));

        foreach (var isCausal in (bool[])[false, true])
        {
            VaeSeriesScoreOptions options = new() { IsCausal = isCausal, SeriesColumnName = "Machine" };
            using var step = ml.Transforms.VaeScoreSeries("Score", Channels, folder["fitted"], options).Fit(data);

            Assert.That(step.Threshold, Is.EqualTo(step.FitThreshold(data, new() { Quantile = 0.95 })).Within(1e-4));
            Assert.That(
                step.Transform(data)
                    .GetColumn<bool>("PredictedLabel")
                    .Skip(isCausal ? FirstFull : 0)
                    .Count(label => label),
                Is.EqualTo(100).Within(2)
            );
        }

        using var engine = new VaeSeriesEngine(folder["fitted"]);

        Assert.That(engine.Threshold, Is.Not.EqualTo(detector.Threshold));
    }

    [Test]
    public void FitThresholds_RowsLeftOut_DoNotCountNorRowsWithThemInTheirWindows()
    {
        var recent = Rows(2000, seed: 3);
        // An event of machine a, on even rows.
        HashSet<long> leftOut = [.. Enumerable.Range(500, 10).Select(row => 2L * row)];
        foreach (var row in leftOut)
        {
            recent[row].Load = 9;
        }

        var data = View(recent);
        using var causal = detector.WithCausalScores();
        double[] Scores(VaeSeriesScoreTransformer step, Func<int, bool> isLeftOut) =>
            [
                .. step.Transform(data)
                    .GetColumn<float>("Score")
                    .Where((_, row) => row % 2 == 1 || !isLeftOut(row / 2))
                    .Select(score => (double)score),
            ];

        var threshold = detector.FitThresholds(data, new() { Quantile = 0.99 }, leftOut);
        var atOnce = Scores(causal, row => row is >= 500 and < 510 + Length - 1)[FirstFull..];

        Assert.That(threshold.Rows, Is.EqualTo(2000 - FirstFull - 10 - (Length - 1)).And.EqualTo(atOnce.Length));
        Assert.That(threshold.ReconstructionError, Is.EqualTo(Quantile.Compute(atOnce, 0.99)).Within(1e-3));
        Assert.That(
            threshold.Covering,
            Is.EqualTo(Quantile.Compute(Scores(detector, row => row is > 500 - Length and < 510 + Length - 1), 0.99))
                .Within(1e-3)
        );
    }

    [TestCase(0, "every full window of 16 rows contains an anomaly or another row that is left out")]
    [TestCase(
        100,
        "at least 99 normal rows, but there are 70 whose windows contain no anomaly or other row that is left out. Pass more rows or a larger rate."
    )]
    public void FitThresholds_FewWindowsWithoutLeftOutRows_IsRefused(int firstLeftOut, string fact)
    {
        HashSet<long> leftOut = [.. Enumerable.Range(firstLeftOut, 2000 - firstLeftOut).Select(row => (long)row)];

        Assert.That(
            () => detector.FitThresholds(View(Rows(2000, seed: 3)), new() { FalsePositiveRate = 0.01 }, leftOut),
            Throws.InvalidOperationException.With.Message.Contains(fact)
        );
    }

    [Test]
    public void ReplaceThreshold_OfSeriesForAModelOfRows_IsRefused()
    {
        using var model = new VaeTrainer(new() { EpochCount = 1 }).Fit(View(rows), Channels);
        model.Export(folder["of rows"], View(rows));

        Assert.That(
            () => VaeModel.ReplaceThreshold(folder["of rows"], detector.FitThresholds(View(rows))),
            Throws.InstanceOf<VaeModelException>().With.Message.Contains("was trained on single rows")
        );
    }

    [Test]
    public void Transformer_Disposed_EveryMemberRefuses()
    {
        var transformer = detector.WithThreshold(1);
        transformer.Dispose();
        string[] allowed = ["ExecutionProvider", "IsRowToRowMapper", "Threshold", "IsCausal", "Series"];

        DisposedMembers.AssertRefuse(
            transformer,
            allowed.ToDictionary(name => name, _ => "Says what the model is; needs no session."),
            typeof(VaeModel).Assembly
        );
    }

    [Test]
    public void Engine_Disposed_EveryMethodRefuses()
    {
        var engine = detector.CreateEngine();
        engine.Dispose();

        Assert.Multiple(() =>
        {
            Assert.That(() => engine.Push("a", [1, 2]), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => engine.Push("a", [1, 2], 1.0), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => engine.Remove("a"), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => engine.SaveCheckpoint(folder["none"]), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => engine.RestoreCheckpoint(folder["none"]), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => engine.SaveCheckpoint(Stream.Null), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => engine.RestoreCheckpoint(Stream.Null), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => engine.LastTime("a"), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(engine.Dispose, Throws.Nothing);
            Assert.That(File.Exists(folder["none"]), Is.False);
        });
    }

    [Test]
    [Category("Long")]
    public void Engine_TenThousandSeries_FitIntoMemory()
    {
        using var engine = detector.CreateEngine();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 10_000; i++)
        {
            engine.Push($"series {i}", [0.1f, 0.2f]);
        }

        Assert.That(engine.SeriesCount, Is.EqualTo(10_000));
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(20 << 20));
    }

    [Test]
    public void ScoreSeries_SeriesShorterThanAWindow_HasScores()
    {
        var data = View(rows[..6]);

        Assert.That(detector.Transform(data).GetColumn<float>("Score"), Has.Exactly(6).Matches<float>(float.IsFinite));
    }

    [Test]
    public void ScoreSeries_ModelOfSingleRows_IsRefused()
    {
        using var model = new VaeTrainer(new() { EpochCount = 1 }).Fit(View(rows), Channels);
        model.Export(folder["rows"], View(rows));

        Assert.That(
            () => ml.Transforms.VaeScoreSeries("Score", [], folder["rows"]),
            Throws.InstanceOf<VaeModelException>().With.Message.Contains("was trained on single rows")
        );
    }

    [Test]
    public void Fit_SeriesShorterThanAWindow_IsRefused() =>
        Assert.That(
            () => ml.AnomalyDetection.Trainers.VaeSeries(Channels).Fit(View(rows[..8])),
            Throws.InvalidOperationException.With.Message.Contains("a series of at least 10 rows")
        );

    [TestCase("Machine", "cannot read column 'Machine' of type String, expected Single")]
    [TestCase(
        "Missing",
        "Name a column of the data in channelColumnNames",
        "Name a column of the data in inputColumnNames"
    )]
    public void GetOutputSchema_WrongChannel_IsRefusedBeforeTheTraining(
        string channel,
        string ofTrainer,
        string? ofStep = null
    )
    {
        var shape = Shapes.Create(View(rows).Schema);

        Assert.That(
            () => ml.AnomalyDetection.Trainers.VaeSeries(["Load", channel]).GetOutputSchema(shape),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains(ofTrainer)
        );
        Assert.That(
            () => ml.Transforms.VaeScoreSeries("Score", ["Load", channel], Model).GetOutputSchema(shape),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains(ofStep ?? ofTrainer)
        );
    }

    [Test]
    public void ScoreSeries_MissingColumnsAllowed_IsRefused()
    {
        VaeSeriesScoreOptions options = new() { AllowMissingColumns = true };

        Assert.That(
            () => ml.Transforms.VaeScoreSeries("Score", Channels, Model, options),
            Throws.ArgumentException.With.Message.Contains("VaeScoreSeries needs every channel")
        );
        Assert.That(
            () => ml.AnomalyDetection.Trainers.VaeSeries(Channels, scoreOptions: options),
            Throws.ArgumentException.With.Message.Contains("AllowMissingColumns")
        );
    }

    [Test]
    public void Transform_NoRows_HasNoScoresAndNoThreshold()
    {
        var empty = View([]);

        Assert.That(detector.Transform(empty).GetColumn<float>("Score"), Is.Empty);
        Assert.That(
            () => detector.FitThreshold(empty),
            Throws.InvalidOperationException.With.Message.Contains("no series has 16 rows without a gap")
        );
    }

    [Test]
    public void FitThresholds_RowsWithoutAFullWindow_DoNotCount()
    {
        var full = Rows(2000, seed: 3);
        Moment[] pieces =
        [
            .. rows[..400]
                .Chunk(FirstFull)
                .SelectMany(
                    (piece, i) =>
                        piece.Select(row => new Moment
                        {
                            Machine = $"{row.Machine} {i}",
                            Load = 9,
                            Heat = -9,
                        })
                ),
        ];
        VaeThresholdOptions options = new() { Quantile = 0.95 };

        var expected = detector.FitThresholds(View(full), options);
        var actual = detector.FitThresholds(View([.. full, .. pieces]), options);

        Assert.That(actual.Rows, Is.EqualTo(expected.Rows).And.EqualTo(2000 - FirstFull));
        Assert.That(actual.ReconstructionError, Is.EqualTo(expected.ReconstructionError).Within(1e-3));
        Assert.That(actual.Covering, Is.EqualTo(expected.Covering).Within(1e-3));
        Assert.That(
            detector.FitThreshold(View([.. full, .. pieces]), options),
            Is.EqualTo(detector.FitThreshold(View(full), options)).Within(1e-3)
        );
        Assert.That(
            () => detector.FitThresholds(View(pieces), options),
            Throws.InvalidOperationException.With.Message.Contains("no series has 16 rows without a gap")
        );
        Assert.That(
            () => detector.FitThreshold(View(pieces), options),
            Throws.InvalidOperationException.With.Message.Contains("no series has 16 rows without a gap")
        );
    }

    [Test]
    public void GetRowCursorSet_Three_GivesAllRowsInOneCursor()
    {
        var scored = detector.Transform(View(rows));
        var score = scored.Schema["Score"];

        using var cursor = scored.GetRowCursorSet([score], 3).Single();
        var read = cursor.GetGetter<float>(score);
        List<float> scores = [];
        while (cursor.MoveNext())
        {
            float value = 0;
            read(ref value);
            scores.Add(value);
        }

        Assert.That(scores, Is.EqualTo(scored.GetColumn<float>("Score")));
    }

    [Test]
    public void Create_LikelihoodWithBins_IsRefused() =>
        Assert.That(
            () => new VaeSeriesTrainer(new() { Training = new() { Likelihood = new HistogramLikelihoodOptions() } }),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains(
                    "VaeSeriesOptions.Training.Likelihood is HistogramLikelihoodOptions, but must be a likelihood without bins"
                )
        );

    [Test]
    public void Fit_HiddenCellsOfSeveralChannels_AreRefusedBeforeTraining() =>
        Assert.That(
            () =>
                new VaeSeriesTrainer(
                    new()
                    {
                        WindowLength = Length,
                        Training = new()
                        {
                            InputNoise = new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 1 },
                        },
                    }
                ).Fit(View(rows), Channels),
            Throws
                .ArgumentException.With.Message.Contains("Training.InputNoise is HiddenCells")
                .And.Message.Contains("train on one channel without a trend")
        );

    [Test]
    public void Create_MissingCellsEverywhere_AreRefused() =>
        Assert.That(
            () => new VaeSeriesTrainer(new() { Training = new() { MissingCells = VaeMissingCells.Everywhere } }),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("Training.MissingCells is Everywhere")
        );

    [Test]
    public void Create_NormalRowsOrALikelihoodOfFeatures_AreRefused()
    {
        Assert.That(
            () => new VaeSeriesTrainer(new() { Training = new() { NormalRows = true } }),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("VaeSeriesOptions.Training.NormalRows is True, but must be false")
        );
        Assert.That(
            () => new VaeSeriesTrainer(new() { Training = new() { Likelihood = VaeLikelihoodOptions.Bernoulli } }),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("VaeSeriesOptions.Training.Likelihood is VaeLikelihoodOptions.Bernoulli")
        );
    }

    [TestCase(0, "WindowLength is 0")]
    [TestCase(2, "Stride is 0")]
    public void Create_OptionOutOfRange_IsNamedWithItsType(int windowLength, string fact) =>
        Assert.That(
            () => new VaeSeriesTrainer(new() { WindowLength = windowLength, Stride = 0 }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartWith($"VaeSeriesOptions.{fact}, but must be")
        );

    [Test]
    public void Create_Labels_AreRefused() =>
        Assert.That(
            () =>
                new VaeSeriesTrainer(
                    new() { Training = new() { Labels = new KnownAnomalyLabelOptions { ColumnName = "Fault" } } }
                ),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.StartWith("VaeSeriesOptions.Training.Labels is Fault, but must be null")
        );

    [Test]
    public void ScoreSeries_NoNames_ReadsTheColumnsOfTheTraining()
    {
        Sensors[] sensors = [.. rows.Take(200).Select(row => new Sensors { Ab = [row.Load, row.Heat], C = row.Heat })];
        var data = ml.Data.LoadFromEnumerable(sensors);
        using var trained = new VaeSeriesTrainer(
            new()
            {
                WindowLength = 4,
                Training = new() { EpochCount = 1 },
            }
        ).Fit(data, ["Ab", "C"]);
        trained.Export(folder["vectors"], VaeSeriesTrainer.CreateWindows(trained, data, ["Ab", "C"]));
        var estimator = ml.Transforms.VaeScoreSeries("Score", [], folder["vectors"]);
        using var byNames = ml.Transforms.VaeScoreSeries("Score", ["Ab", "C"], folder["vectors"]).Fit(data);

        using var step = estimator.Fit(data);

        Assert.That(step.Series.Channels, Is.EqualTo(new[] { "Ab.0", "Ab.1", "C" }));
        Assert.That(
            step.Transform(data).GetColumn<float>("Score"),
            Is.EqualTo(byNames.Transform(data).GetColumn<float>("Score"))
        );
        Assert.That(() => estimator.GetOutputSchema(Shapes.Create(data.Schema)), Throws.Nothing);
    }

    [Test]
    public void ScoreSeries_NoNames_ReadsNoColumnOfOtherChannels()
    {
        Spaced[] spaced = [.. rows.Take(200).Select(row => new Spaced { AbFirst = row.Load, C = row.Heat })];
        using var trained = new VaeSeriesTrainer(
            new()
            {
                WindowLength = 4,
                Training = new() { EpochCount = 1 },
            }
        ).Fit(ml.Data.LoadFromEnumerable(spaced), ["Ab.0", "C"]);
        trained.Export(
            folder["scalars"],
            VaeSeriesTrainer.CreateWindows(trained, ml.Data.LoadFromEnumerable(spaced), ["Ab.0", "C"])
        );
        var scalars = ml.Data.LoadFromEnumerable([new { Ab = 1f, C = 2f }]);
        var vectors = ml.Data.LoadFromEnumerable([new Sensors { Ab = [1, 2] }]);
        var estimator = ml.Transforms.VaeScoreSeries("Score", [], folder["scalars"]);

        Assert.That(() => estimator.Fit(scalars), Refused());
        Assert.That(() => estimator.GetOutputSchema(Shapes.Create(scalars.Schema)), Refused());
        Assert.That(() => estimator.Fit(vectors), Refused());

        static Constraint Refused() => Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("'Ab.0'");
    }

    [Test]
    public void Read_ValueThatIsNotAllowed_IsNamedByChannelAndRow()
    {
        Sensors[] sensors = [.. rows.Take(200).Select(row => new Sensors { Ab = [1, 2], C = 3 })];
        var data = ml.Data.LoadFromEnumerable(sensors);
        VaeSeriesOptions options = new()
        {
            WindowLength = 4,
            Training = new() { EpochCount = 1, Likelihood = VaeLikelihoodOptions.Poisson },
        };
        using var trained = new VaeSeriesTrainer(options).Fit(data, ["C"]);
        trained.Export(folder["counts"], VaeSeriesTrainer.CreateWindows(trained, data, ["C"]));
        sensors[20].C = -1;
        using var step = ml.Transforms.VaeScoreSeries("Score", ["C"], folder["counts"]).Fit(data);

        Assert.That(
            () => new VaeSeriesTrainer(options).Fit(data, ["C"]),
            Throws
                .TypeOf<VaeRowException>()
                .With.Message.StartWith(
                    "VaeSeries cannot read channel 'C' of row 21: it is -1, but its likelihood needs counts"
                )
        );
        Assert.That(
            () => step.Transform(data).GetColumn<float>("Score").ToArray(),
            Throws
                .TypeOf<VaeRowException>()
                .With.Message.StartWith("VaeScoreSeries cannot read channel 'C' of row 21: it is -1, but")
                .And.Property(nameof(VaeRowException.Row))
                .EqualTo(20)
        );

        using VaeSeriesEngine engine = new(folder["counts"]);

        Assert.That(
            () => engine.Push("", [1.5f]),
            Throws
                .TypeOf<VaeRowException>()
                .With.Message.StartWith("Channel 'C' is 1.5, but its likelihood needs counts")
                .And.Property(nameof(VaeRowException.Slot))
                .EqualTo(0)
        );
    }

    [Test]
    public void Read_InfiniteValue_IsNamedByChannelAndRow()
    {
        Moment[] moments = [.. Rows(200, seed: 3)];
        moments[120].Heat = float.NegativeInfinity;
        Sensors[] sensors = [new() { Ab = [1, float.PositiveInfinity] }];

        Assert.That(
            () => ml.AnomalyDetection.Trainers.VaeSeries(Channels).Fit(View(moments)),
            Throws
                .TypeOf<VaeRowException>()
                .With.Message.StartWith(
                    "VaeSeries cannot read channel 'Heat' of row 121: it is -Infinity, but must be a finite number"
                )
        );
        Assert.That(
            () => detector.Transform(View(moments)).GetColumn<float>("Score").ToArray(),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("channel 'Heat' of row 121")
        );
        Assert.That(
            () => ml.AnomalyDetection.Trainers.VaeSeries(["Ab"]).Fit(ml.Data.LoadFromEnumerable(sensors)),
            Throws
                .TypeOf<VaeRowException>()
                .With.Message.Contains("channel 'Ab.1' of row 1")
                .And.Property(nameof(VaeRowException.Slot))
                .EqualTo(1)
        );
    }

    private float[] Scores(bool isCausal)
    {
        var data = View(rows);
        using var step = ml
            .Transforms.VaeScoreSeries(
                "Score",
                Channels,
                Model,
                new() { IsCausal = isCausal, SeriesColumnName = "Machine" }
            )
            .Fit(data);
        return [.. step.Transform(data).GetColumn<float>("Score")];
    }

    private static float[] Feed(VaeSeriesEngine engine, IEnumerable<Moment> moments) =>
        [.. moments.Select(row => engine.Push(row.Machine, [row.Load, row.Heat]).Score)];

    private IDataView View(Moment[] moments) => ml.Data.LoadFromEnumerable(moments);

    /// <summary>Returns rows of two machines in turn. Heat follows the load with a delay.</summary>
    private static Moment[] Rows(int count, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var t = i / 2;
                    return new Moment
                    {
                        Machine = i % 2 == 0 ? "a" : "b",
                        Load = (float)(Math.Sin(t / 4.0) + (0.05 * random.NextDouble())),
                        Heat = (float)(Math.Sin((t - 2) / 4.0) + (0.05 * random.NextDouble())),
                    };
                }),
        ];
    }

    private sealed class Moment
    {
        public string Machine { get; set; } = "";

        public float Load { get; set; }

        public float Heat { get; set; }
    }

    private sealed class Sensors
    {
        [VectorType(2)]
        public float[] Ab { get; set; } = [];

        public float C { get; set; }
    }

    private sealed class Spaced
    {
        [ColumnName("Ab.0")]
        public float AbFirst { get; set; }

        public float C { get; set; }
    }

    private sealed class StoppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
