using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Detectors that learn from known anomalies, which count nowhere else.</summary>
public sealed class KnownAnomalyTests
{
    private static readonly MLContext Ml = new(seed: 1);

    private static readonly VaeTrainerOptions Options = LabeledTable.Options with
    {
        Labels = new KnownAnomalyLabelOptions { ColumnName = "Known" },
    };

    [Test]
    public void Fit_AllRowsAreKnownAnomalies_NamesTheColumn()
    {
        var rows = LabeledTable.Rows(30);
        foreach (var row in rows)
        {
            row.Flag = true;
        }

        VaeTrainerOptions options = new() { Labels = new KnownAnomalyLabelOptions { ColumnName = "Flag" } };

        Assert.That(
            () => new VaeTrainer(options).Fit(LabeledTable.View(rows), LabeledTable.Columns),
            Throws.InvalidOperationException.With.Message.Contain("Every row is a known anomaly in label column 'Flag'")
        );
    }

    [Test]
    [Proves(62)]
    public void Vae_KnownAnomalies_FindsOthersOfTheirKind()
    {
        // A quarter of the rows is of a kind that is as frequent as others, and only labels say that it is not normal.
        var rows = LabeledTable.Rows(600);
        foreach (var row in rows.Where(IsAnomaly).Take(5))
        {
            row.Known = 1;
        }

        var others = LabeledTable.Rows(400, seed: 2);
        var (without, with) = (Auroc(null), Auroc("Known"));

        TestContext.Out.WriteLine($"AUROC without {without:0.000}, with 5 known anomalies {with:0.000}");

        Assert.That(with, Is.GreaterThan(without + 0.1));

        double Auroc(string? label)
        {
            var trainer = Ml.AnomalyDetection.Trainers.Vae(
                LabeledTable.Columns,
                LabeledTable.Options,
                labelColumnName: label
            );
            using var detector = trainer.Fit(LabeledTable.View(rows));
            var scores = detector.Transform(LabeledTable.View(others)).GetColumn<float>("Score").ToArray();
            var scored = others.Zip(scores).ToLookup(row => IsAnomaly(row.First), row => row.Second);
            return scored[true].Average(anomaly => scored[false].Count(score => score < anomaly))
                / scored[false].Count();
        }
    }

    /// <summary>Its constants would come from a score that labels changed.</summary>
    [Test]
    public void VaeScore_MarginalLikelihood_IsRefused()
    {
        using TemporaryFolder folder = new();
        var rows = LabeledTable.Rows(200);
        foreach (var row in rows.Where(IsAnomaly).Take(5))
        {
            row.Known = 1;
        }

        var view = LabeledTable.View(rows);
        using var trained = new VaeTrainer(Options).Fit(view, LabeledTable.Columns);
        trained.Export(folder["model"], view);
        VaeScoreOptions sampled = new() { Kind = VaeScoreKind.MarginalLikelihood };

        Assert.That(trained.TrainingData.KnownAnomalies, Is.Not.Null, "the labels change the score");
        Assert.That(
            () => Ml.Transforms.VaeScore("Score", LabeledTable.Columns, folder["model"], sampled),
            Throws.ArgumentException.With.Message.Contains("known anomalies")
        );
        Assert.That(
            () =>
                Ml.AnomalyDetection.Trainers.Vae(
                    LabeledTable.Columns,
                    LabeledTable.Options,
                    sampled,
                    labelColumnName: "Known"
                ),
            Throws.ArgumentException.With.Message.Contains("known anomalies")
        );
    }

    [Test]
    [Proves(62)]
    public void Fit_KnownAnomalies_AreInNoFigure()
    {
        var rows = LabeledTable.Rows(200);
        var view = LabeledTable.View(rows.Concat(Extreme(20)));
        var options = Options with
        {
            EpochCount = 2,
            Data = new() { ValidationShare = 0.5 },
            TrimmedShare = 0.2,
        };
        using var trained = new VaeTrainer(options).Fit(view, LabeledTable.Columns);
        var data = trained.TrainingData;

        Assert.Multiple(() =>
        {
            Assert.That(data.ValidationRowCount + data.RowCount, Is.EqualTo(200));
            Assert.That(data.ValidationRowCount, Is.InRange(90, 110), "half of the rows, without known anomalies");
            Assert.That(data.LabeledRowCount, Is.EqualTo(20));
            Assert.That(data.Threshold.Rows, Is.EqualTo(200), "by cross-validation");
            Assert.That(data.Threshold.NegativeElbo, Is.LessThan(1000), "known anomalies have far higher scores");
        });
    }

