using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

public sealed class VaeScoreTests
{
    private readonly MLContext ml = new(seed: 1);

    [TestCase("bernoulli", VaeScoreKind.NegativeElbo)]
    [TestCase("bernoulli", VaeScoreKind.ReconstructionError)]
    [TestCase("gaussian", VaeScoreKind.NegativeElbo)]
    [TestCase("gaussian", VaeScoreKind.ReconstructionError)]
    [Proves(32)]
    public void Transform_EitherKind_EqualsPlainComputation(string name, VaeScoreKind kind)
    {
        var tiny = TinyModel.All.Single(m => m.ToString() == name);
        var rows = tiny.Rows(50);
        var view = Scored(tiny, rows, new() { Kind = kind, ContributionsColumnName = "Why" });

        var scores = ViewColumns.Column<float>(view, "Score");
        var why = ViewColumns.Vectors(view, "Why");

        for (var i = 0; i < rows.Length; i++)
        {
            (var contributions, var kl) = tiny.Score(rows[i]);
            var shared = kind == VaeScoreKind.NegativeElbo ? kl : 0;
            var expected = contributions.Sum() + shared;
            double[] parts = [.. contributions.Select(c => c + (shared / contributions.Length))];
            Assert.That(scores[i], Is.EqualTo(expected).Within(1e-5 * Math.Max(1, expected)), $"row {i}");
            Assert.That(why[i], Is.EqualTo(parts).Within(1e-5), $"row {i}");
        }
    }

    [TestCase(VaeScoreKind.NegativeElbo)]
    [TestCase(VaeScoreKind.ReconstructionError)]
    public void PredictedLabel_ByDefault_IsScoreAboveTheManifestsThresholdOfItsKind(VaeScoreKind kind)
    {
        var tiny = TinyModel.Gaussian;
        var recorded = VaeModel.ReadManifest(tiny.Folder).Threshold;
        var threshold = kind == VaeScoreKind.NegativeElbo ? recorded.NegativeElbo : recorded.ReconstructionError;
        var view = Scored(tiny, tiny.Rows(100), new() { Kind = kind });

        var scores = ViewColumns.Column<float>(view, "Score");
        var labels = ViewColumns.Column<bool>(view, "PredictedLabel");

        Assert.That(labels, Is.EqualTo(scores.Select(s => s > (float)threshold)));
        Assert.That(labels.Distinct().Count(), Is.EqualTo(2), "both labels occur, or the test shows nothing");
    }

    [Test]
    [Proves(29)]
    public void PredictedLabel_ScoreEqualToTheThreshold_IsFalse()
    {
        var tiny = TinyModel.Bernoulli;
        var rows = tiny.Rows(1);
        var score = ViewColumns.Column<float>(Scored(tiny, rows, new()), "Score")[0];

        var at = ViewColumns.Column<bool>(Scored(tiny, rows, new() { Threshold = score }), "PredictedLabel")[0];
        var below = ViewColumns.Column<bool>(
            Scored(tiny, rows, new() { Threshold = MathF.BitDecrement(score) }),
            "PredictedLabel"
        )[0];

        Assert.That((at, below), Is.EqualTo((false, true)));
    }

    [Test]
    public void Transformer_Threshold_IsTheOneInUse()
    {
        var data = new ReusingView(TinyModel.Bernoulli.Rows(1));

        using var transformer = ml
            .Transforms.VaeScore("Score", "Features", TinyModel.Bernoulli.Folder, new() { Threshold = 12.5f })
            .Fit(data);

        Assert.That(transformer.Threshold, Is.EqualTo(12.5f));
    }

    [Test]
    [Proves(31)]
    public void Score_SameRowTwice_IsIdentical()
    {
        var tiny = TinyModel.Bernoulli;
        float[][] rows = [.. tiny.Rows(20), .. tiny.Rows(20)];

        var scores = ViewColumns.Column<float>(Scored(tiny, rows, new() { BatchSize = 20 }), "Score");

        var second = scores.GetRange(20, 20);

        Assert.That(second, Is.EqualTo(scores.GetRange(0, 20)));
    }

    [Test]
    [Proves(11)]
    public void Predict_RowByRow_AgreesWithTheView()
    {
        var rows = Row.From(TinyModel.Bernoulli.Rows(30));
        var data = ml.Data.LoadFromEnumerable(rows);
        var options = new VaeScoreOptions { ContributionsColumnName = "Why" };
        using var transformer = ml
            .Transforms.VaeScore("Score", "Features", TinyModel.Bernoulli.Folder, options)
            .Fit(data);
        var scores = ViewColumns.Column<float>(transformer.Transform(data), "Score");

        using var engine = ml.Model.CreatePredictionEngine<Row, Scores>(
            transformer,
            new PredictionEngineOptions { OwnsTransformer = false }
        );

        for (var i = 0; i < rows.Length; i++)
        {
            var predicted = engine.Predict(rows[i]);
            Assert.That(predicted.Score, Is.EqualTo(scores[i]).Within(1e-5), $"row {i}");
            Assert.That(predicted.PredictedLabel, Is.EqualTo(predicted.Score > transformer.Threshold));
            Assert.That(predicted.Why.Length, Is.EqualTo(TinyModel.InputDim));
        }
    }

