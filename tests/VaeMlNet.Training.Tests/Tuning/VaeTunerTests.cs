using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>Trials depend on the seed and their number only, can be continued and divided, and never lose to the defaults.</summary>
public class VaeTunerTests
{
    // Every trial takes a fraction of a second.
    private static readonly VaeTrainerOptions Training = new()
    {
        EpochCount = 9,
        Network = new FullyConnectedNetworkOptions { HiddenDims = [8] },
        BatchSize = 16,
        Device = "cpu",
        UsesRegressions = false,
    };

    private static readonly VaeTunerOptions Options = new()
    {
        Training = Training,
        TrialCount = 10,
        FoldCount = 1,
        Objective = VaeTuningObjective.Bound,
    };

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    [Proves(78)]
    public void Run_Halving_TrainsNineThenThreeThenOneAndTheDefaults()
    {
        var result = Run(Options);

        var counts = result.Trials.CountBy(trial => Math.Round(9 * trial.EpochShare)).ToDictionary();

        Assert.That(
            counts,
            Is.EquivalentTo(
                new Dictionary<double, int>
                {
                    [1] = 9,
                    [3] = 3,
                    [9] = 2,
                }
            )
        );
        Assert.That(result.IsComplete);
        Assert.That(
            result.Trials.Select(trial => trial.Options.EpochCount),
            Is.EqualTo(result.Trials.Select(trial => (int)Math.Round(9 * trial.EpochShare)))
        );
        Assert.That(result.Best!.Objective, Is.EqualTo(result.Trials.Max(trial => trial.Objective)));

        var first = result.Trials.Where(trial => trial.EpochShare < 0.2).OrderByDescending(trial => trial.Objective);
        var second = result.Trials.Where(trial => trial.EpochShare is > 0.2 and < 1);

        Assert.That(second.Select(trial => trial.Number), Is.EquivalentTo(first.Take(3).Select(trial => trial.Number)));
    }

    [Test]
    [Proves(78)]
    public void Run_Best_IsNotWorseThanTheDefaults(
        [Values(VaeTuningObjective.Bound, VaeTuningObjective.Imputation)] VaeTuningObjective objective
    )
    {
        var result = Run(Options with { Objective = objective, Method = VaeTuningMethod.Random, TrialCount = 4 });

        var (best, defaults) = (result.Best!.Objective!.Value, result.Default!.Objective!.Value);

        Assert.That(result.Default.Number, Is.Zero);
        Assert.That(VaeTuningResult.IsHigherBetter(objective) ? best - defaults : defaults - best, Is.Not.Negative);
        Assert.That(result.Trials.Select(trial => trial.Objective).Distinct().Count(), Is.GreaterThan(2));
    }

    [Test]
    [Proves(77)]
    public void Run_Shards_GiveTheTrialsOfOneProcess()
    {
        var whole = Run(Options);
        var divided = Options with { Folder = folder["trials"], Resume = true, ShardCount = 2 };
        Run(divided with { Shard = 2 });
        var first = new VaeTuner(divided).ReadResult();
        Run(divided with { Shard = 1 });
        var both = new VaeTuner(divided).ReadResult();

        Assert.That(first.IsComplete, Is.False);
        Assert.That(both.IsComplete);
        Assert.That(Figures(both), Is.EqualTo(Figures(whole)));
        Assert.That(both.Best!.Number, Is.EqualTo(whole.Best!.Number));
    }

    [Test]
    [Proves(77)]
    public void Run_Resumed_RunsOnlyMissingTrials()
    {
        var options = Options with
        {
            Method = VaeTuningMethod.Random,
            TrialCount = 3,
            Folder = folder["trials"],
            Resume = true,
        };
        var before = Run(options);
        var file = Directory.GetFiles(folder["trials", "trials"], "trial-00001-*").First();
        File.Delete(file);
        List<VaeTrial> finished = [];

        var after = Run(options, new ProgressOf<VaeTrial>(finished.Add));

        Assert.That(finished, Has.Count.EqualTo(1));
        Assert.That(File.Exists(file));
        Assert.That(Figures(after), Is.EqualTo(Figures(before)));
    }

    [Test]
    public void Run_ResumedWithAnOwnNetwork_HasATrialThatCanBeTrained()
    {
        var options = Options with
        {
            Training = Training with { Network = ModelCases.Custom() },
            Method = VaeTuningMethod.Random,
            TrialCount = 1,
            Folder = folder["trials"],
            Resume = true,
        };
        Run(options);

        foreach (var result in (VaeTuningResult[])[Run(options), new VaeTuner(options).ReadResult()])
        {
            using var trained = new VaeTrainer(result.Best!.Options).Fit(
                CorrelatedTable.View(CorrelatedTable.Rows(60)),
                CorrelatedTable.Columns
            );

            Assert.That(trained.Network.Encoder, Is.TypeOf<ModelCases.Residual>());
        }
    }

