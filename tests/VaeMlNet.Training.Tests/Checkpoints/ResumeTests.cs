using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Interrupted training continues as if it had not been interrupted.</summary>
public class ResumeTests
{
    private const int InterruptedAfter = 3;

    private static readonly VaeTrainerOptions Plain = Some.Options(epochCount: 6);

    private static readonly VaeTrainerOptions Detector = LabeledTable.Options with
    {
        EpochCount = 2,
        Labels = new KnownAnomalyLabelOptions { ColumnName = "Known" },
    };

    private static IEnumerable<TestCaseData> Trainings()
    {
        yield return Training("plain", Plain);
        foreach (var kind in Enum.GetValues<VaeOptimizerKind>())
        {
            yield return Training(
                $"{kind}",
                Plain with
                {
                    LearningRate = 1e-3,
                    Optimizer = new()
                    {
                        Kind = kind,
                        WeightDecay = 0.01,
                        Momentum = kind is VaeOptimizerKind.Sgd or VaeOptimizerKind.RmsProp ? 0.9 : 0,
                    },
                }
            );
        }

        foreach (var schedule in Enum.GetValues<VaeLearningRateSchedule>())
        {
            yield return Training(
                $"{schedule}",
                Plain with
                {
                    LearningRateSchedule = new() { Schedule = schedule, Patience = 0 },
                }
            );
        }

        yield return Training("VampPrior", Plain with { Prior = new VampPriorOptions { PseudoInputs = 4 } });
        yield return Training("warm-up", Plain with { KlWarmUpEpochs = 5, FreeBits = 0.2 });
        yield return Training(
            "noise and trimming",
            Plain with
            {
                InputNoise = new() { Kind = VaeInputNoiseKind.Gaussian },
                TrimmedShare = 0.1,
                TrimFromEpoch = 4,
            }
        );
        yield return Training(
            "early stopping",
            Plain with
            {
                EarlyStopping = new(),
                LearningRate = 0.05,
                Data = new() { ValidationShare = 0.3 },
            }
        );
        yield return Training("averaged weights", Plain with { WeightAverageDecay = 0.9 });
        yield return Training(
            "averaged weights and early stopping",
            Plain with
            {
                WeightAverageDecay = 0.9,
                UsesAutograd = true,
                EarlyStopping = new(),
                LearningRate = 0.05,
                Data = new() { ValidationShare = 0.3 },
            }
        );
        yield return Training(
            "dropout",
            Plain with
            {
                Network = new FullyConnectedNetworkOptions { HiddenDims = [16], Dropout = 0.3 },
            }
        );
        yield return Training(
            "categories",
            Plain with
            {
                Latent = new GumbelSoftmaxLatentOptions { CategoryCount = 4 },
                TemperatureDecay = 0.02,
            }
        );
        yield return Training("stream", Plain with { Data = new() { ShuffleBufferRows = 7 } });
    }

    [TestCaseSource(nameof(Trainings))]
    [Proves(25)]
    public void Fit_ResumedAfterAnInterruption_EqualsTheUnbrokenRun(VaeTrainerOptions options)
    {
        using var folder = new TemporaryFolder();
        var data = Some.View(Some.Values(40));
        Interrupt(new(options) { Checkpoints = new(folder.Path) }, InterruptedAfter);

        using var resumed = new VaeTrainer(options) { Checkpoints = new(folder.Path) { Resume = true } }.Fit(
            data,
            "Features"
        );

        using var unbroken = new VaeTrainer(options).Fit(data, "Features");
        using var loaded = TrainedVae.LoadCheckpoint(folder.Path);
        var summary = Some.Json(unbroken.TrainingData);

        Assert.Multiple(() =>
        {
            Assert.That(State(resumed), Is.EqualTo(State(unbroken)));
            Assert.That(WithoutSeconds(resumed), Is.EqualTo(WithoutSeconds(unbroken)));
            Assert.That(Some.Json(resumed.TrainingData), Is.EqualTo(summary));
            Assert.That(Some.Weights(loaded), Is.EqualTo(Some.Weights(unbroken)));
            Assert.That(Some.Json(loaded.TrainingData), Is.EqualTo(summary));
        });
    }

