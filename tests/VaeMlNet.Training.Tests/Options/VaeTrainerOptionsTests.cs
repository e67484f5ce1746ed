using System.Text.Json;

namespace VaeMlNet.Tests;

public class VaeTrainerOptionsTests
{
    private static readonly SemiSupervisedLabelOptions SemiSupervised = new() { ColumnName = "y" };

    private static readonly object[] OutOfRange =
    [
        new object[]
        {
            new VaeTrainerOptions { HiddenDims = [] },
            "HiddenDims",
            "empty",
        },
        new object[]
        {
            new VaeTrainerOptions { HiddenDims = [8, 0] },
            "HiddenDims[1]",
            "0",
        },
        new object[]
        {
            new VaeTrainerOptions { LatentDim = 0 },
            "LatentDim",
            "0",
        },
        new object[]
        {
            new VaeTrainerOptions { HiddenDims = [65_537] },
            "HiddenDims[0]",
            "65537",
        },
        new object[]
        {
            new VaeTrainerOptions { LatentDim = int.MaxValue },
            "LatentDim",
            "2147483647",
        },
        new object[]
        {
            new VaeTrainerOptions { BatchSize = -1 },
            "BatchSize",
            "-1",
        },
        new object[]
        {
            new VaeTrainerOptions { EpochCount = 0 },
            "EpochCount",
            "0",
        },
        new object[]
        {
            new VaeTrainerOptions { LearningRate = 0 },
            "LearningRate",
            "0",
        },
        new object[]
        {
            new VaeTrainerOptions { LearningRate = double.NaN },
            "LearningRate",
            "NaN",
        },
        new object[]
        {
            new VaeTrainerOptions { Beta = -0.5 },
            "Beta",
            "-0.5",
        },
        new object[]
        {
            new VaeTrainerOptions { Beta = double.PositiveInfinity },
            "Beta",
            "Infinity",
        },
        Case(new() { Labels = new SemiSupervisedLabelOptions { ColumnName = "" } }, "Labels.ColumnName", "empty"),
        Case(
            new()
            {
                Labels = new SemiSupervisedLabelOptions { ColumnName = "y", Weight = 0 },
            },
            "Labels.Weight",
            "0"
        ),
        Case(
            new()
            {
                Labels = new SemiSupervisedLabelOptions { ColumnName = "y", Weight = 0 },
            },
            "Labels.Weight",
            "0"
        ),
        Case(
            new() { Labels = SemiSupervised, Latent = new GumbelSoftmaxLatentOptions() },
            "Latent",
            "GumbelSoftmaxLatentOptions"
        ),
        Case(new() { Labels = SemiSupervised, Prior = new VampPriorOptions() }, "Prior", "VampPriorOptions"),
        Case(new() { Data = new() { ExampleWeightColumnName = "" } }, "Data.ExampleWeightColumnName", "empty"),
        Case(new() { Data = new() { ClassColumnName = "" } }, "Data.ClassColumnName", "empty"),
        Case(new() { WeightAverageDecay = 1 }, "WeightAverageDecay", "1"),
        Case(new() { Image = new(1, 0, 3) }, "Image.Height", "0"),
        Case(new() { Image = new(1, 14, 56), Network = new ConvolutionalNetworkOptions() }, "Image", "14x56"),
        Case(new() { Optimizer = null! }, "Optimizer", "null"),
        Case(new() { Optimizer = new() { Kind = (VaeOptimizerKind)9 } }, "Optimizer.Kind", "9"),
        Case(new() { Optimizer = new() { Momentum = 0.9 } }, "Optimizer.Momentum", "0.9"),
        Case(
            new()
            {
                Optimizer = new() { Kind = VaeOptimizerKind.Sgd, Momentum = 1 },
            },
            "Optimizer.Momentum",
            "1"
        ),
        Case(new() { Optimizer = new() { WeightDecay = -1 } }, "Optimizer.WeightDecay", "-1"),
        Case(new() { Optimizer = new() { MaxGradientNorm = 0 } }, "Optimizer.MaxGradientNorm", "0"),
        Case(new() { LearningRateSchedule = new() { Factor = 1 } }, "LearningRateSchedule.Factor", "1"),
        Case(new() { LearningRateSchedule = new() { Patience = -1 } }, "LearningRateSchedule.Patience", "-1"),
        Case(
            new() { LearningRateSchedule = new() { Schedule = (VaeLearningRateSchedule)77 } },
            "LearningRateSchedule.Schedule",
            "77"
        ),
        Case(new() { KlWarmUpEpochs = -1 }, "KlWarmUpEpochs", "-1"),
        Case(new() { FreeBits = double.NaN }, "FreeBits", "NaN"),
        Case(new() { MinimumTemperature = 0 }, "MinimumTemperature", "0"),
        Case(new() { TemperatureDecay = -1 }, "TemperatureDecay", "-1"),
        Case(new() { InputNoise = new() { Kind = (VaeInputNoiseKind)5 } }, "InputNoise.Kind", "5"),
        Case(new() { InputNoise = new() { Level = -1 } }, "InputNoise.Level", "-1"),
        Case(
            new()
            {
                InputNoise = new() { Kind = VaeInputNoiseKind.Masking, Level = 1 },
            },
            "InputNoise.Level",
            "1"
        ),
        Case(new() { TrimmedShare = 1 }, "TrimmedShare", "1"),
        Case(new() { TrimFromEpoch = 0 }, "TrimFromEpoch", "0"),
        Case(new() { EarlyStopping = new() { Patience = 0 } }, "EarlyStopping.Patience", "0"),
        Case(new() { EarlyStopping = new() { MinimumImprovement = -1 } }, "EarlyStopping.MinimumImprovement", "-1"),
        Case(new() { Data = new() { ValidationShare = 1 } }, "Data.ValidationShare", "1"),
        Case(new() { Data = new() { ShuffleBufferRows = -1 } }, "Data.ShuffleBufferRows", "-1"),
    ];

