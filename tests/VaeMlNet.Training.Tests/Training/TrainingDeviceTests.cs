using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Training on other devices than the CPU.</summary>
/// <remarks>
/// They run on CUDA where it is there. Most machines have none. <see cref="OtherDevice"/> computes on the CPU, and refuses operations between its tensors and those of the CPU, as
/// CUDA does. What else differs on a GPU, the preparation of steps on another thread and the gradients of autograd, runs on the CPU as well.
/// </remarks>
[Category("CUDA")]
public sealed class TrainingDeviceTests
{
    private const int RowCount = 12;

    // Its steps are proportional to gradients, so that rounding stays rounding.
    private static readonly VaeOptimizerOptions Plain = new() { Kind = VaeOptimizerKind.Sgd };

    private static readonly TrainingDevice Accelerator = new(CPU, IsAccelerator: true);

    private static IEnumerable<TestCaseData> Choices => LongCases.AllButEvery(2, AllChoices);

    private static IEnumerable<TestCaseData> AllChoices =>
        new (string Name, VaeTrainerOptions Options)[]
        {
            ("vamp", new() { Prior = new VampPriorOptions() }),
            ("trimming", new() { TrimmedShare = 0.3, TrimFromEpoch = 1 }),
            ("free bits", new() { FreeBits = 0.1 }),
            (
                "gaussian noise",
                new()
                {
                    InputNoise = new() { Kind = VaeInputNoiseKind.Gaussian, Level = 0.1 },
                }
            ),
            (
                "masking",
                new()
                {
                    InputNoise = new() { Kind = VaeInputNoiseKind.Masking, Level = 0.1 },
                }
            ),
            ("mixed", new() { UsesMixedPrecision = true }),
            (
                "sgd",
                new()
                {
                    Optimizer = new()
                    {
                        Kind = VaeOptimizerKind.Sgd,
                        Momentum = 0.9,
                        WeightDecay = 0.1,
                    },
                }
            ),
            (
                "adamw",
                new()
                {
                    Optimizer = new()
                    {
                        Kind = VaeOptimizerKind.AdamW,
                        WeightDecay = 0.1,
                        MaxGradientNorm = 1,
                    },
                }
            ),
            ("average", new() { WeightAverageDecay = 0.9 }),
            (
                "dropout",
                new()
                {
                    Network = new FullyConnectedNetworkOptions { HiddenDims = [8], Dropout = 0.2 },
                }
            ),
            ("categories", new() { Latent = new GumbelSoftmaxLatentOptions { CategoryCount = 3 } }),
            (
                "rmsprop",
                new()
                {
                    Optimizer = new() { Kind = VaeOptimizerKind.RmsProp, Momentum = 0.9 },
                }
            ),
        }.Select(c => new TestCaseData(c.Options).SetArgDisplayNames(c.Name));

    [TestCaseSource(typeof(ModelCases), nameof(ModelCases.EachPart))]
    [Proves(68)]
    public void Run_StepOnAnotherDevice_EqualsTheCpu(VaeTrainerOptions options)
    {
        OtherDevice.Require();
        options = options with { Optimizer = Plain };
        using var rows = LikelihoodCases.Rows(options.LikelihoodOrDefault, RowCount);

        AssertStepsAreEqual(options, () => new(LikelihoodCases.Width, options), rows);
    }

    [TestCaseSource(nameof(Choices))]
    [Proves(68)]
    public void Fit_OnAnotherDevice_EqualsTheCpu(VaeTrainerOptions choice)
    {
        OtherDevice.Require();
        using var rows = Some.Rows(40);
        var options = choice with
        {
            HiddenDims = choice.Network is null ? [8] : null,
            LatentDim = 3,
            EpochCount = 1,
            BatchSize = 16,
            Data = choice.Data with { ValidationShare = 0.2 },
            EarlyStopping = new(),
            Optimizer = choice.Optimizer == new VaeOptimizerOptions() ? Plain : choice.Optimizer,
        };

        AssertFitsAreEqual(device => new VaeTrainer(options) { OtherDevice = device }.Fit(rows));
    }

    [TestCase(false, true)]
    [TestCase(true, false)]
    [Proves(68)]
    public void Fit_TableOnAnotherDevice_EqualsTheCpu(bool isDetector, bool isStreamed)
    {
        OtherDevice.Require();
        var data = SomeTable.View(SomeTable.Rows(60));
        var options = SomeTable.Options with
        {
            EpochCount = 1,
            Optimizer = Plain,
            MissingCells = isDetector ? VaeMissingCells.Everywhere : null,
            EmbedCategoriesAbove = 2,
            InputNoise = isDetector ? new() : new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 1 },
            Data = new() { ValidationShare = isStreamed ? 0 : 0.2, ShuffleBufferRows = isStreamed ? 32 : 0 },
        };