    // What is kept does not depend on the optimizer and the schedule.
    private static IEnumerable<TestCaseData> FewTrainings() => LongCases.AllButEvery(4, Trainings());

    [TestCaseSource(nameof(FewTrainings))]
    public void Fit_InterruptedInTheMiddleOfAnEpoch_KeepsTheLastCompletedOne(VaeTrainerOptions training)
    {
        using var folder = new TemporaryFolder();
        // A report comes every 50 steps.
        var options = training with
        {
            BatchSize = 2,
        };
        var data = Some.View(Some.Values(160));
        var checkpoints = new VaeCheckpointOptions(folder["whole"]) { EveryEpochs = int.MaxValue };
        using var cancellation = new CancellationTokenSource();
        var reports = new ProgressRecorder(report =>
        {
            if (report is { Epoch: InterruptedAfter + 1, CompletedEpoch: null })
            {
                cancellation.Cancel();
            }
        });
        var interrupted = new VaeTrainer(options)
        {
            Checkpoints = checkpoints with { InterruptedFolder = folder["cut"] },
        };

        Assert.That(
            () => interrupted.Fit(data, "Features", null, reports, cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );

        using var resumed = new VaeTrainer(options) { Checkpoints = new(folder["cut"]) { Resume = true } }.Fit(
            data,
            "Features"
        );

        using var unbroken = new VaeTrainer(options).Fit(data, "Features");

        Assert.Multiple(() =>
        {
            Assert.That(Directory.Exists(folder["whole"]), Is.False, "the run did not end");
            Assert.That(State(resumed), Is.EqualTo(State(unbroken)));
            Assert.That(WithoutSeconds(resumed), Is.EqualTo(WithoutSeconds(unbroken)));
        });
    }

    [Test]
    public void Fit_InterruptedWhileFoldsAreTrained_KeepsTheLastEpoch([Values(1, int.MaxValue)] int everyEpochs)
    {
        using var folder = new TemporaryFolder();
        var options = Plain with
        {
            Data = new() { ValidationShare = 0.3, ThresholdFolds = 2 },
        };
        var checkpoints = new VaeCheckpointOptions(folder["c"]) { EveryEpochs = everyEpochs };

        Interrupt(
            new(options) { Checkpoints = checkpoints with { InterruptedFolder = folder["c"] } },
            afterEpoch: options.EpochCount!.Value
        );
        using (var kept = TrainedVae.LoadCheckpoint(folder["c"]))
        {
            Assert.That(kept.History, Has.Count.EqualTo(options.EpochCount));
        }

        using var resumed = Resume(options, folder["c"], Some.Values(40));
        using var unbroken = new VaeTrainer(options).Fit(Some.View(Some.Values(40)), "Features");

        Assert.Multiple(() =>
        {
            Assert.That(State(resumed), Is.EqualTo(State(unbroken)));
            Assert.That(resumed.TrainingData.Threshold, Is.EqualTo(unbroken.TrainingData.Threshold));
        });
    }

    [Test]
    public void Fit_InterruptedBeforeAnEpochEnded_KeepsNothing()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var trainer = new VaeTrainer(Plain with { BatchSize = 2 })
        {
            Checkpoints = new(folder["c"]) { InterruptedFolder = folder["c"] },
        };

        Assert.That(
            () =>
                trainer.Fit(
                    Some.View(Some.Values(160)),
                    "Features",
                    null,
                    new ProgressRecorder(_ => cancellation.Cancel()),
                    cancellation.Token
                ),
            Throws.InstanceOf<OperationCanceledException>()
        );
        Assert.That(folder.Entries, Is.Empty);
    }

    [Test]
    [Proves(25)]
    public void Fit_ResumedWithModulesOfTheUser_EqualsTheUnbrokenRun()
    {
        using var folder = new TemporaryFolder();
        var options = Plain with
        {
            Network = new CustomNetworkOptions
            {
                Encoder = width => Seeded(() => nn.Sequential(nn.Linear(width, 9), nn.Tanh(), nn.Dropout(0.2))),
                Decoder = (latents, outputs) => Seeded(() => nn.Sequential(nn.Linear(latents, outputs))),
            },
        };
        Interrupt(new(options) { Checkpoints = new(folder.Path) }, InterruptedAfter);
        using var resumed = Resume(options, folder.Path, Some.Values(40));
        using var unbroken = new VaeTrainer(options).Fit(Some.View(Some.Values(40)), "Features");

        Assert.That(Some.Weights(resumed), Is.EqualTo(Some.Weights(unbroken)));
    }

