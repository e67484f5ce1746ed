using Microsoft.ML;
using VaeMlNet.Tests.Shared;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Every option of training on a table with a third of its cells missing. Missing cells are NaN.</summary>
public sealed class MissingCellTrainingTests
{
    private static readonly Row[] Rows = Labeled(SomeTable.Rows(120, missingShare: 0.33));
    private static readonly IDataView Data = View(Rows);

    private float[] plainWeights = [];

    [OneTimeSetUp]
    public void TrainPlain()
    {
        using var plain = Fit(SomeTable.Options);
        plainWeights = Some.Weights(plain);
    }

    private static IEnumerable<TestCaseData> OptionsInUse()
    {
        var plain = SomeTable.Options;
        TestCaseData Case(string name, VaeTrainerOptions options) => new TestCaseData(options).SetArgDisplayNames(name);
        yield return Case("validation split", plain with { Data = new() { ValidationShare = 0.2 } });
        yield return Case("weights", plain with { Data = new() { ExampleWeightColumnName = "Weight" } });
        yield return Case("weighted classes", plain with { Data = new() { ClassColumnName = "Label" } });
        yield return Case("stream", plain with { Data = new() { ShuffleBufferRows = 40 } });
        yield return Case(
            "noise",
            plain with
            {
                InputNoise = new() { Kind = VaeInputNoiseKind.Gaussian, Level = 0.2 },
            }
        );
        yield return Case(
            "masks",
            plain with
            {
                InputNoise = new() { Kind = VaeInputNoiseKind.Masking, Level = 0.2 },
            }
        );
        yield return Case("trimming", plain with { TrimmedShare = 0.2, TrimFromEpoch = 2 });
        yield return Case("clipping", plain with { Optimizer = new() { MaxGradientNorm = 0.5 } });
        yield return Case("free bits", plain with { FreeBits = 0.3, EpochCount = 20 });
    }

    [TestCaseSource(nameof(OptionsInUse))]
    public void Fit_Option_LearnsFiniteNumbersAndOtherWeights(VaeTrainerOptions options)
    {
        using var model = Fit(options);

        var weights = Some.Weights(model);
        var threshold = model.TrainingData.Threshold;

        Assert.Multiple(() =>
        {
            Assert.That(model.History.Select(epoch => epoch.Training.Total), Is.All.Matches<double>(double.IsFinite));
            Assert.That(model.History[^1].Training.Total, Is.LessThan(model.History[0].Training.Total), "it learns");
            Assert.That(weights, Is.All.Matches<float>(float.IsFinite));
            Assert.That(weights, Is.Not.EqualTo(plainWeights), "the option does something");
            Assert.That((threshold.NegativeElbo, threshold.ReconstructionError), Is.Not.EqualTo((0d, 0d)));
            Assert.That(model.TrainingData.Calibration!.NegativeElbo, Is.All.Matches<float>(float.IsFinite));
        });
    }

    [Test]
    public void Fit_EarlyStoppingOnRowsWithMissingCells_HasTheBestWeights()
    {
        var options = SomeTable.Options with
        {
            EpochCount = 60,
            LearningRate = 0.05,
            EarlyStopping = new() { Patience = 2 },
        };
        var validation = View(Labeled(SomeTable.Rows(40, seed: 5, missingShare: 0.33)));

        using var model = new VaeTrainer(options).Fit(Data, SomeTable.Columns, validation);

        Assert.Multiple(() =>
        {
            Assert.That(model.History, Has.Count.LessThan(60));
            Assert.That(model.History.Select(e => e.Validation!.Total), Is.All.Matches<double>(double.IsFinite));
            Assert.That(model.BestEpoch.Validation!.Total, Is.EqualTo(model.History.Min(e => e.Validation!.Total)));
            Assert.That(model.TrainingData.Threshold.Source, Is.EqualTo("validation"));
        });
    }

