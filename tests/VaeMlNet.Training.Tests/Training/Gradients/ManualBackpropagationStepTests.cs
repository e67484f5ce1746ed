namespace VaeMlNet.Tests;

public class ManualBackpropagationStepTests
{
    private static IEnumerable<VaeTrainerOptions> Cases()
    {
        var options = Some.Options(batchSize: 64) with { UsesAutograd = false };
        yield return options;
        yield return options with
        {
            Network = new ConvolutionalNetworkOptions { Image = new(1, 3, 4), Filters = [4, 8] },
        };
        yield return options with
        {
            Optimizer = new() { Kind = VaeOptimizerKind.RmsProp, MaxGradientNorm = 0.5 },
        };
        yield return options with
        {
            Optimizer = new() { Kind = VaeOptimizerKind.Sgd, Momentum = 0.9 },
            Beta = 4,
        };
        yield return options with
        {
            InputNoise = new() { Kind = VaeInputNoiseKind.Masking, Level = 0.2 },
        };
        yield return options with
        {
            TrimmedShare = 0.3,
            Likelihood = new StudentTLikelihoodOptions { Learned = VaeLearnedScale.PerFeature },
        };
        yield return options with
        {
            Network = new FullyConnectedNetworkOptions
            {
                HiddenDims = [16, 8],
                Activation = VaeActivation.Silu,
                LinearPath = true,
                Dropout = 0.2,
            },
        };
    }

    private static IEnumerable<TestCaseData> TableCases()
    {
        var options = SomeTable.Options with { EpochCount = 3 };
        yield return new TestCaseData(options, true).SetArgDisplayNames("detector");
        yield return new TestCaseData(
            options with
            {
                Network = null,
                InputNoise = null,
                // Adam divides gradients by their size, which turns rounding into steps where they are nearly 0.
                Optimizer = new() { Kind = VaeOptimizerKind.Sgd, MaxGradientNorm = 1 },
            },
            false
        ).SetArgDisplayNames("hidden cells");
        yield return new TestCaseData(
            options with
            {
                Likelihood = GaussianLikelihoodOptions.ForTables,
                ColumnLikelihoods = new Dictionary<string, VaeLikelihoodOptions>
                {
                    ["Measures"] = new StudentTLikelihoodOptions { Learned = VaeLearnedScale.PerFeature },
                },
                Data = new() { ExampleWeightColumnName = "Income" },
            },
            false
        ).SetArgDisplayNames("weights");
        yield return new TestCaseData(
            options with
            {
                EmbedCategoriesAbove = 2,
                InputNoise = null,
                TrimmedShare = 0.2,
            },
            false
        ).SetArgDisplayNames("embedded keys");
    }

    [TestCaseSource(nameof(TableCases))]
    [Proves(71)]
    public void Fit_ManualGradientsOfATable_GivesAutogradsHistory(VaeTrainerOptions options, bool isDetector)
    {
        var isWeighted = options.Data.ExampleWeightColumnName is not null;
        AssertSameHistory(options, SomeTable.Rows(150, missingShare: isWeighted ? 0 : 0.1), isDetector);
    }

    private static IEnumerable<VaeLikelihoodOptions> LikelihoodsOfCounts() =>
        VaeLikelihoodOptions
            .Choices.Select(choice => choice.ForTables)
            .OfType<VaeLikelihoodOptions>()
            .Where(likelihood => likelihood is NegativeBinomialLikelihoodOptions or ZeroInflatedLikelihoodOptions);

    [TestCaseSource(nameof(LikelihoodsOfCounts))]
    [Proves(71)]
    public void Fit_ManualGradientsOfCounts_GivesAutogradsHistory(VaeLikelihoodOptions likelihood)
    {
        var rows = SomeTable.Rows(150);
        foreach (var row in rows)
        {
            row.Income = MathF.Floor(row.Income / 1000);
            row.Measures = Array.ConvertAll(row.Measures, measure => MathF.Max(0, MathF.Floor(20 * measure)));
        }

        AssertSameHistory(
            SomeTable.Options with
            {
                EpochCount = 3,
                HiddenDims = [16],
                // Adam divides gradients by their size, which makes the rounding of the smallest ones visible.
                Optimizer = new() { Kind = VaeOptimizerKind.Sgd, MaxGradientNorm = 1 },
                ColumnLikelihoods = new Dictionary<string, VaeLikelihoodOptions>
                {
                    ["Income"] = likelihood,
                    ["Measures"] = likelihood,
                },
            },
            rows
        );
    }

    [TestCaseSource(nameof(Cases))]
    [Proves(71)]
    public void Fit_ManualGradients_GivesAutogradsHistory(VaeTrainerOptions options)
    {
        using var rows = Some.Rows(150); // batches of 64, 64 and 22
        using var manual = Trainer(options).Fit(rows);
        using var autograd = Trainer(options with { UsesAutograd = true }).Fit(rows);
        for (var epoch = 0; epoch < options.EpochCountOrDefault; epoch++)
        {
            var (ours, theirs) = (manual.History[epoch].Training, autograd.History[epoch].Training);
            Assert.Multiple(() =>
            {
                Assert.That(ours.Reconstruction, Is.EqualTo(theirs.Reconstruction).Within(1e-3).Percent);
                // Variances near 1 cancel out in it, so that the rounding of 1 remains.
                Assert.That(ours.Kl, Is.EqualTo(theirs.Kl).Within(1e-6 + (1e-5 * theirs.Kl)));
            });
        }
    }