    [Test]
    public void Fit_ResumedInTheMiddleOfTheCheckpointInterval_RepeatsTheEpochsSince()
    {
        using var folder = new TemporaryFolder();
        Interrupt(new(Plain) { Checkpoints = new(folder.Path) { EveryEpochs = 2 } }, InterruptedAfter);
        var reports = new ProgressRecorder();
        using var resumed = new VaeTrainer(Plain) { Checkpoints = new(folder.Path) { Resume = true } }.Fit(
            Some.View(Some.Values(40)),
            "Features",
            progress: reports
        );
        using var unbroken = new VaeTrainer(Plain).Fit(Some.View(Some.Values(40)), "Features");

        Assert.That(reports.All[0].Epoch, Is.EqualTo(3));
        Assert.That(Some.Weights(resumed), Is.EqualTo(Some.Weights(unbroken)));
    }

    [Test]
    public void Fit_ResumeOfAFinishedRunWithMoreEpochs_TrainsTheRest()
    {
        using var folder = new TemporaryFolder();
        using var rows = Some.Rows(40);
        var checkpoints = new VaeCheckpointOptions(folder.Path) { Resume = true };
        using var first = new VaeTrainer(Plain with { EpochCount = 2 }) { Checkpoints = checkpoints }.Fit(rows);
        using var more = new VaeTrainer(Plain with { EpochCount = 5 }) { Checkpoints = checkpoints }.Fit(rows);
        using var again = new VaeTrainer(Plain with { EpochCount = 5 }) { Checkpoints = checkpoints }.Fit(rows);
        using var unbroken = new VaeTrainer(Plain with { EpochCount = 5 }).Fit(rows);

        Assert.Multiple(() =>
        {
            Assert.That(Some.Weights(more), Is.EqualTo(Some.Weights(unbroken)));
            Assert.That(again.History, Is.EqualTo(more.History), "nothing was trained again");
        });
    }

    [Test]
    public void Fit_NoCheckpointToResume_StartsAgainAndWritesOne()
    {
        using var folder = new TemporaryFolder();
        using var rows = Some.Rows(20);
        var checkpoints = new VaeCheckpointOptions(folder["new"]) { Resume = true };
        using var model = new VaeTrainer(Plain) { Checkpoints = checkpoints }.Fit(rows);
        using var unbroken = new VaeTrainer(Plain).Fit(rows);

        Assert.That(Some.Weights(model), Is.EqualTo(Some.Weights(unbroken)));
        Assert.That(Directory.GetFiles(folder["new"]), Has.Length.EqualTo(3), "description, weights, optimizer");
    }

    [Test]
    public void LoadCheckpoint_OfAnInterruptedRun_IsTheModelOfThatEpoch()
    {
        using var folder = new TemporaryFolder();
        Interrupt(new(Plain) { Checkpoints = new(folder.Path) }, InterruptedAfter);
        using var loaded = TrainedVae.LoadCheckpoint(folder.Path);
        using var expected = new VaeTrainer(Plain with { EpochCount = InterruptedAfter }).Fit(
            Some.View(Some.Values(40)),
            "Features"
        );

        Assert.That(Some.Weights(loaded), Is.EqualTo(Some.Weights(expected)));
        Assert.That(loaded.History, Has.Count.EqualTo(InterruptedAfter));
    }

    [Test]
    public void Fit_ResumeWithOtherOptions_NamesThem()
    {
        using var folder = new TemporaryFolder();
        Interrupt(new(Plain) { Checkpoints = new(folder.Path) }, 1);
        var other = Plain with { Beta = 4, FreeBits = 1 };

        Assert.That(
            () => Resume(other, folder.Path, Some.Values(40)),
            Throws
                .InvalidOperationException.With.Message.Contains("beta is 4, but was 1")
                .And.Message.Contains("free_bits is 1, but was 0")
                .And.Message.Not.Contains("seed")
        );
    }

