using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Steps among ML.NET's own ones, saved, loaded and batched again.</summary>
public sealed class SavedPipelineTests
{
    private static readonly TinyModel Model = TinyModel.Gaussian;
    private readonly MLContext ml = new(seed: 1);

    [Test]
    public void Load_ConcatenateEncodeAndClassifier_PredictsTheSame()
    {
        var data = ml.Data.LoadFromEnumerable(Labeled(120));
        using var trained = ml
            .Transforms.Concatenate("All", "Left", "Right")
            .Append(ml.Transforms.VaeEncode("Latent", "All", Model.Folder, new() { BatchSize = 32 }))
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(
                ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
                    "Label",
                    "Latent",
                    l1Regularization: 0,
                    l2Regularization: 0.01f
                )
            )
            .Fit(data);
        var expected = trained.Transform(data);

        var loaded = SavedZip.SaveAndLoad(trained, data.Schema);
        var restored = ml.Model.RestoreBatching(loaded);

        foreach (var model in new[] { loaded, restored })
        {
            var actual = model.Transform(data);
            Assert.That(SavedZip.Visible(actual.Schema), Is.EqualTo(SavedZip.Visible(expected.Schema)));
            Assert.That(
                ViewColumns.Column<uint>(actual, "PredictedLabel"),
                Is.EqualTo(ViewColumns.Column<uint>(expected, "PredictedLabel"))
            );
            var scores = ViewColumns.Vectors(actual, "Score");
            var wanted = ViewColumns.Vectors(expected, "Score");
            for (var i = 0; i < scores.Length; i++)
            {
                Assert.That(scores[i], Is.EqualTo(wanted[i]).Within(1e-5), $"row {i}");
            }
        }
    }

    [Test]
    public void Load_EncodeAndPrincipalComponents_RotatesTheEmbeddings()
    {
        var data = new ReusingView(Model.Rows(400));
        using var fitted = ml
            .Transforms.VaeEncode("Latent", "Features", Model.Folder)
            .Append(ml.Transforms.ProjectToPrincipalComponents("Axes", "Latent", rank: 2, seed: 1))
            .Fit(data);
        var latents = ViewColumns.Vectors(fitted.Transform(data), "Latent");

        var axes = ViewColumns.Vectors(SavedZip.SaveAndLoad(fitted, data.Schema).Transform(data), "Axes");

        // Eigenvalues of the covariance matrix [a b; b c].
        var a = Covariance(latents, 0, 0);
        var b = Covariance(latents, 0, 1);
        var c = Covariance(latents, 1, 1);
        var root = Math.Sqrt(((a - c) * (a - c) / 4) + (b * b));

        Assert.That(Covariance(axes, 0, 0), Is.EqualTo(((a + c) / 2) + root).Within(0.1).Percent);
        Assert.That(Covariance(axes, 1, 1), Is.EqualTo(((a + c) / 2) - root).Within(0.1).Percent);
        Assert.That(Covariance(axes, 0, 1), Is.Zero.Within(5e-3 * a), "ML.NET centers almost");
    }

    /// <summary>Booleans and keys are inputs of ML.NET's own transformer, missing keys as 0, and are restored by lookups.</summary>
    [Test]
    public void Load_ScoreAndImputeOfATable_GivesTheSameCells()
    {
        var data = TinyTable.View(TinyTable.Rows(200));
        using var fitted = ml
            .Transforms.VaeScore("Score", TinyTable.Names, TinyTable.Folder)
            .Append(ml.Transforms.VaeImpute(null, TinyTable.Folder))
            .Fit(data);
        var expected = fitted.Transform(data);

        var actual = SavedZip.SaveAndLoad(fitted, data.Schema).Transform(data);

        Assert.That(ViewColumns.Column<uint>(data, "Job"), Has.Some.Zero, "a missing key, or the test shows less");
        Assert.That(
            ViewColumns.Column<uint>(actual, "Job"),
            Is.EqualTo(ViewColumns.Column<uint>(expected, "Job")).And.None.Zero
        );
        Assert.That(
            ViewColumns.Column<uint>(actual, "Region"),
            Is.EqualTo(ViewColumns.Column<uint>(expected, "Region"))
        );
        Assert.That(
            ViewColumns.Column<bool>(actual, "Smoker"),
            Is.EqualTo(ViewColumns.Column<bool>(expected, "Smoker"))
        );

        foreach (var column in new[] { "Age", "Score" })
        {
            Assert.That(
                ViewColumns.Column<float>(actual, column),
                Is.EqualTo(ViewColumns.Column<float>(expected, column)).Within(1e-3).Percent,
                column
            );
        }
    }

    /// <summary>VaeScore and RestoreBatching refuse such a row. No transformer of ML.NET does.</summary>
    [TestCase(float.NaN)]
    [TestCase(float.PositiveInfinity)]
    [TestCase(float.NegativeInfinity)]
    public void Load_ScoreOfADamagedRow_IsAnAnomaly(float damaged)
    {
        var rows = Model.Rows(3);
        var data = new ReusingView(rows);
        VaeScoreOptions options = new() { PValueColumnName = "P", Threshold = 1e30f };
        using var fitted = ml.Transforms.VaeScore("Score", "Features", CalibratedModel.Gaussian, options).Fit(data);
        var loaded = SavedZip.SaveAndLoad(fitted, data.Schema);
        rows[1][2] = damaged;

        var actual = loaded.Transform(new ReusingView(rows));

        Assert.That(ViewColumns.Column<bool>(actual, "PredictedLabel"), Is.EqualTo(new[] { false, true, false }));
        Assert.That(ViewColumns.Column<float>(actual, "Score")[1], Is.EqualTo(float.PositiveInfinity));
        Assert.That(ViewColumns.Column<float>(actual, "P")[1], Is.EqualTo(1f / (CalibratedModel.RowCount + 1)));
    }

    [TestCase("Score")]
    [TestCase("PredictedLabel")]
    public void Load_ImputeOfAKeyWithTheNameOfADetectorsColumn_GivesTheSameCells(string name)
    {
        var rows = TinyTable.View(TinyTable.Rows(100));
        var data = ml.Transforms.CopyColumns(name, "Job").Fit(rows).Transform(rows);
        using var fitted = ml
            .Transforms.VaeImpute(["Age", "Vitals", "Smoker", name, "Region"], TinyTable.Folder)
            .Fit(data);

        var actual = SavedZip.SaveAndLoad(fitted, data.Schema).Transform(data);

        Assert.That(
            ViewColumns.Column<uint>(actual, name),
            Is.EqualTo(ViewColumns.Column<uint>(fitted.Transform(data), name)).And.None.Zero
        );
    }

    [Test]
    public void PredictionEngine_LoadedAndRestored_AgreeWithTheView()
    {
        var rows = Row.From(Model.Rows(10));
        var data = ml.Data.LoadFromEnumerable(rows);
        using var original = ml
            .Transforms.VaeScore("Score", "Features", Model.Folder, new() { ContributionsColumnName = "Why" })
            .Fit(data);
        var scores = ViewColumns.Column<float>(original.Transform(data), "Score");
        var labels = ViewColumns.Column<bool>(original.Transform(data), "PredictedLabel");
        var loaded = SavedZip.SaveAndLoad(original, data.Schema);

        foreach (var model in new[] { loaded, ml.Model.RestoreBatching(loaded) })
        {
            using var engine = ml.Model.CreatePredictionEngine<Row, Scores>(
                model,
                new PredictionEngineOptions { OwnsTransformer = false }
            );
            for (var i = 0; i < rows.Length; i++)
            {
                var predicted = engine.Predict(rows[i]);
                Assert.That(predicted.Score, Is.EqualTo(scores[i]).Within(1e-5 * Math.Max(1, scores[i])), $"row {i}");
                Assert.That(predicted.PredictedLabel, Is.EqualTo(labels[i]), $"row {i}");
                Assert.That(predicted.Why, Has.Length.EqualTo(TinyModel.InputDim));
            }
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Predict_TwoEnginesOfALoadedModelInTwoThreads_AgreeWithTheView(bool isRestored)
    {
        var rows = Row.From(Model.Rows(300));
        var data = ml.Data.LoadFromEnumerable(rows);
        using var original = ml.Transforms.VaeScore("Score", "Features", Model.Folder).Fit(data);
        float[] expected = [.. original.Transform(data).GetColumn<float>("Score")];
        var loaded = SavedZip.SaveAndLoad(original, data.Schema);
        var model = isRestored ? ml.Model.RestoreBatching(loaded) : loaded;

        Parallel.For(
            0,
            2,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            _ =>
            {
                using var engine = ml.Model.CreatePredictionEngine<Row, OneScore>(
                    model,
                    new PredictionEngineOptions { OwnsTransformer = false }
                );
                Assert.That(rows.Select(row => engine.Predict(row).Score), Is.EqualTo(expected).Within(1e-3).Percent);
            }
        );
    }

    [Test]
    public void Load_DataWithAScoreColumnOfItsOwn_KeepsIt()
    {
        ScoredRow[] rows =
        [
            .. Model.Rows(5).Select((features, i) => new ScoredRow { Score = $"mine {i}", Features = features }),
        ];
        var data = ml.Data.LoadFromEnumerable(rows);
        using var original = ml
            .Transforms.VaeScore("Oddness", "Features", Model.Folder, new() { PredictedLabelColumnName = "IsOdd" })
            .Fit(data);

        var view = SavedZip.SaveAndLoad(original, data.Schema).Transform(data);

        Assert.That(view.GetColumn<string>("Score"), Is.EqualTo(rows.Select(r => r.Score)));
        Assert.That(
            SavedZip.Visible(view.Schema),
            Is.EquivalentTo(SavedZip.Visible(original.GetOutputSchema(data.Schema)))
        );
    }

    private static double Covariance(float[][] rows, int i, int j)
    {
        double meanI = rows.Average(row => row[i]);
        double meanJ = rows.Average(row => row[j]);
        return rows.Average(row => (row[i] - meanI) * (row[j] - meanJ));
    }

    private static LabeledRow[] Labeled(int count) =>
        [
            .. Model
                .Rows(count)
                .Select(r => new LabeledRow
                {
                    Left = r[..2],
                    Right = r[2..],
                    Label = Model.Encode(r).Mean[0] > 0 ? "high" : "low",
                }),
        ];

    private sealed class OneScore
    {
        public float Score { get; set; }
    }

    private sealed class LabeledRow
    {
        public string Label { get; set; } = "";

        [VectorType(2)]
        public float[] Left { get; set; } = [];

        [VectorType(TinyModel.InputDim - 2)]
        public float[] Right { get; set; } = [];
    }

    private sealed class ScoredRow
    {
        public string Score { get; set; } = "";

        [VectorType(TinyModel.InputDim)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Scores
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }

        public float[] Why { get; set; } = [];
    }
}