    [TestCaseSource(nameof(OutOfRange))]
    public void Constructor_OptionOutOfRange_NamesOptionAndValue(
        VaeTrainerOptions options,
        string name,
        string value
    ) =>
        Assert.That(
            () => new VaeTrainer(options),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Property("ParamName")
                .EqualTo(name)
                .And.Message.Contains($"VaeTrainerOptions.{name} is {value}")
        );

    [Test]
    public void Constructor_NoOptions_Throws() =>
        Assert.That(() => new VaeTrainer(null!), Throws.ArgumentNullException);

    [Test]
    [Proves(19)]
    public void Constructor_OptionsChangedAfterwards_TrainsWithTheOldOnes()
    {
        var options = Some.Options(epochCount: 1);
        var trainer = new VaeTrainer(options);
        options.HiddenDims![0] = 99;
        using var rows = Some.Rows(8);
        using var model = trainer.Fit(rows);

        Assert.That(model.Options.HiddenDims, Is.EqualTo(new[] { 16 }));
    }

    [Test]
    public void Fit_AnyData_LeavesTheOptionsAlone()
    {
        var options = Some.Options(epochCount: 1, batchSize: 100);
        using var model = Some.Trained(options, rowCount: 8);

        Assert.That(
            (options.HiddenDims, options.BatchSize, options.EpochCount, options.LatentDim),
            Is.EqualTo((new[] { 16 }, 100, (int?)1, (int?)3))
        );
    }

    [Test]
    public void Options_Default_AreNullWhereTheDataDecides()
    {
        var options = new VaeTrainerOptions();

        object?[] chosenFromTheData =
        [
            options.HiddenDims,
            options.Network,
            options.LatentDim,
            options.Likelihood,
            options.EpochCount,
            options.LearningRate,
            options.TrimmedShare,
        ];

        Assert.That(chosenFromTheData, Has.All.Null);
        Assert.That(
            JsonSerializer.Deserialize<VaeTrainerOptions>(JsonSerializer.Serialize(options)),
            Is.EqualTo(options),
            "null is kept in files"
        );
    }

    [Test]
    [Proves(19)]
    public void ChosenForFeatures_DefaultOptions_HasTheDocumentedValues()
    {
        var chosen = new VaeTrainerOptions().ChosenForFeatures();

        Assert.That(chosen.HiddenDims, Is.EqualTo(new[] { 400 }));
        Assert.That(
            chosen.Network,
            Is.TypeOf<FullyConnectedNetworkOptions>()
                .With.Property(nameof(FullyConnectedNetworkOptions.HiddenDims))
                .EqualTo(new[] { 400 })
        );
        Assert.That(chosen.LatentDim, Is.EqualTo(20));
        Assert.That(chosen.Likelihood, Is.EqualTo(VaeLikelihoodOptions.Bernoulli));
        Assert.That(chosen.EpochCount, Is.EqualTo(10));
        Assert.That(chosen.LearningRate, Is.EqualTo(1e-3));
        Assert.That((chosen.TrimmedShare, chosen.TrimFromEpoch), Is.EqualTo(((double?)0, (int?)2)));
    }

    [Test]
    public void ChosenForFeatures_AllOptionsSet_KeepsThem()
    {
        var options = new VaeTrainerOptions
        {
            Network = new ConvolutionalNetworkOptions(),
            Image = new(1, 28, 28),
            LatentDim = 3,
            Likelihood = new StudentTLikelihoodOptions(),
            EpochCount = 4,
            LearningRate = 0.5,
            TrimmedShare = 0.1,
            TrimFromEpoch = 3,
            BatchSize = 7,
            Beta = 0.5,
            KlWarmUpEpochs = 2,
            InputNoise = new() { Kind = VaeInputNoiseKind.Masking, Level = 0.1 },
            LearningRateSchedule = new() { Schedule = VaeLearningRateSchedule.Cosine },
            Data = new() { ValidationShare = 0.2, ThresholdFolds = 0 },
        };

        Assert.That(options.ChosenForFeatures(), Is.EqualTo(options), "and no hidden layers that the network ignores");
    }

    [Test]
    [Proves(19)]
    public void Fit_FeaturesWithDefaultOptions_ReportsTheChosenValues()
    {
        using var rows = Some.Rows(8);
        using var model = new VaeTrainer(new() { EpochCount = 1 }).Fit(rows);

        Assert.That((model.Options.LatentDim, model.Options.EpochCount), Is.EqualTo(((int?)20, (int?)1)));
        Assert.That(model.Options.LearningRate, Is.EqualTo(1e-3));
        Assert.That(model.Network.LatentDim, Is.EqualTo(20));
    }

    private static object[] Case(VaeTrainerOptions options, string name, string value) => [options, name, value];
}