        AssertFitsAreEqual(device => new VaeTrainer(options) { OtherDevice = device }.Fit(data, SomeTable.Columns));
    }

    [TestCase(0)]
    [TestCase(250, Category = "Long")]
    [Proves(68)]
    public void Fit_ConditionsOnAnotherDevice_EqualsTheCpu(int embedAbove)
    {
        OtherDevice.Require();
        var data = ConditionedTable.View(ConditionedTable.Rows(100));
        var options = ConditionedTable.Options with
        {
            EpochCount = 2,
            Optimizer = Plain,
            EmbedCategoriesAbove = embedAbove,
            ConditionColumns = ["Machine", "Night", "Heat"],
        };

        AssertFitsAreEqual(device =>
            new VaeTrainer(options) { OtherDevice = device }.Fit(data, ConditionedTable.Columns)
        );
    }

    [TestCase("Class", Category = "Long")]
    [TestCase("Flag", Category = "Long")]
    [TestCase(null)]
    [Proves(68)]
    public void Fit_LabelsOnAnotherDevice_EqualsTheCpu(string? label)
    {
        OtherDevice.Require();
        var rows = LabeledTable.Rows(100);
        foreach (var row in rows[..5])
        {
            row.Known = 1;
        }

        var options = LabeledTable.Options with
        {
            EpochCount = 1,
            Optimizer = Plain,
            LearningRate = 1e-4,
            Labels = label is null
                ? new KnownAnomalyLabelOptions { ColumnName = nameof(LabeledTable.Row.Known) }
                : new SemiSupervisedLabelOptions { ColumnName = label },
        };

        AssertFitsAreEqual(device =>
            new VaeTrainer(options) { OtherDevice = device }.Fit(LabeledTable.View(rows), LabeledTable.Columns)
        );
    }

    [Test]
    [Proves(68)]
    public void Fit_AsOnAnAccelerator_GivesTheSameModel([Values] bool isTable, [Values(0, 32)] int shuffleBufferRows)
    {
        var (own, options) = isTable
            ? (
                SomeTable.Columns,
                SomeTable.Options with
                {
                    InputNoise = new() { Kind = VaeInputNoiseKind.HiddenCells },
                }
            )
            : (["Features"], Some.Options());
        // Without dropout, which draws other numbers there.
        options = options with
        {
            Network = new FullyConnectedNetworkOptions { HiddenDims = [16] },
            UsesAutograd = true,
            Device = VaeDevice.Cpu,
            Data = options.Data with { ShuffleBufferRows = shuffleBufferRows },
        };
        var data = isTable ? SomeTable.View(SomeTable.Rows(100)) : Some.View(Some.Values(100));
        TrainedVae Fit(TrainingDevice? device)
        {
            var trainer = new VaeTrainer(options) { OtherDevice = device };
            return isTable ? trainer.Fit(data, own) : trainer.Fit(data, own[0]);
        }

        using var expected = Fit(null);
        using var actual = Fit(Accelerator);

        Assert.That(Some.Weights(actual), Is.EqualTo(Some.Weights(expected)));
        Assert.That(
            actual.History.Select(epoch => epoch.Training),
            Is.EqualTo(expected.History.Select(epoch => epoch.Training))
        );
    }

    [Test]
    public void Fit_ManualBackpropagationOnTheCpuOnly_DiffersByRounding()
    {
        using var rows = Some.Rows(64);
        using var manual = new VaeTrainer(Some.Options()).Fit(rows);
        using var autograd = new VaeTrainer(Some.Options()) { OtherDevice = Accelerator }.Fit(rows);

        Assert.That(Some.Weights(autograd), Is.EqualTo(Some.Weights(manual)).Within(1e-4f));
    }

    [TestCase(true)]
    [TestCase(false, Category = "Long")]
    [Proves(68)]
    public void Fit_ResumedOnAnotherDevice_EqualsTrainingThere(bool beginsOnTheCpu)
    {
        OtherDevice.Require();
        using var folder = new TemporaryFolder();
        using var rows = Some.Rows(64);
        var checkpoints = new VaeCheckpointOptions(Path.Combine(folder.Path, "checkpoint"));
        VaeTrainer Trainer(int epochs, bool onTheCpu) =>
            new(Some.Options(epochCount: epochs))
            {
                Checkpoints = checkpoints,
                OtherDevice = onTheCpu ? null : new(OtherDevice.Device, IsAccelerator: true),
            };
        Trainer(1, beginsOnTheCpu).Fit(rows).Dispose();

        using var resumed = Trainer(2, !beginsOnTheCpu).Fit(rows);

        using var expected = new VaeTrainer(Some.Options(epochCount: 2)).Fit(rows);

        Assert.That(resumed.History, Has.Count.EqualTo(2));
        Assert.That(Some.Weights(resumed), Is.EqualTo(Some.Weights(expected)).Within(2e-4f * OtherDevice.Rounding));
    }

    [Test]
    public void Fit_ErrorWhilePreparingAhead_IsThrown()
    {
        var reads = 0;
        var ml = new MLContext(seed: 1);
        var rows = Enumerable.Range(0, 200).Select(i => new NumberRow { Value = i % 7 });
        var data = ml.Data.LoadFromEnumerable(rows);
        var failing = ml
            .Transforms.CustomMapping<NumberRow, FeatureRow>(
                (input, output) =>
                {
                    if (Interlocked.Increment(ref reads) > 500)
                    {
                        throw new InvalidDataException("the disk is gone");
                    }

                    output.Features = [input.Value / 7];
                },
                null
            )
            .Fit(data)
            .Transform(data);
        var options = Some.Options(epochCount: 50) with { Data = new() { ShuffleBufferRows = 10 } };

        Assert.That(
            () => new VaeTrainer(options) { OtherDevice = Accelerator }.Fit(failing, "Features"),
            Throws
                .Exception.With.Message.Contains("the disk is gone")
                .Or.InnerException.Message.Contains("the disk is gone")
        );
    }

    [TestCase("gpu")]
    [TestCase("cuda:")]
    [TestCase("cuda:-1")]
    [TestCase("cuda:one")]
    [TestCase("CPU")]
    [TestCase("")]
    public void Device_UnknownName_IsRefused(string device) =>
        Assert.That(
            () => new VaeTrainerOptions { Device = device },
            Throws.TypeOf<FormatException>().With.Message.Contains($"'{device}' is no device. Pass 'auto', 'cpu'")
        );

    [TestCase("cuda:0")]
    [TestCase("cuda:3")]
    public void Fit_NoCuda_SaysWhatToDo(string device)
    {
        Assume.That(cuda.is_available(), Is.False, "CUDA is there");
        using var rows = Some.Rows(8);

        Assert.That(
            () => new VaeTrainer(Some.Options() with { Device = device }).Fit(rows),
            Throws
                .InvalidOperationException.With.Message.Contains($"Training on '{device}' is not possible")
                .And.Message.Contains("TorchSharp-cuda-linux")
        );
    }

    [Test]
    public void Find_AutoWithoutCuda_IsTheCpu()
    {
        Assume.That(cuda.is_available(), Is.False, "CUDA is there");

        const double many = double.PositiveInfinity;

        Assert.That(TrainingDevice.Find(VaeDevice.Auto, many), Is.EqualTo(TrainingDevice.Cpu));
        Assert.That(TrainingDevice.Find(VaeDevice.Cuda(3, fallbackToCpu: true), many), Is.EqualTo(TrainingDevice.Cpu));
    }

    [Test]
    public void Find_AutoWithFewOperations_IsTheCpu() =>
        Assert.That(TrainingDevice.Find(VaeDevice.Auto, 9e8), Is.EqualTo(TrainingDevice.Cpu));

    [Test]
    public void Find_AutoWithManyOperations_IsTheGpu()
    {
        Assume.That(cuda.is_available(), "CUDA is not there");

        Assert.That(TrainingDevice.Find(VaeDevice.Auto, 1e9).IsAccelerator);
    }

    [TestCase(128, 499e6, 501e6)]
    [TestCase(1024, 4e9, 4.01e9)]
    public void Operations_Mnist_CountsLinearLayers(int rowCount, double least, double most)
    {
        VaeTrainerOptions options = new()
        {
            LatentDim = 20,
            Network = new FullyConnectedNetworkOptions { HiddenDims = [400] },
        };
        using var network = new VariationalAutoencoder(784, options);

        Assert.That(TrainingStep.Operations(network, rowCount), Is.InRange(least, most));
    }

    [Test]
    public void Explain_OutOfMemory_NamesTheBatchSizeToTry()
    {
        // TorchSharp throws an ExternalException, which is the base class.
        var error = new System.ComponentModel.Win32Exception(
            0,
            "CUDA out of memory. Tried to allocate 2.00 GiB\nException raised from malloc"
        );

        Assert.That(
            Accelerator.Explain(error, batchSize: 8192)!.Message,
            Does.Contain("BatchSize to 4096 or less")
                .And.Contain("Tried to allocate 2.00 GiB")
                .And.Not.Contain("malloc")
        );
        Assert.That(Accelerator.Explain(new InvalidOperationException("other"), 8), Is.Null);
    }

    [Test]
    public void Fit_MixedPrecision_LearnsAsMuch()
    {
        var options = Some.Options(epochCount: 20, batchSize: 128) with { HiddenDims = [256, 128] }; // small layers are not rounded on a CPU
        using var full = Some.Trained(options, rowCount: 300);
        using var mixed = Some.Trained(options with { UsesMixedPrecision = true }, rowCount: 300);

        var (exact, rounded) = (full.History[^1].Training.Total, mixed.History[^1].Training.Total);

        Assert.That(rounded, Is.Not.EqualTo(exact));
        Assert.That(rounded, Is.EqualTo(exact).Within(0.02 * exact));
    }

    [Test]
    public void Fit_MixedPrecisionOfConvolutionsByAutograd_LearnsAsMuch()
    {
        var (exact, rounded) = LossesOfConvolutions(usesAutograd: true);

        Assert.That(rounded, Is.Not.EqualTo(exact));
        Assert.That(rounded, Is.EqualTo(exact).Within(0.02 * exact));
    }

    [Test]
    public void Fit_MixedPrecisionOfConvolutionsOnTheCpu_StaysInFloat32WhichIsFasterThere()
    {
        var (exact, mixed) = LossesOfConvolutions(usesAutograd: false);

        Assert.That(mixed, Is.EqualTo(exact));
    }

    /// <summary>Returns the training loss of small convolutions in float32 and in mixed precision.</summary>
    private static (double Full, double Mixed) LossesOfConvolutions(bool usesAutograd)
    {
        var options = Some.Options(epochCount: 10) with
        {
            HiddenDims = null,
            Network = new ConvolutionalNetworkOptions { Image = new(1, 8, 8), Filters = [4, 8] },
            Device = VaeDevice.Cpu,
            UsesAutograd = usesAutograd,
        };
        using var generator = new Generator(1);
        using var rows = rand(128, 64, generator: generator);
        using var full = new VaeTrainer(options).Fit(rows);
        using var mixed = new VaeTrainer(options with { UsesMixedPrecision = true }).Fit(rows);
        return (full.History[^1].Training.Total, mixed.History[^1].Training.Total);
    }

    /// <summary>Runs steps on both devices; an operation with tensors of two devices throws.</summary>
    private static void AssertStepsAreEqual(VaeTrainerOptions options, Func<VariationalAutoencoder> create, Tensor rows)
    {
        var (expected, expectedLoss) = RunStep(CPU);
        var (actual, actualLoss) = RunStep(OtherDevice.Device);

        Assert.That(actual, Is.EqualTo(expected).Within(1e-6f * OtherDevice.Rounding));
        // Both are sums of float32 numbers, whose order of addition may differ.
        Assert.That(actualLoss.Total, Is.EqualTo(expectedLoss.Total).Within(1e-4 * OtherDevice.Rounding).Percent);

        (float[] Weights, VaeLoss Loss) RunStep(Device device)
        {
            using var scope = NewDisposeScope();
            manual_seed(1); // for custom modules, which draw their own weights
            using var network = create();
            using var generator = new Generator(1);
            network.Initialize(generator);
            network.InitializePrior(new RowsOfTensor(rows), generator);
            network.to(device);
            network.train();
            SeededDropout.SetGenerator(network, generator);
            var noise = network.Latent.DrawNoise(rows.shape[0], generator);
            var moved = new StepRows(new(rows, ones(rows.shape[0])), rows, noise).DetachedOn(new(device, true));
            using var step = new AutogradStep(options, network, rows.shape[0], isFlat: false);
            var losses = new RunningLoss(new Divergence(options, null), epoch: 1);
            using (step.OpenEpoch())
            {
                step.Run(moved, epoch: 1, new(0.001, 1, 1), losses);
            }

            losses.Read();
            return (
                [
                    .. network
                        .state_dict()
                        .Where(entry => entry.Value.is_floating_point() && OtherDevice.Updates(entry.Key))
                        .SelectMany(entry => TensorValues.Floats(entry.Value)),
                ],
                losses.Mean
            );
        }
    }

    private static void AssertFitsAreEqual(Func<TrainingDevice, TrainedVae> fit)
    {
        using var expected = fit(Accelerator);
        using var actual = fit(new(OtherDevice.Device, IsAccelerator: true));

        Assert.That(Some.Weights(actual), Is.EqualTo(Some.Weights(expected)).Within(1e-5f * OtherDevice.Rounding));
        Assert.That(
            actual.History.Select(epoch => (epoch.Validation ?? epoch.Training).Total),
            Is.EqualTo(expected.History.Select(epoch => (epoch.Validation ?? epoch.Training).Total))
                .Within(1e-3 * OtherDevice.Rounding)
                .Percent
        );
        Assert.That(actual.Network.Device.type, Is.EqualTo(DeviceType.CPU));
    }

    private sealed class NumberRow
    {
        public float Value { get; set; }
    }

    private sealed class FeatureRow
    {
        [Microsoft.ML.Data.VectorType(1)]
        public float[] Features { get; set; } = [];
    }
}
