using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>Embeddings that are trained to predict a label of some rows.</summary>
public sealed class LabelPredictionTests
{
    private static readonly MLContext Ml = new(seed: 1);

    [TestCase("Class", 1)]
    [TestCase("Class", 10)]
    [TestCase("Flag", 1)]
    [TestCase("Amount", 1)]
    [TestCase("Amount", 10)]
    public void Fit_LabelColumn_TheEmbeddingKeepsWhatPredictsIt(string label, int labelEach)
    {
        var data = LabeledTable.View(LabeledTable.Rows(400, labelEach));
        var others = LabeledTable.Rows(300, seed: 2);
        using var without = new VaeTrainer(LabeledTable.Options).Fit(data, LabeledTable.Columns);
        using var with = new VaeTrainer(Predicting(label)).Fit(data, LabeledTable.Columns);
        var (before, after) = (LabeledTable.Correlation(without, others), LabeledTable.Correlation(with, others));

        TestContext.Out.WriteLine(
            $"correlation of the latent with the factor: {before:0.00}, with labels {after:0.00}"
        );

        Assert.That(before, Is.LessThan(0.5));
        Assert.That(after, Is.GreaterThan(0.8));
    }

    [Test]
    public void VaeFeaturize_LabelColumn_NeedsItForTrainingOnly()
    {
        var data = LabeledTable.View(LabeledTable.Rows(300));
        var others = LabeledTable.Rows(200, seed: 2);
        var estimator = Ml.Transforms.VaeFeaturize(
            "Latent",
            LabeledTable.Columns,
            LabeledTable.Options,
            labelColumnName: "Class"
        );
        using var encoder = estimator.Fit(data);
        var unlabeled = Ml.Transforms.DropColumns("Class").Fit(data).Transform(LabeledTable.View(others));
        var latents = encoder.Transform(unlabeled).GetColumn<float[]>("Latent").Select(l => (double)l[0]).ToArray();
        var thirds = others.Zip(latents).GroupBy(row => row.First.Class).OrderBy(rows => rows.Key);
        var means = thirds.Select(rows => rows.Average(row => row.Second)).ToArray();

        Assert.That(means, Is.Ordered.Ascending.Or.Ordered.Descending);
        Assert.That(
            () => estimator.GetOutputSchema(Shapes.Create(unlabeled.Schema)),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contain("Class")
        );
    }

    [Test]
    public void VaeFeaturize_LabelInBothPlaces_IsRefused()
    {
        var options = Predicting("Flag");

        Assert.That(
            () => Ml.Transforms.VaeFeaturize("Latent", LabeledTable.Columns, options, labelColumnName: "Class"),
            Throws.ArgumentException.With.Message.Contain("'Class'").And.Message.Contain("'Flag'")
        );
    }

    [Test]
    public void Fit_FeatureVectorWithLabels_TrainsAndExports()
    {
        using var folder = new TemporaryFolder();
        var rows = LabeledTable.Rows(200, labelEach: 4);
        var data = LabeledTable.View(rows);
        var options = Predicting("Class") with { Likelihood = DecoderLikelihood.GaussianUnitVariance };
        using var trained = new VaeTrainer(options).Fit(data, "Features");
        trained.Export(folder["model"], data);
        using var model = VaeModel.Open(folder["model"]);

        Assert.That(trained.Options.Labels, Is.EqualTo(options.Labels));
        Assert.That(trained.History[^1].Training.OtherTerms, Is.Positive.And.LessThan(3 * Math.Log(3)));
        Assert.That(model.Manifest.Columns.Select(column => column.Name), Is.EqualTo(new[] { "Features" }));
    }

    [Test]
    public void Fit_FromACheckpoint_ContinuesAsWithoutAPause()
    {
        using var folder = new TemporaryFolder();
        var data = LabeledTable.View(LabeledTable.Rows(120, labelEach: 3));
        var options = Predicting("Class") with { EpochCount = 4 };
        using var whole = new VaeTrainer(options).Fit(data, LabeledTable.Columns);
        VaeCheckpointOptions checkpoints = new(folder["checkpoint"]) { Resume = true };
        using (Fit(options with { EpochCount = 2 })) { }

        using var resumed = Fit(options);
        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);

        Assert.That(Some.Weights(resumed), Is.EqualTo(Some.Weights(whole)));
        Assert.That(Some.Weights(loaded), Is.EqualTo(Some.Weights(whole)));
        Assert.That(loaded.Network.LabelHead!.Column.KeyCount, Is.EqualTo(3));
        Assert.That(loaded.Options.Labels, Is.EqualTo(options.Labels));
        Assert.That(
            () => Fit(options with { Labels = new LabelPredictionOptions { ColumnName = "Flag" } }),
            Throws.InvalidOperationException.With.Message.Contain("labels")
        );

        TrainedVae Fit(VaeTrainerOptions some) =>
            new VaeTrainer(some) { Checkpoints = checkpoints }.Fit(data, LabeledTable.Columns);
    }

    [Test]
    public void Fit_OtherLabelsThanTheCheckpoint_IsRefused()
    {
        using var folder = new TemporaryFolder();
        VaeCheckpointOptions checkpoints = new(folder["checkpoint"]) { Resume = true };
        var options = Predicting("Class") with { EpochCount = 1 };
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
        var options = Predicting("Class") with
        {
            Data = new() { ShuffleBufferRows = 100, ValidationShare = 0.1 },
        };
        using var trained = new VaeTrainer(options).Fit(data, LabeledTable.Columns);

        Assert.That(LabeledTable.Correlation(trained, LabeledTable.Rows(300, seed: 2)), Is.GreaterThan(0.8));
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
            () => new VaeTrainer(Predicting("Class")).Fit(LabeledTable.View(rows), LabeledTable.Columns),
            Throws.InvalidOperationException.With.Message.Contain("'Class'").And.Message.Contain("Label at least one")
        );
    }

    [TestCase("Nope", "Nope")]
    [TestCase("A", "both the label and a column that the model reads")]
    [TestCase("Constant", "MapValueToKey")]
    [TestCase("Features", "must be a key, Boolean or Single")]
    public void Fit_UnsuitableLabelColumn_SaysWhy(string label, string expected) =>
        Assert.That(
            () => new VaeTrainer(Predicting(label)).Fit(LabeledTable.View(LabeledTable.Rows(30)), LabeledTable.Columns),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contain(expected)
        );

    [Test]
    public void Fit_TensorWithLabelOption_IsRefused()
    {
        using var rows = Some.Rows(8);

        Assert.That(
            () => new VaeTrainer(Predicting("Class")).Fit(rows),
            Throws.ArgumentException.With.Message.Contain("'Class'").And.Message.Contain("IDataView")
        );
    }

    private static VaeTrainerOptions Predicting(string column) =>
        LabeledTable.Options with
        {
            Labels = new LabelPredictionOptions { ColumnName = column },
        };
}