    [Test]
    public void InputNoise_MissingCells_StayMissing(
        [Values(VaeInputNoiseKind.Gaussian, VaeInputNoiseKind.Masking)] VaeInputNoiseKind kind
    )
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var x = Some.ToTensor([1, float.NaN, 3], [float.NaN, 5, 6]);

        var noisy = InputNoise.Add(new() { Kind = kind, Level = 0.5 }, x, generator);

        Assert.That(
            TensorValues.Floats(noisy).Select(float.IsNaN),
            Is.EqualTo(TensorValues.Floats(x).Select(float.IsNaN))
        );
    }

    [Test]
    public void Fit_Diverging_SaysHowLargeTheCellsWithAValueWere()
    {
        var options = SomeTable.Options with { LearningRate = 1e30 };

        var diverged = Assert.Throws<VaeDivergenceException>(() => Fit(options));

        Assert.That(diverged!.LargestFeature, Is.InRange(0.5, 100));
    }

    [Test]
    public void Fit_Resumed_EqualsTheUnbrokenRun([Values(0.33, 1.0)] double missingShare)
    {
        using var folder = new TemporaryFolder();
        var rows = Labeled(SomeTable.Rows(40, missingShare: missingShare));
        var checkpoints = new VaeCheckpointOptions(folder["checkpoint"]) { Resume = true };
        var columns = missingShare < 1 ? SomeTable.Columns : ["Income", "Measures"];
        using var unbroken = new VaeTrainer(SomeTable.Options).Fit(View(rows), columns);

        new VaeTrainer(SomeTable.Options with { EpochCount = 2 }) { Checkpoints = checkpoints }
            .Fit(View(rows), columns)
            .Dispose();
        using var resumed = new VaeTrainer(SomeTable.Options) { Checkpoints = checkpoints }.Fit(View(rows), columns);

        Assert.That(Some.Weights(resumed), Is.EqualTo(Some.Weights(unbroken)));
    }

    [Test]
    public void Fit_Contamination_FlagsItsShareOfRowsWithMissingCells()
    {
        using var folder = new TemporaryFolder();
        using var model = Fit(SomeTable.Options with { Contamination = 0.1 });
        model.Export(folder["table"], Data);
        var ml = new MLContext(1);

        using var scorer = ml
            .Transforms.VaeScore("Score", [], folder["table"], new() { PValueColumnName = "P" })
            .Fit(Data);

        var scored = ml.Data.CreateEnumerable<Scored>(scorer.Transform(Data), reuseRowObject: false).ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(scored.Count(row => row.PredictedLabel), Is.EqualTo(12));
            Assert.That(scored.Select(row => row.P), Is.All.InRange(1 / 121f, 1f));
            Assert.That(scored.MaxBy(row => row.Score)!.P, Is.LessThan(0.02f));
        });
    }

    private static TrainedVae Fit(VaeTrainerOptions options) => new VaeTrainer(options).Fit(Data, SomeTable.Columns);

    private static IDataView View(Row[] rows) => new MLContext(1).Data.LoadFromEnumerable(rows);

    private static Row[] Labeled(IEnumerable<SomeTable.Row> rows) =>
        [
            .. rows.Index()
                .Select(row => new Row
                {
                    Job = row.Item.Job,
                    Income = row.Item.Income,
                    Married = row.Item.Married,
                    Measures = row.Item.Measures,
                    Weight = 1 + (row.Index % 3),
                    Label = row.Index % 10 == 0,
                }),
        ];

    private sealed class Row
    {
        [Microsoft.ML.Data.KeyType(3)]
        public uint Job { get; set; }

        public float Income { get; set; }

        public bool Married { get; set; }

        [Microsoft.ML.Data.VectorType(3)]
        public float[] Measures { get; set; } = [];

        public float Weight { get; set; }

        public bool Label { get; set; }
    }

    private sealed class Scored
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }

        public float P { get; set; }
    }
}
