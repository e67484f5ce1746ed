namespace VaeMlNet.Tests;

public class VaeTrainerOptionsTests
{
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
            new VaeTrainerOptions { HiddenDims = null! },
            "HiddenDims",
            "null",
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
            new VaeTrainerOptions { Likelihood = null! },
            "Likelihood",
            "null",
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
    public void Constructor_OptionsChangedAfterwards_TrainsWithTheOldOnes()
    {
        var options = Some.Options(epochCount: 1);
        var trainer = new VaeTrainer(options);
        options.HiddenDims[0] = 99;
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
            Is.EqualTo((new[] { 16 }, 100, 1, 3))
        );
    }
}