    /// <summary>The epoch from which rows are trimmed is chosen by the number of epochs.</summary>
    [Test]
    public void Fit_ResumedForMoreEpochs_TrainsTheRest()
    {
        using TemporaryFolder folder = new();
        var view = LabeledTable.View(LabeledTable.Rows(200).Concat(Extreme(5)));
        Train(epochs: 3).Dispose();
        using var resumed = Train(epochs: 40);

        Assert.That(resumed.History, Has.Count.EqualTo(40));
        Assert.That(resumed.Options.TrimFromEpoch, Is.GreaterThan(2));

        TrainedVae Train(int epochs) =>
            new VaeTrainer(Options with { EpochCount = epochs, TrimmedShare = null })
            {
                ForAnomalies = true,
                Checkpoints = new(folder["c"]) { Resume = true },
            }.Fit(view, LabeledTable.Columns);
    }

    [Test]
    public void Fit_KnownNormalRowsThatAreHeldOut_AreNoLabels([Values(0, 50)] int bufferRows)
    {
        var rows = LabeledTable.Rows(200).ToArray();
        Array.ForEach(rows, row => row.Known = -1);
        var options = Options with
        {
            EpochCount = 1,
            TrimmedShare = 0.2,
            Data = new() { ValidationShare = 0.3, ShuffleBufferRows = bufferRows },
        };
        using var trained = new VaeTrainer(options).Fit(
            LabeledTable.View(rows.Concat(Extreme(5))),
            LabeledTable.Columns
        );
        var data = trained.TrainingData;

        Assert.That(data.ValidationRowCount, Is.InRange(40, 80));
        Assert.That(data.LabeledRowCount, Is.EqualTo(data.RowCount + 5));
    }

    /// <summary>A person marks a few rows with high scores as normal, and expects that all these answers count.</summary>
    [Test]
    public void Fit_FewKnownNormalRows_AreAllLabels([Values(0, 50)] int bufferRows)
    {
        var rows = LabeledTable.Rows(200).ToArray();
        Array.ForEach(rows[..12], row => row.Known = -1);
        var options = Options with
        {
            EpochCount = 1,
            Data = new() { ValidationShare = 0.5, ShuffleBufferRows = bufferRows },
        };
        using var trained = new VaeTrainer(options).Fit(
            LabeledTable.View(rows.Concat(Extreme(5))),
            LabeledTable.Columns
        );
        var data = trained.TrainingData;

        Assert.That(data.LabeledRowCount, Is.EqualTo(17));
        Assert.That(data.RowCount + data.ValidationRowCount, Is.EqualTo(200));
    }

    /// <summary>Known normal rows are few beside all rows, and not beside those that are no known anomalies.</summary>
    [Test]
    public void Fit_ManyKnownAnomalies_DoNotMakeKnownNormalRowsFew([Values(0, 50)] int bufferRows)
    {
        var rows = LabeledTable.Rows(200).ToArray();
        Array.ForEach(rows[..22], row => row.Known = -1);
        var options = Options with
        {
            EpochCount = 1,
            TrimmedShare = 0.5,
            Data = new() { ValidationShare = 0.5, ShuffleBufferRows = bufferRows },
        };
        using var trained = new VaeTrainer(options).Fit(
            LabeledTable.View(rows.Concat(Extreme(50))),
            LabeledTable.Columns
        );

        Assert.That(trained.TrainingData.LabeledRowCount, Is.InRange(51, 71));
    }

    [Test]
    public void Fit_FewKnownAnomalies_HasTheNetworkOfATrainingWithoutLabels()
    {
        var view = LabeledTable.View(LabeledTable.Rows(200).Concat(Extreme(5)));
        var options = Options with { EpochCount = 6, TrimmedShare = 0.2 };
        using var labeled = new VaeTrainer(options).Fit(view, LabeledTable.Columns);
        using var without = new VaeTrainer(options with { Labels = null }).Fit(view, LabeledTable.Columns);

        Assert.That(Weights(labeled), Is.EqualTo(Weights(without)));
        Assert.That(labeled.TrainingData.RowCount, Is.EqualTo(without.TrainingData.RowCount - 5));

        static float[] Weights(TrainedVae trained) =>
            [.. trained.Network.parameters().SelectMany(parameter => parameter.data<float>().ToArray())];
    }

    /// <summary>One row of 36 is drawn, and a sixth of the rows are known anomalies.</summary>
    [Test]
    public void Fit_SmallValidationShare_AlwaysHoldsARowOut()
    {
        var view = LabeledTable.View(LabeledTable.Rows(30).Concat(Extreme(6)));
        var options = Options with
        {
            EpochCount = 1,
            TrimmedShare = 0.5,
            Data = new() { ValidationShare = 0.03 },
        };

        foreach (var seed in Enumerable.Range(1, 20))
        {
            using var trained = new VaeTrainer(options with { Seed = seed }).Fit(view, LabeledTable.Columns);

            Assert.That(trained.TrainingData.ValidationRowCount, Is.EqualTo(1), $"seed {seed}");
        }
    }