    [Test]
    [Proves(77)]
    public void Run_FolderOfAnotherTuning_NamesTheDifference()
    {
        var options = Options with { Method = VaeTuningMethod.Random, TrialCount = 1, Folder = folder["trials"] };
        Run(options);

        Assert.That(() => Run(options), Throws.InvalidOperationException.With.Message.Contains("Resume"));
        Assert.That(
            () => Run(options with { Resume = true, Seed = 2 }),
            Throws.InvalidOperationException.With.Message.Contains("the seed differs")
        );
        Assert.That(
            () => Run(options with { Resume = true }, data: CorrelatedTable.View(CorrelatedTable.Rows(61))),
            Throws.InvalidOperationException.With.Message.Contains("the data differs")
        );

        var swapped = CorrelatedTable.Rows(60);
        (swapped[3], swapped[5]) = (swapped[5], swapped[3]);

        Assert.That(
            () => Run(options with { Resume = true }, data: CorrelatedTable.View(swapped)),
            Throws.InvalidOperationException.With.Message.Contains("the data differs")
        );
    }

    [Test]
    public void Run_FolderOfOtherLabels_IsRefused()
    {
        var options = Options with
        {
            Objective = VaeTuningObjective.Accuracy,
            TargetColumnName = "Class",
            Method = VaeTuningMethod.Random,
            TrialCount = 1,
            Folder = folder["trials"],
            Resume = true,
        };
        var rows = LabeledTable.Rows(150);
        Tune();
        Tune();
        (rows[3].Class, rows[5].Class) = (rows[3].Class == 0 ? 1u : 0u, 2);

        Assert.That(
            Tune,
            Throws.InvalidOperationException.With.Message.Contains("the content of label column 'Class' differs")
        );

        void Tune() => new VaeTuner(options).Run(LabeledTable.View(rows), LabeledTable.Columns);
    }

    [Test]
    public void Run_FolderOfFormatVersion1_CanBeReadButNotContinued()
    {
        var options = Options with { Method = VaeTuningMethod.Random, TrialCount = 1, Folder = folder["trials"] };
        Run(options);
        var path = folder["trials", "tune.json"];
        var plan = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        plan["format_version"] = 1;
        plan.Remove("rows_sha256");
        plan.Remove("target_sha256");
        File.WriteAllText(path, plan.ToJsonString());

        Assert.That(new VaeTuner(options).ReadResult().Trials, Has.Count.EqualTo(1));
        Assert.That(
            () => Run(options with { Resume = true }),
            Throws.InvalidOperationException.With.Message.Contains("the format version differs")
        );
    }

    [Test]
    public void Run_DamagedResult_NamesTheFile()
    {
        var options = Options with { Method = VaeTuningMethod.Random, TrialCount = 1, Folder = folder["trials"] };
        Run(options);
        File.WriteAllText(Directory.GetFiles(folder["trials", "trials"]).Single(), "{");

        Assert.That(
            () => new VaeTuner(options).ReadResult(),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("trial-00000-100.json")
        );
    }

    [Test]
    [Proves(78)]
    public void Run_TimeIsUp_StillHasTheDefaults()
    {
        var result = Run(Options with { TrialCount = null, TimeBudget = TimeSpan.FromMilliseconds(1) });

        Assert.That(result.Best!.Number, Is.Zero);
        Assert.That(result.ShareDone, Is.Null);
    }