    private static IEnumerable<TestCaseData> Operations()
    {
        static TestCaseData Case(string name, int rows, Func<MLContext, IDataView, IDataView> operation) =>
            new TestCaseData(rows, operation).SetArgDisplayNames(name);

        yield return Case("cached", 200, (ml, view) => ml.Data.Cache(view));
        yield return Case("shuffled", 200, (ml, view) => ml.Data.ShuffleRows(view, seed: 3));
        yield return Case("filtered", 60, (ml, view) => ml.Data.FilterRowsByColumn(view, "Id", 20, 80));
    }

    [TestCaseSource(nameof(Operations))]
    public void DataOperations_BeforeAndAfterTheStep_KeepRowsAndScoresTogether(
        int count,
        Func<MLContext, IDataView, IDataView> operation
    )
    {
        var tiny = TinyModel.Bernoulli;
        var rows = tiny.Rows(200);
        double[] expected = [.. rows.Select(row => tiny.Score(row)).Select(row => row.Contributions.Sum() + row.Kl)];
        var view = ml.Data.LoadFromEnumerable(Row.From(rows));
        var numbered = ml.Transforms.Conversion.ConvertType("Id").Fit(view).Transform(view);
        using var step = ml
            .Transforms.VaeScore("Score", "Features", tiny.Folder, new() { BatchSize = 16 })
            .Fit(numbered);

        foreach (
            var scored in (IDataView[])
                [step.Transform(operation(ml, numbered)), operation(ml, step.Transform(numbered))]
        )
        {
            ScoredRow[] read = [.. ml.Data.CreateEnumerable<ScoredRow>(scored, reuseRowObject: false)];

            Assert.That(read.Select(row => row.Id), Is.Unique.And.Exactly(count).Items);
            Assert.That(
                read.Select(row => row.Score),
                Is.EqualTo(read.Select(row => expected[(int)row.Id])).Within(1e-4)
            );
        }
    }

    [Test]
    public void Transform_NoRows_GivesNoRows()
    {
        var data = ml.Data.LoadFromEnumerable(Array.Empty<Row>());
        using var step = ml.Transforms.VaeScore("Score", "Features", TinyModel.Bernoulli.Folder).Fit(data);
        var loaded = SavedZip.SaveAndLoad(step, data.Schema);

        foreach (var model in (ITransformer[])[step, loaded, ml.Model.RestoreBatching(loaded)])
        {
            var scored = model.Transform(data);

            Assert.That(scored.GetColumn<float>("Score"), Is.Empty);
            Assert.That(scored.GetColumn<bool>("PredictedLabel"), Is.Empty);
        }
    }

    [Test]
    public void Evaluate_WithStockEvaluator_TakesTheColumns()
    {
        var tiny = TinyModel.Bernoulli;
        LabeledRow[] rows =
        [
            .. tiny.Rows(200)
                .Select((features, i) => new LabeledRow { Label = i % 4 == 0 ? 1 : 0, Features = features }),
        ];
        var data = ml.Data.LoadFromEnumerable(rows);
        var scored = ml.Transforms.VaeScore("Score", "Features", tiny.Folder).Fit(data).Transform(data);

        var metrics = ml.AnomalyDetection.Evaluate(scored);

        var scores = ViewColumns.Column<float>(scored, "Score");

        Assert.That(metrics.AreaUnderRocCurve, Is.EqualTo(RocArea(scores, rows)).Within(1e-6));
    }

    [Test]
    public void VaeScore_WrongOptions_AreRefused()
    {
        var folder = TinyModel.Bernoulli.Folder;
        var transforms = ml.Transforms;

        Assert.That(
            () => transforms.VaeScore("Score", "Features", folder, new() { Threshold = float.NaN }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("NaN")
        );
        Assert.That(
            () => transforms.VaeScore("Score", "Features", folder, new() { Kind = (VaeScoreKind)7 }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Kind")
        );
        Assert.That(
            () => transforms.VaeScore("Score", "Features", folder, new() { PredictedLabelColumnName = "Score" }),
            Throws.ArgumentException.With.Message.Contains("'Score'")
        );
        Assert.That(
            () => transforms.VaeScore("Score", "Features", folder, new() { BatchSize = 0 }),
            Throws.TypeOf<ArgumentOutOfRangeException>()
        );
    }

    private static double RocArea(List<float> scores, LabeledRow[] rows)
    {
        float[] abnormal = [.. scores.Where((_, i) => rows[i].Label > 0)];
        float[] normal = [.. scores.Where((_, i) => rows[i].Label <= 0)];
        return abnormal.SelectMany(a => normal.Select(n => a > n ? 1.0 : 0)).Average();
    }

    private IDataView Scored(TinyModel model, float[][] rows, VaeScoreOptions options)
    {
        var data = new ReusingView(rows);
        return ml.Transforms.VaeScore("Score", "Features", model.Folder, options).Fit(data).Transform(data);
    }

    private sealed class Scores
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }

        public float[] Why { get; set; } = [];
    }

    private sealed class ScoredRow
    {
        public float Id { get; set; }

        public float Score { get; set; }
    }

    private sealed class LabeledRow
    {
        public float Label { get; set; }

        [VectorType(TinyModel.InputDim)]
        public float[] Features { get; set; } = [];
    }
}
