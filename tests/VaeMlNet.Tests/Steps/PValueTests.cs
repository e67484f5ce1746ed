using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>The p-values of VaeScore: the share of calibration scores at least as large.</summary>
public sealed class PValueTests
{
    private readonly MLContext ml = new(seed: 1);

    [Test]
    public void PValue_AnyRow_IsTheShareOfCalibrationScoresAtLeastAsLarge(
        [Values(VaeScoreKind.NegativeElbo, VaeScoreKind.ReconstructionError)] VaeScoreKind kind,
        [Values(1, 7, 256)] int batchSize
    )
    {
        var view = Scored(
            new()
            {
                Kind = kind,
                PValueColumnName = "P",
                BatchSize = batchSize,
            }
        );
        var scores = ViewColumns.Column<float>(view, "Score");
        var pValues = ViewColumns.Column<float>(view, "P");

        var calibration = CalibratedModel.Scores(TinyModel.Gaussian).Scores(kind);

        Assert.That(calibration, Has.Count.EqualTo(CalibratedModel.RowCount));

        float[] expected =
        [
            .. scores.Select(s => (1f + calibration.Count(c => c >= s)) / (CalibratedModel.RowCount + 1f)),
        ];

        Assert.That(pValues, Is.EqualTo(expected));
        Assert.That(pValues.Distinct().Count(), Is.GreaterThan(30), "they differ, or the test shows nothing");
    }

    [Test]
    public void PValue_RowFarOutAndRowInTheMiddle_AreTheSmallestAndALargeOne()
    {
        float[] far = [.. Enumerable.Repeat(1000f, TinyModel.InputDim)];
        var view = Scored(new() { PValueColumnName = "P" }, [far, new float[TinyModel.InputDim]]);

        var pValues = ViewColumns.Column<float>(view, "P");

        Assert.That(pValues[0], Is.EqualTo(1f / (CalibratedModel.RowCount + 1)));
        Assert.That(pValues[1], Is.GreaterThan(0.5f).And.AtMost(1));
    }

    [TestCase(VaeScoreKind.NegativeElbo)]
    [TestCase(VaeScoreKind.ReconstructionError)]
    [Proves(31)]
    public void PValue_SavedAndLoadedInStockMlNet_IsTheSameToTheBit(VaeScoreKind kind)
    {
        var data = new ReusingView(TinyModel.Gaussian.Rows(60));
        using var fitted = Step(new() { Kind = kind, PValueColumnName = "P" }).Fit(data);
        var expected = ViewColumns.Column<float>(fitted.Transform(data), "P");

        var loaded = SavedZip.SaveAndLoad(fitted, data.Schema);

        Assert.That(ViewColumns.Column<float>(loaded.Transform(data), "P"), Is.EqualTo(expected));

        var restored = ml.Model.RestoreBatching(loaded);

        Assert.That(ViewColumns.Column<float>(restored.Transform(data), "P"), Is.EqualTo(expected));
    }

    /// <summary>Each score of a saved step is a detector of ML.NET. The p-value is the second score.</summary>
    [Test]
    public void PValue_ThresholdChangedInStockMlNet_StaysWhileLabelsAndMetricsFollow()
    {
        var data = ml.Data.LoadFromEnumerable(
            TinyModel
                .Gaussian.Rows(60)
                .Select(
                    (row, i) => new Labeled { Label = i % 6 == 0 ? 1 : 0, Features = [.. row.Select(v => Far(v, i))] }
                )
        );
        using var fitted = Step(new() { PValueColumnName = "P" }).Fit(data);
        var expected = fitted.Transform(data);
        var scores = ViewColumns.Column<float>(expected, "Score");
        var threshold = scores.Order().ElementAt(45);

        var changed = StockThreshold.Change(SavedZip.SaveAndLoad(fitted, data.Schema), threshold).Transform(data);

        Assert.That(ViewColumns.Column<float>(changed, "P"), Is.EqualTo(ViewColumns.Column<float>(expected, "P")));
        Assert.That(ViewColumns.Column<float>(changed, "Score"), Is.EqualTo(scores).Within(1e-3).Percent);
        Assert.That(
            ViewColumns.Column<bool>(changed, "PredictedLabel").Count(label => label),
            Is.EqualTo(14).Within(1)
        );

        var metrics = ml.AnomalyDetection.Evaluate(changed, falsePositiveCount: 2);
        var original = ml.AnomalyDetection.Evaluate(expected, falsePositiveCount: 2);

        Assert.That(metrics.AreaUnderRocCurve, Is.EqualTo(original.AreaUnderRocCurve).And.GreaterThan(0.9));
        Assert.That(
            metrics.DetectionRateAtFalsePositiveCount,
            Is.EqualTo(original.DetectionRateAtFalsePositiveCount).And.Positive
        );
    }

    [TestCase(0.05)]
    [TestCase(0.29)]
    [TestCase(0.005)]
    [Proves(29)]
    public void PValue_BesideAThresholdByFalsePositiveRate_IsAtMostTheRateWhereTheRowIsLabeled(double rate)
    {
        var calibration = CalibratedModel.Scores(TinyModel.Gaussian).Scores(VaeScoreKind.NegativeElbo);
        var threshold = Quantile.Conformal(calibration.Select(c => (double)c), rate);
        var view = Scored(
            new() { PValueColumnName = "P", Threshold = (float)threshold },
            TinyModel.Gaussian.Rows(2000, seed: 3)
        );

        var labels = ViewColumns.Column<bool>(view, "PredictedLabel");
        var pValues = ViewColumns.Column<float>(view, "P");

        Assert.That(labels, Is.EqualTo(pValues.Select(p => p <= rate + 1e-6)));
    }

    [Test]
    public void PValue_FolderWithoutCalibration_SaysWhatIsMissing() =>
        Assert.That(
            () =>
                ml.Transforms.VaeScore(
                    "Score",
                    "Features",
                    TinyModel.Gaussian.Folder,
                    new() { PValueColumnName = "P" }
                ),
            Throws.ArgumentException.With.Message.Contains("calibration.json").And.Message.Contains("'P'")
        );

    private VaeEstimator<VaeScoreTransformer> Step(VaeScoreOptions options) =>
        ml.Transforms.VaeScore("Score", "Features", CalibratedModel.Gaussian, options);

    private IDataView Scored(VaeScoreOptions options, float[][]? rows = null)
    {
        var data = new ReusingView(rows ?? TinyModel.Gaussian.Rows(100));
        return Step(options).Fit(data).Transform(data);
    }

    private static float Far(float value, int row) => row % 6 == 0 ? 4 * value : value;

    private sealed class Labeled
    {
        public float Label { get; set; }

        [VectorType(TinyModel.InputDim)]
        public float[] Features { get; set; } = [];
    }
}