    [Test]
    public void Fit_ResumeWithAnotherImage_IsRefusedUnlessNoneWasRecorded()
    {
        using var folder = new TemporaryFolder();
        var wide = Plain with { Image = new(1, 3, 4) };
        Interrupt(new(Plain) { Checkpoints = new(folder.Path) }, 1);
        using var resumed = Resume(wide, folder.Path, Some.Values(40));

        Assert.That(resumed.ImageShape, Is.EqualTo(wide.Image));
        Assert.That(
            () => Resume(Plain with { Image = new(1, 4, 3) }, folder.Path, Some.Values(40)),
            Throws.InvalidOperationException.With.Message.Contains("image is {\"channels\":1,\"height\":4")
        );
    }

    [Test]
    public void Fit_ResumeWithOtherData_StatesBoth()
    {
        using var folder = new TemporaryFolder();
        Interrupt(new(Plain) { Checkpoints = new(folder.Path) }, 1);

        Assert.That(
            () => Resume(Plain, folder.Path, Some.Values(41)),
            Throws
                .InvalidOperationException.With.Message.Contains("40 training and 0 validation rows of 12 values")
                .And.Message.Contains("41 training")
        );
    }

    [Test]
    public void Fit_ResumeWithOtherRowsOfTheSameRange_IsRefused([Values(0, 7)] int shuffleBufferRows)
    {
        using var folder = new TemporaryFolder();
        var options = Plain with { Data = new() { ShuffleBufferRows = shuffleBufferRows } };
        Interrupt(new(options) { Checkpoints = new(folder.Path) }, 1);
        var swapped = Some.Values(40);
        (swapped[3], swapped[5]) = (swapped[5], swapped[3]);

        Assert.That(
            () => Resume(options, folder.Path, swapped),
            Throws.InvalidOperationException.With.Message.Contains("the values of the rows, or their order, differ")
        );
    }

    [Test]
    public void Fit_ResumeWithOtherTensorsOfTheSameRange_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using var rows = Some.Rows(40);
        using var weights = ones(40);
        using var otherWeights = arange(1, 41, ScalarType.Float32);
        using var reversed = rows.flip(0);
        var trainer = new VaeTrainer(Plain) { Checkpoints = new(folder.Path) { Resume = true } };
        using var trained = trainer.Fit(rows, exampleWeights: weights);

