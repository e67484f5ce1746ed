using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>The column with the labels of some rows.</summary>
public sealed class LabelColumnTests
{
    private static VaeTrainerOptions Options { get; } = Learning("Class");

    private readonly MLContext ml = new(seed: 1);

    [Test]
    [Proves(62)]
    public void VaeFeaturize_LabelColumn_NeedsItForTrainingOnly()
    {
        var data = LabeledTable.View(LabeledTable.Rows(100));
        var estimator = ml.Transforms.VaeFeaturize("Latent", LabeledTable.Columns, Options with { EpochCount = 1 });
        using var encoder = estimator.Fit(data);
        var unlabeled = ml.Transforms.DropColumns("Class").Fit(data).Transform(data);

        Assert.That(encoder.Transform(unlabeled).GetColumn<float[]>("Latent").Count(), Is.EqualTo(100));
        Assert.That(
            () => estimator.GetOutputSchema(Shapes.Create(unlabeled.Schema)),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contain("Class")
        );
    }

    [Test]
    public void Vae_LabelInBothPlaces_IsRefused() =>
        Assert.That(
            () => ml.AnomalyDetection.Trainers.Vae(LabeledTable.Columns, Options, labelColumnName: "Flag"),
            Throws.ArgumentException.With.Message.Contain("'Class'").And.Message.Contain("'Flag'")
        );

    [Test]
    public void Fit_OtherLabelsThanTheCheckpoint_IsRefused()
    {
        using var folder = new TemporaryFolder();
        VaeCheckpointOptions checkpoints = new(folder["checkpoint"]) { Resume = true };
        var options = Options with { EpochCount = 1 };
        using (Fit(3)) { }

        Assert.That(() => Fit(4), Throws.InvalidOperationException.With.Message.Contain("40 labels"));

        TrainedVae Fit(int labelEach) =>
            new VaeTrainer(options) { Checkpoints = checkpoints }.Fit(
                LabeledTable.View(LabeledTable.Rows(120, labelEach)),
                LabeledTable.Columns
            );
    }

    [Test]
    public void Fit_DataThatIsReadAgain_UsesTheLabelsToo()
    {
        var data = LabeledTable.View(LabeledTable.Rows(400, labelEach: 5));
        var options = Options with
        {
            EpochCount = 1,
            Data = new() { ShuffleBufferRows = 100, ValidationShare = 0.1 },
        };
        using var trained = new VaeTrainer(options).Fit(data, LabeledTable.Columns);

        Assert.That(trained.TrainingData.LabeledRowCount, Is.InRange(60, 80), "labels of validation rows are not used");
    }

    [Test]
    public void Fit_NoLabels_NamesTheColumn()
    {
        var rows = LabeledTable.Rows(30);
        foreach (var row in rows)
        {
            row.Class = LabeledTable.NoClass;
        }

        Assert.That(
            () => new VaeTrainer(Options).Fit(LabeledTable.View(rows), LabeledTable.Columns),
            Throws.InvalidOperationException.With.Message.Contain("'Class'").And.Message.Contain("Label at least one")
        );
    }

    [TestCase("Nope", "Nope")]
    [TestCase("A", "both the label and a column that the model reads")]
    [TestCase("Constant", "MapValueToKey")]
    [TestCase("Features", "Boolean, or a key of at least 2 categories")]
    [TestCase("Amount", "Boolean, or a key of at least 2 categories")]
    public void Fit_UnsuitableLabelColumn_SaysWhy(string label, string expected) =>
        Assert.That(
            () => new VaeTrainer(Learning(label)).Fit(LabeledTable.View(LabeledTable.Rows(30)), LabeledTable.Columns),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contain(expected)
        );

    [Test]
    public void Fit_TensorWithLabelOption_IsRefused()
    {
        using var rows = Some.Rows(8);

        Assert.That(
            () => new VaeTrainer(Options).Fit(rows),
            Throws.ArgumentException.With.Message.Contain("'Class'").And.Message.Contain("IDataView")
        );
    }

    private static VaeTrainerOptions Learning(string column) =>
        LabeledTable.Options with
        {
            Labels = new SemiSupervisedLabelOptions { ColumnName = column },
        };
}