    [Test]
    public void Fit_ValidationDataWithKnownAnomalies_LeavesThemOut()
    {
        var view = LabeledTable.View(LabeledTable.Rows(100).Concat(Extreme(5)));
        var validation = LabeledTable.View(LabeledTable.Rows(40, seed: 2).Concat(Extreme(10)));
        var unlabeled = Ml.Transforms.DropColumns("Known").Fit(validation).Transform(validation);
        using var with = Fit(validation);
        using var without = Fit(unlabeled);

        Assert.That(with.TrainingData.ValidationRowCount, Is.EqualTo(40));
        Assert.That(without.TrainingData.ValidationRowCount, Is.EqualTo(50));
        Assert.That(with.History[0].Validation!.Total, Is.LessThan(without.History[0].Validation!.Total));

        TrainedVae Fit(IDataView rows) =>
            new VaeTrainer(Options with { EpochCount = 1 }).Fit(view, LabeledTable.Columns, rows);
    }

    [Test]
    public void Fit_DataThatIsReadAgain_LeavesThemOut()
    {
        var view = LabeledTable.View(LabeledTable.Rows(200).Concat(Extreme(7)));
        var options = Options with
        {
            EpochCount = 2,
            Data = new() { ShuffleBufferRows = 50, ValidationShare = 0.3 },
        };
        using var trained = new VaeTrainer(options).Fit(view, LabeledTable.Columns);
        var data = trained.TrainingData;

        Assert.That(data.RowCount + data.ValidationRowCount, Is.EqualTo(200));
        Assert.That(data.LabeledRowCount, Is.EqualTo(7));
        Assert.That(data.Threshold.NegativeElbo, Is.LessThan(1000));
    }

    [Test]
    public void Fit_NoKnownAnomaly_IsRefused() =>
        Assert.That(
            () => new VaeTrainer(Options).Fit(LabeledTable.View(LabeledTable.Rows(30)), LabeledTable.Columns),
            Throws.InvalidOperationException.With.Message.Contain("'Known'").And.Message.Contain("true or 1")
        );

    [Test]
    public void Fit_AnotherNumberThanALabel_NamesTheRow()
    {
        var rows = LabeledTable.Rows(30);
        rows[7].Known = 2;

        Assert.That(
            () => new VaeTrainer(Options).Fit(LabeledTable.View(rows), LabeledTable.Columns),
            Throws.TypeOf<VaeRowException>().With.Message.Contain("Row 7 of label column 'Known' is 2")
        );
    }

    [Test]
    public void Fit_KeysThatMeanYesOrNo_AreReadAlike()
    {
        string[] marks = ["yes", "1", "TRUE", "", "no", "0"];
        using var trained = new VaeTrainer(Options with { EpochCount = 1 }).Fit(Marked(marks), ["A"]);

        Assert.That(trained.TrainingData.LabeledRowCount, Is.EqualTo(3));
        Assert.That(
            () => new VaeTrainer(Options).Fit(Marked([.. marks, "yess"]), ["A"]),
            Throws
                .TypeOf<VaeRowException>()
                .With.Message.Contain("Row 6 of label column 'Known' is 'yess', but must be 1, true, yes")
        );
    }

    [Test]
    public void Fit_KeyColumn_IsRefused() =>
        Assert.That(
            () =>
                new VaeTrainer(Options with { Labels = new KnownAnomalyLabelOptions { ColumnName = "Class" } }).Fit(
                    LabeledTable.View(LabeledTable.Rows(30)),
                    LabeledTable.Columns
                ),
            Throws
                .InstanceOf<ArgumentOutOfRangeException>()
                .With.Message.Contain("must be Boolean, Single, or a key with a value that means yes")
        );

    /// <summary>Returns rows whose first ones have marks, of which an empty one is a missing key.</summary>
    private static IDataView Marked(string[] marks)
    {
        var rows = Enumerable
            .Range(0, 40)
            .Select(row => new MarkedRow { A = row % 9, Text = row < marks.Length ? marks[row] : "no" });
        var data = Ml.Data.LoadFromEnumerable(rows);
        var known = Ml.Data.LoadFromEnumerable(
            marks.Where(mark => mark.Length > 0).Select(mark => new MarkedRow { Text = mark })
        );
        var keys = Ml.Transforms.SelectColumns("Text").Fit(known).Transform(known);
        return Ml.Transforms.Conversion.MapValueToKey("Known", "Text", keyData: keys).Fit(data).Transform(data);
    }

    private static bool IsAnomaly(LabeledTable.Row row) => row.Factor > 0.7;

    private static LabeledTable.Row[] Extreme(int count)
    {
        var rows = LabeledTable.Rows(count, seed: 3);
        foreach (var row in rows)
        {
            (row.A, row.B, row.Known) = (1e6f, -1e6f, 1);
        }

        return rows;
    }

    private sealed class MarkedRow
    {
        public float A { get; set; }

        public string Text { get; set; } = "";
    }
}