        Assert.That(
            () => trainer.Fit(reversed, exampleWeights: weights),
            Throws.InvalidOperationException.With.Message.Contains("the values of the rows")
        );
        Assert.That(
            () => trainer.Fit(rows, exampleWeights: otherWeights),
            Throws.InvalidOperationException.With.Message.Contains("weights of the rows differ")
        );
    }

    [Test]
    public void Fit_ResumeOfATableWithTheSameRows_GoesOn(
        [Values(0, 20)] int shuffleBufferRows,
        [Values(1, 2, 4)] int threads
    )
    {
        using var folder = new TemporaryFolder();
        var options = Detector with { Data = new() { ShuffleBufferRows = shuffleBufferRows } };
        Fit(options, folder.Path, Machines()).Dispose();

        using var more = Some.WithThreads(threads, () => Fit(options with { EpochCount = 3 }, folder.Path, Machines()));

        Assert.That(more.History, Has.Count.EqualTo(3));
    }

    [Test]
    public void Fit_ResumeOfATableWithOtherRows_NamesTheDifference([Values(0, 20)] int shuffleBufferRows)
    {
        using var folder = new TemporaryFolder();
        var options = Detector with { Data = new() { ShuffleBufferRows = shuffleBufferRows } };
        Fit(options, folder.Path, Machines()).Dispose();
        var other = Machines();
        other[7].C += 0.5f;
        var moved = Machines();
        (moved[4].Known, moved[5].Known) = (0, 1);

        Assert.That(
            () => Fit(options, folder.Path, other),
            Throws.InvalidOperationException.With.Message.Contains("the values of column 'C', or their order, differ")
        );
        Assert.That(
            () => Fit(options, folder.Path, moved),
            Throws.InvalidOperationException.With.Message.Contains("the labels, classes or weights of the rows differ")
        );
    }

    [Test]
    public void Fit_ResumeWithOtherCategories_NamesTheColumn()
    {
        using var folder = new TemporaryFolder();
        var options = LabeledTable.Options with { EpochCount = 1 };
        FitKeys("red").Dispose();
        FitKeys("red").Dispose();

        Assert.That(
            () => FitKeys("blue"),
            Throws.InvalidOperationException.With.Message.Contains("the values of column 'Constant'")
        );

        TrainedVae FitKeys(string text)
        {
            var rows = LabeledTable.Rows(40, labelEach: 2);
            foreach (var row in rows.Where(row => row.Constant == "a"))
            {
                row.Constant = text;
            }

            var view = LabeledTable.View(rows);
            var keyed = new MLContext(1).Transforms.Conversion.MapValueToKey("Constant").Fit(view).Transform(view);
            return new VaeTrainer(options) { Checkpoints = new(folder.Path) { Resume = true } }.Fit(
                keyed,
                ["A", "Constant"]
            );
        }
    }

    [Test]
    public void Fit_ResumeOfACheckpointWithoutChecksums_ComparesTheColumns()
    {
        using var folder = new TemporaryFolder();
        Fit(Detector, folder.Path, Machines()).Dispose();
        var path = folder["checkpoint.json"];
        var description = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!;

        Assert.That(description["resume"]!.AsObject().Remove("data"));

        File.WriteAllText(path, description.ToJsonString());
        var other = Machines();
        other[7].C += 0.5f;
        var moved = Machines();
        (moved[4].Known, moved[5].Known) = (0, 1);

        Assert.That(
            () => Fit(Detector, folder.Path, other),
            Throws.InvalidOperationException.With.Message.Contains("column 'C'")
        );
        Assert.That(() => Fit(Detector, folder.Path, moved).Dispose(), Throws.Nothing);
    }

    [Test]
    public void Fit_ResumeOfACheckpointWithoutTrainingState_SaysWhatItIs()
    {
        using var folder = new TemporaryFolder();
        using (var model = Some.Trained(Plain))
        {
            model.SaveCheckpoint(folder.Path);
        }

        Assert.That(
            () => Resume(Plain, folder.Path, Some.Values(40)),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("without the state of the training")
        );
    }

    /// <summary>The file is the optimizer's of another training: of another network, or with another momentum.</summary>
    [TestCase(VaeOptimizerKind.Sgd, 7, 0.9, "momentum_buffer")]
    [TestCase(VaeOptimizerKind.RmsProp, 7, 0.9, "")]
    [TestCase(VaeOptimizerKind.Sgd, 9, 0.5, "options")]
    [TestCase(VaeOptimizerKind.RmsProp, 9, 0.5, "options")]
    [Proves(43)]
    public void Fit_ResumeWithStateOfAnotherOptimizer_IsRefused(
        VaeOptimizerKind kind,
        int hidden,
        double momentum,
        string fact
    )
    {
        using var folder = new TemporaryFolder();
        VaeTrainerOptions With(int width, double share) =>
            Plain with
            {
                LearningRate = 1e-3,
                Optimizer = new() { Kind = kind, Momentum = share },
                Network = new FullyConnectedNetworkOptions { HiddenDims = [width] },
            };
        var options = With(9, 0.9);
        Interrupt(new(options) { Checkpoints = new(folder["own"]) }, 1);
        Interrupt(new(With(hidden, momentum)) { Checkpoints = new(folder["other"]) }, 1);
        var own = Directory.GetFiles(folder["own"], "optimizer-*").Single();
        var other = Directory.GetFiles(folder["other"], "optimizer-*").Single();
        var description = Path.Combine(folder["own"], "checkpoint.json");
        var json = File.ReadAllText(description).Replace(Sum(own), Sum(other), StringComparison.Ordinal);
        File.WriteAllText(description, json);
        File.Copy(other, Path.Combine(folder["own"], Path.GetFileName(other)));

        Assert.That(
            () => Resume(options, folder["own"], Some.Values(40)),
            Throws.TypeOf<VaeModelException>().With.InnerException.Message.Contains(fact)
        );

        static string Sum(string file) =>
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));
    }

    [Test]
    public void Fit_ResumeWithDamagedOptimizerState_ReportsIt()
    {
        using var folder = new TemporaryFolder();
        Interrupt(new(Plain) { Checkpoints = new(folder.Path) }, 1);
        var path = Directory.GetFiles(folder.Path, "optimizer-*").Single();
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        Assert.That(
            () => Resume(Plain, folder.Path, Some.Values(40)),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("optimizer-").And.Message.Contains("SHA-256")
        );
    }

    [Test]
    public void Fit_WithoutResume_ReplacesTheCheckpointOfAnotherRun()
    {
        using var folder = new TemporaryFolder();
        Interrupt(new(Plain) { Checkpoints = new(folder.Path) }, 1);
        var other = Plain with { Seed = 9 };
        using var rows = Some.Rows(40);
        using var model = new VaeTrainer(other) { Checkpoints = new(folder.Path) }.Fit(rows);
        using var loaded = TrainedVae.LoadCheckpoint(folder.Path);

        Assert.That(Some.Weights(loaded), Is.EqualTo(Some.Weights(model)));
    }

    [Test]
    public void Fit_CheckpointsEveryZeroEpochs_IsRefused()
    {
        using var rows = Some.Rows(4);
        var trainer = new VaeTrainer(Plain) { Checkpoints = new("never-made") { EveryEpochs = 0 } };

        Assert.That(
            () => trainer.Fit(rows),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("EveryEpochs")
        );
    }

    [Test]
    public void Fit_CheckpointsAndResume_LeaveNoTensorsAlive()
    {
        static void TrainTwice()
        {
            using var folder = new TemporaryFolder();
            var options = Plain with
            {
                EarlyStopping = new(),
                Data = new() { ValidationShare = 0.3 },
            };
            Interrupt(
                new(options)
                {
                    Checkpoints = new(folder.Path) { EveryEpochs = 2, InterruptedFolder = folder.Path },
                },
                InterruptedAfter
            );
            Resume(options, folder.Path, Some.Values(40)).Dispose();
        }

        TrainTwice(); // torch creates its permanent objects on first use
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        TrainTwice();

        Assert.That(TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    private static nn.Module<Tensor, Tensor> Seeded(Func<nn.Module<Tensor, Tensor>> create)
    {
        manual_seed(4);
        return create();
    }

    private static TrainedVae Resume(VaeTrainerOptions options, string folder, float[][] values) =>
        new VaeTrainer(options) { Checkpoints = new(folder) { Resume = true } }.Fit(Some.View(values), "Features");

    private static TrainedVae Fit(VaeTrainerOptions options, string folder, LabeledTable.Row[] rows) =>
        new VaeTrainer(options) { Checkpoints = new(folder) { Resume = true } }.Fit(
            LabeledTable.View(rows),
            LabeledTable.Columns
        );

    /// <summary>Returns 60 rows, of which the first 5 are known anomalies.</summary>
    private static LabeledTable.Row[] Machines()
    {
        var rows = LabeledTable.Rows(60);
        foreach (var row in rows[..5])
        {
            row.Known = 1;
        }

        return rows;
    }

    /// <summary>Trains on 40 rows and cancels when an epoch is done, as Ctrl-C would.</summary>
    private static void Interrupt(VaeTrainer trainer, int afterEpoch)
    {
        using var cancellation = new CancellationTokenSource();
        var reports = new ProgressRecorder(report =>
        {
            if (report.CompletedEpoch?.Epoch == afterEpoch)
            {
                cancellation.Cancel();
            }
        });
        Assert.That(
            () => trainer.Fit(Some.View(Some.Values(40)), "Features", null, reports, cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

    /// <summary>Parameters and running averages.</summary>
    private static double[] State(TrainedVae model)
    {
        using var scope = NewDisposeScope();
        return
        [
            .. model.Network.state_dict().Values.SelectMany(t => t.to(ScalarType.Float64).data<double>().ToArray()),
        ];
    }

    private static VaeEpoch[] WithoutSeconds(TrainedVae model) =>
        [.. model.History.Select(epoch => epoch with { Seconds = 0 })];

    private static TestCaseData Training(string name, VaeTrainerOptions options) =>
        new TestCaseData(options).SetArgDisplayNames(name);
}