    [Test]
    [Proves(71)]
    public void Fit_ManualGradientsUnderConditions_GivesAutogradsHistory([Values] bool haveVectors)
    {
        var data = ConditionedTable.View(ConditionedTable.Rows(100));
        var options = ConditionedTable.Options with
        {
            EpochCount = 2,
            ConditionColumns = ["Heat", "Machine", "Night"],
            EmbedCategoriesAbove = haveVectors ? 2 : 100,
        };
        using var manual = Trainer(options).Fit(data, ConditionedTable.Columns);
        using var autograd = Trainer(options with { UsesAutograd = true }).Fit(data, ConditionedTable.Columns);

        Assert.That(ManualBackpropagationStep.Supports(manual.Options, manual.Network), Is.True);
        Assert.That(Some.Weights(manual), Is.EqualTo(Some.Weights(autograd)).Within(1e-4f));
    }

    [Test]
    public void Fit_LastBatchOfFewerRowsThanThreads_GivesAutogradsHistory([Values] bool isConvolutional)
    {
        var options = Some.Options(epochCount: 2, batchSize: 64);
        if (isConvolutional)
        {
            options = options with
            {
                Network = new ConvolutionalNetworkOptions { Image = new(1, 3, 4), Filters = [4] },
            };
        }

        using var rows = Some.Rows(129);
        using var manual = Trainer(options).Fit(rows);
        using var autograd = Trainer(options with { UsesAutograd = true }).Fit(rows);

        Assert.That(
            manual.History[1].Training.Total,
            Is.EqualTo(autograd.History[1].Training.Total).Within(1e-3).Percent
        );
    }

    [Test]
    public void Fit_ManualGradients_RestoresTheThreadsOfTorch()
    {
        var before = TorchSharp.torch.get_num_threads();
        using var model = Some.Trained(Some.Options(batchSize: 64), rowCount: 128);

        Assert.That(TorchSharp.torch.get_num_threads(), Is.EqualTo(before));
    }

    [TestCase(8, 128, 1)]
    [TestCase(100, 128, 1)]
    [TestCase(400, 128, 2)]
    [TestCase(400, 32, 1)]
    public void CountWorkers_SizeOfTheWork_DecidesWhetherThreadsShareIt(int hidden, int rowCount, int expected)
    {
        using var network = Some.Network(784, [hidden], 20);

        var count = Some.WithThreads(2, () => ManualBackpropagationStep.CountWorkers(network, rowCount));

        Assert.That(count, Is.EqualTo(expected));
    }

    [Test]
    [NonParallelizable]
    public void Fit_StepsPreparedOnTheOtherThread_GivesTheSameWeights()
    {
        var options = SomeTable.Options with { EpochCount = 3, Network = null, InputNoise = null };
        var data = SomeTable.View(SomeTable.Rows(300));
        float[] Weights()
        {
            using var model = Trainer(options, isDetector: false).Fit(data, SomeTable.Columns);
            return Some.Weights(model);
        }

        var alone = Some.WithThreads(1, Weights);
        var ahead = Some.WithThreads(2, Weights);

        Assert.That(ahead, Is.EqualTo(alone));
    }

    private static void AssertSameHistory(VaeTrainerOptions options, SomeTable.Row[] rows, bool isDetector = false)
    {
        var data = SomeTable.View(rows);
        TrainedVae Fit(bool usesAutograd) =>
            Trainer(options with { UsesAutograd = usesAutograd }, isDetector).Fit(data, SomeTable.Columns);
        using var manual = Fit(usesAutograd: false);
        using var autograd = Fit(usesAutograd: true);

        Assert.That(ManualBackpropagationStep.Supports(manual.Options, manual.Network), Is.True);
        Assert.That(
            manual.History.Select(epoch => epoch.Training.Reconstruction),
            Is.EqualTo(autograd.History.Select(epoch => epoch.Training.Reconstruction)).Within(1e-3).Percent
        );
        Assert.That(
            manual.History.Select(epoch => epoch.Training.Kl),
            Is.EqualTo(autograd.History.Select(epoch => epoch.Training.Kl)).Within(1e-2).Percent
        );
        Assert.That(Some.Weights(manual), Is.EqualTo(Some.Weights(autograd)).Within(1e-4f));
    }

    // The widest rows have 400 numbers, and 2^29 / 400 = 1,342,177.3.
    [TestCase(1_342_177, true)]
    [TestCase(1_342_178, false)]
    public void FitsSpans_LayerOfMoreThan2GiB_IsFalse(long batchSize, bool expected)
    {
        using var network = new VariationalAutoencoder(
            Some.Width,
            new() { Network = new FullyConnectedNetworkOptions { HiddenDims = [400] } }
        );

        Assert.That(ManualBackpropagationStep.FitsSpans(network, batchSize), Is.EqualTo(expected));
    }

    /// <summary>Creates a trainer whose steps have three threads, also for small networks.</summary>
    private static VaeTrainer Trainer(VaeTrainerOptions options, bool isDetector = false) =>
        new(options) { OtherDevice = TrainingDevice.Cpu with { WorkerCount = 3 }, ForAnomalies = isDetector };
}