    [Test]
    public void Run_Canceled_Throws()
    {
        using CancellationTokenSource cancellation = new();

        Assert.That(
            () =>
                Run(
                    Options,
                    new ProgressOf<VaeTrial>(_ => cancellation.Cancel()),
                    cancellationToken: cancellation.Token
                ),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

    [Test]
    public void Run_GivenOption_IsNotSearched()
    {
        var result = Run(
            Options with
            {
                Training = Training with { Beta = 0.7, LatentDim = 3 },
                Method = VaeTuningMethod.Random,
                TrialCount = 3,
            }
        );

        Assert.That(result.Trials[0].Values.Keys, Is.EquivalentTo(new[] { "learning_rate", "noise" }));
        Assert.That(result.Trials.Select(trial => trial.Options.Beta), Is.All.EqualTo(0.7));
    }

    /// <summary>For four fifths of the rows, a smaller network and more epochs would be chosen.</summary>
    [Test]
    public void Run_Defaults_AreMeasuredAsTheyAreListedAndTrained()
    {
        var rows = CorrelatedTable.View(CorrelatedTable.Rows(510));
        var free = Options with
        {
            Training = new() { BatchSize = 500, Device = "cpu" },
            TrialCount = 1,
        };

        var trial = Run(free, data: rows).Default!;

        Assert.That(trial.Values["hidden_dims"], Is.EqualTo("128-128"));

        var listed = free.Training with
        {
            HiddenDims = [128, 128],
            EpochCount = int.Parse(trial.Values["epochs"], CultureInfo.InvariantCulture),
            LearningRate = double.Parse(trial.Values["learning_rate"], CultureInfo.InvariantCulture),
            EarlyStopping = trial.Options.EarlyStopping,
        };

        Assert.That(Run(free with { Training = listed }, data: rows).Default!.Objective, Is.EqualTo(trial.Objective));

        using var trained = new VaeTrainer(trial.Options).Fit(rows, CorrelatedTable.Columns);

        Assert.That(trained.Options.HiddenDims, Is.EqualTo(listed.HiddenDims));
        Assert.That(trained.Options.EpochCount, Is.EqualTo(listed.EpochCount));
    }

    [Test]
    public void Run_FoldsWithTooFewRowsToHoldOut_AreValidatedAsAllRows() =>
        Assert.That(
            Run(
                Options with
                {
                    Training = Training with { EpochCount = null },
                    TrialCount = 1,
                },
                data: CorrelatedTable.View(CorrelatedTable.Rows(20))
            ).Default!.Objective,
            Is.Not.Null
        );

    [Test]
    public void Run_Accuracy_LeavesTheTargetOut()
    {
        var rows = LabeledTable.Rows(150);
        var result = new VaeTuner(
            Options with
            {
                Objective = VaeTuningObjective.Accuracy,
                TargetColumnName = "Class",
                Method = VaeTuningMethod.Random,
                TrialCount = 2,
            }
        ).Run(LabeledTable.View(rows), [.. LabeledTable.Columns, "Class"]);

        Assert.That(result.Trials.Select(trial => trial.Objective), Is.All.InRange(0.0, 1.0));
        Assert.That(result.Default!.Objective, Is.GreaterThan(0.34));
    }

    [Test]
    public void Run_DetectionWithLabels_RanksTheMarkedRows()
    {
        var ml = new MLContext(seed: 1);
        // Marked rows are far out, which any model ranks first.
        var rows = Enumerable
            .Range(0, 100)
            .Select(i => new Marked
            {
                A = (i % 7) + (i % 10 == 3 ? 1000 : 0),
                B = i % 11,
                Fault = i % 10 == 3 ? "yes" : "no",
            });
        var data = ml.Data.LoadFromEnumerable(rows);
        var keyed = ml.Transforms.Conversion.MapValueToKey("Fault").Fit(data).Transform(data);
        var options = Options with
        {
            Objective = VaeTuningObjective.Detection,
            TargetColumnName = "Fault",
            Method = VaeTuningMethod.Random,
            TrialCount = 1,
            ForAnomalies = true,
        };

        var result = new VaeTuner(options).Run(keyed, ["A", "B", "Fault"]);

        Assert.That(result.Default!.Objective, Is.EqualTo(1));

        var none = ml.Data.LoadFromEnumerable(rows.Select(row => new Marked { A = row.A, Fault = "no" }));
        var unmarked = ml.Transforms.Conversion.MapValueToKey("Fault").Fit(data).Transform(none);

        Assert.That(
            () => new VaeTuner(options).Run(unmarked, ["A", "B", "Fault"]),
            Throws.InvalidOperationException.With.Message.Contains("'Fault' marks 0 of")
        );
    }

    [Test]
    public void Run_DetectionWithAWrongLabel_NamesItBeforeTraining()
    {
        var rows = Enumerable.Range(0, 50).Select(row => new Marked { A = row, B = row == 41 ? 2 : row % 2 });
        var options = Options with
        {
            Objective = VaeTuningObjective.Detection,
            TargetColumnName = "B",
            TrialCount = 1,
            Training = Training with { EpochCount = int.MaxValue },
        };

        Assert.That(
            () => new VaeTuner(options).Run(new MLContext(seed: 1).Data.LoadFromEnumerable(rows), ["A"]),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("Row 41 of label column 'B' is 2")
        );
    }

    [Test]
    public void Run_DetectionInASingleColumn_IsRefusedBeforeTraining()
    {
        var options = Options with
        {
            Objective = VaeTuningObjective.Detection,
            Training = Training with { EpochCount = int.MaxValue },
        };

        Assert.That(
            () => new VaeTuner(options).Run(CorrelatedTable.View(CorrelatedTable.Rows(60)), ["Height"]),
            Throws.InvalidOperationException.With.Message.Contains("only one column, 'Height'")
        );
    }

    /// <summary>The first 5,000 of 6,000 held-out rows have no mark.</summary>
    [Test]
    public void Run_DetectionInRowsThatAreSortedByTheMark_ReadsMarksOfAllParts()
    {
        var rows = Enumerable.Range(0, 30_000).Select(row => new Marked { A = row % 7, B = row < 29_000 ? 0 : 1 });
        var options = Options with
        {
            Objective = VaeTuningObjective.Detection,
            TargetColumnName = "B",
            TrialCount = 1,
            Training = Training with { EpochCount = 1, BatchSize = 1000 },
        };

        Assert.That(
            new VaeTuner(options).Run(new MLContext(seed: 1).Data.LoadFromEnumerable(rows), ["A"]).Default!.Objective,
            Is.InRange(0.0, 1.0)
        );
    }

    /// <summary>Two of five folds at most have a marked row.</summary>
    [Test]
    public void Run_DetectionWithAFoldWithoutAMark_IsRefusedBeforeTraining()
    {
        var rows = Enumerable.Range(0, 50).Select(row => new Marked { A = row, B = row < 2 ? 1 : 0 });
        var options = Options with
        {
            Objective = VaeTuningObjective.Detection,
            TargetColumnName = "B",
            TrialCount = 1,
            FoldCount = 5,
            Training = Training with { EpochCount = int.MaxValue },
        };

        Assert.That(
            () => new VaeTuner(options).Run(new MLContext(seed: 1).Data.LoadFromEnumerable(rows), ["A"]),
            Throws.InvalidOperationException.With.Message.Contains("'B' marks 0 of 10 held-out rows")
        );
    }

    /// <summary>Two of five folds at most have a row with a class.</summary>
    [Test]
    public void Run_AccuracyOfATargetThatIsMostlyMissing_IsRefusedBeforeTraining()
    {
        var rows = Enumerable.Range(0, 50).Select(row => new Marked { A = row, B = row < 2 ? row : float.NaN });
        var options = Options with
        {
            Objective = VaeTuningObjective.Accuracy,
            TargetColumnName = "B",
            TrialCount = 1,
            FoldCount = 5,
            Training = Training with { EpochCount = int.MaxValue },
        };

        Assert.That(
            () => new VaeTuner(options).Run(new MLContext(seed: 1).Data.LoadFromEnumerable(rows), ["A"]),
            Throws.InvalidOperationException.With.Message.Contains(
                "'B' has a value in 2 of 40 training rows and in 0 of 10"
            )
        );
    }

    [Test]
    public void Run_FewRows_SaysHowMany() =>
        Assert.That(
            () => Run(Options, data: CorrelatedTable.View(CorrelatedTable.Rows(9))),
            Throws.InvalidOperationException.With.Message.Contains("9 rows").And.Message.Contains("at least 10")
        );

    [Test]
    public void VaeTuner_WrongOptions_AreNamed()
    {
        Assert.That(
            () => new VaeTuner(new() { Objective = VaeTuningObjective.Accuracy }),
            Throws.ArgumentException.With.Message.Contains("TargetColumnName")
        );
        Assert.That(
            () => new VaeTuner(new() { FoldCount = 6 }),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("FoldCount")
        );
        Assert.That(
            () => new VaeTuner(new() { Shard = 2 }),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Shard")
        );
        Assert.That(
            () => new VaeTuner(new() { Training = new() { ConditionColumns = ["a"] } }),
            Throws.ArgumentException.With.Message.Contains("conditions")
        );
    }

    private static VaeTuningResult Run(
        VaeTunerOptions options,
        IProgress<VaeTrial>? progress = null,
        IDataView? data = null,
        CancellationToken cancellationToken = default
    ) =>
        new VaeTuner(options).Run(
            data ?? CorrelatedTable.View(CorrelatedTable.Rows(60)),
            CorrelatedTable.Columns,
            progress,
            cancellationToken
        );

    private static (int, double, double?)[] Figures(VaeTuningResult result) =>
        [.. result.Trials.Select(trial => (trial.Number, trial.EpochShare, trial.Objective))];

    private sealed class Marked
    {
        public float A { get; set; }

        public float B { get; set; }

        public string Fault { get; set; } = "";
    }

    private sealed class ProgressOf<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
