using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using VaeMlNet.Baselines;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

public sealed class VaeBaselineTests
{
    private static readonly VaeBaselineMethod[] Methods = Enum.GetValues<VaeBaselineMethod>();

    /// <summary>Keys 1 and 2 of 4 occur in training. All columns except the Boolean have missing cells.</summary>
    private static readonly HardTable Mixed = new(
        "mixed",
        400,
        HardTable.Number("Income", row => row % 9 == 0 ? double.NaN : 5e4 * (1 + HardTable.Noise(row, 0))),
        HardTable.Key("Job", row => row % 7 == 0 ? 0 : 1 + (int)(2 * HardTable.Noise(row, 0))),
        HardTable.Numbers(
            "Measures",
            2,
            (row, slot) =>
                (row + slot) % 11 == 0
                    ? double.NaN
                    : Math.Round(HardTable.Noise(row, 0) + HardTable.Noise(row, 1 + slot), 1)
        ),
        HardTable.Flag("Married", row => HardTable.Noise(row, 0) > 0.4)
    );

    private readonly MLContext ml = new(seed: 1);
    private readonly TemporaryFolder folder = new();

    private static IEnumerable<TestCaseData> HardTables =>
        LongCases.AllButEvery(4, AllHardTables.Select(pair => new TestCaseData(pair)));

    private static IEnumerable<object[]> AllHardTables =>
        HardTable
            .All.Where(table => table.RowCount >= 10 && table.SlotCount < 1000)
            .SelectMany(table => Methods.Select(method => (object[])[table, method]));

    [OneTimeSetUp]
    public void Export()
    {
        foreach (var method in Methods)
        {
            VaeBaseline.Export(Mixed.View, Mixed.ColumnNames, Model(method), new() { Method = method });
        }
    }

    [OneTimeTearDown]
    public void Dispose() => folder.Dispose();

    [TestCaseSource(nameof(Methods))]
    public void Export_MixedTable_ScoresAndContributionsAreThoseOfTheCode(VaeBaselineMethod method)
    {
        VaeBaselineOptions options = new() { Method = method };
        var fit = BaselineFit.Run(Coded(Mixed.View), options, ThresholdRule.From(null), CancellationToken.None);
        var others = Mixed.Rows(500, first: 300);

        var scored = Score(method, others);

        var rows = Coded(others);
        float[][] why = [.. scored.GetColumn<float[]>("Why")];
        float[] scores = [.. scored.GetColumn<float>("Score")];
        var parts = fit.Baseline.Contributions(rows);

        Assert.That(scores, Is.EqualTo(fit.Baseline.Score(rows)).Within(1e-3).Percent);
        Assert.That(scores.Distinct().Count(), Is.GreaterThan(300));

        for (var row = 0; row < why.Length; row++)
        {
            Assert.That(why[row].Sum(), Is.EqualTo(scores[row]).Within(1e-5 * (1 + scores[row])));
            Assert.That(why[row], Is.EqualTo(parts[row]).Within(1e-5 * (1 + scores[row])), $"row {row}");
        }
    }

    /// <summary>Sensors with two setpoints, which repeat to a small part of their span.</summary>
    [Test]
    public void Export_TightClusters_FindsTheNearestRows()
    {
        using TemporaryFolder own = new();
        HardTable clusters = new(
            "clusters",
            1000,
            HardTable.Numbers("Sensors", 4, (row, slot) => (row % 2) + (1e-4 * HardTable.Noise(row, slot)))
        );
        VaeBaselineOptions options = new() { Method = VaeBaselineMethod.NearestNeighbors };
        var coded = BaselineRows.Read(clusters.View, clusters.ColumnNames, 10_000, CancellationToken.None).Rows;
        var fit = BaselineFit.Run(coded, options, ThresholdRule.From(null), CancellationToken.None);
        VaeBaseline.Export(clusters.View, clusters.ColumnNames, own["model"], options);

        var scored = ml
            .Transforms.VaeScore("Score", clusters.ColumnNames, own["model"])
            .Fit(clusters.View)
            .Transform(clusters.View);

        Assert.That(scored.GetColumn<float>("Score"), Is.EqualTo(fit.Baseline.Score(coded)).Within(0.1).Percent);
    }

    [TestCaseSource(nameof(Methods))]
    public void Open_Exported_VerifiesItself(VaeBaselineMethod method)
    {
        using var model = VaeModel.Open(Model(method));

        Assert.That(model.Verify().Passed, string.Join('\n', model.Verify().Outputs));
        Assert.That(model.Manifest.Latent, Is.EqualTo(new VaeLatentSpace { Kind = VaeLatentSpace.None, Dim = 0 }));
        Assert.That(model.Manifest.Training.Rows, Is.EqualTo(Mixed.RowCount));
        Assert.That(model.CalibrationRows, Is.EqualTo(Mixed.RowCount));
    }

    [TestCaseSource(nameof(Methods))]
    public void VaeScore_AnyBatchSize_GivesTheScoresOfTheScorer(VaeBaselineMethod method)
    {
        using var model = VaeModel.Open(Model(method));
        using var scorer = model.CreateScorer();
        var rows = Mixed.Rows(1000);
        float[] single = [.. Raw(rows).Select(row => scorer.Score(row))];

        Assert.That(Score(method, Mixed.Rows(0)).GetColumn<float>("Score"), Is.Empty);

        foreach (var size in (int[])[1, 1000])
        {
            Assert.That(
                Score(method, rows, size).GetColumn<float>("Score"),
                Is.EqualTo(single).Within(1e-3).Percent,
                $"batches of {size}"
            );
        }
    }

    [TestCaseSource(nameof(Methods))]
    public void Load_InStockMlNet_GivesTheSameScores(VaeBaselineMethod method)
    {
        var fitted = ml
            .Transforms.VaeScore("Score", Mixed.ColumnNames, Model(method), new() { ContributionsColumnName = "Why" })
            .Fit(Mixed.View);

        var loaded = SavedZip.SaveAndLoad(fitted, Mixed.View.Schema);

        Assert.That(SavedZip.Flatten(loaded).OfType<OnnxTransformer>().Count(), Is.EqualTo(1));
        Assert.That(
            loaded.Transform(Mixed.View).GetColumn<float>("Score"),
            Is.EqualTo(fitted.Transform(Mixed.View).GetColumn<float>("Score")).Within(1e-3).Percent
        );
    }

    [TestCaseSource(nameof(Methods))]
    public void Score_UnseenCategoriesAndValuesFarOutside_AreHighAndFinite(VaeBaselineMethod method)
    {
        // Row 1 has no missing cell.
        var usual = Score(method, Mixed.Rows(1, first: 1)).GetColumn<float>("Score").Single();
        var unseen = Mixed with { Columns = [Mixed.Columns[0], HardTable.Key("Job", _ => 4), .. Mixed.Columns[2..]] };
        HardTable[] far =
        [
            .. ((double[])[1e7, -1e7, 1e38, -1e38]).Select(value =>
                Mixed with
                {
                    Columns = [HardTable.Number("Income", _ => value), .. Mixed.Columns[1..]],
                }
            ),
        ];

        var marked = Score(method, unseen.Rows(1, first: 1));

        Assert.That(marked.GetColumn<float[]>("Unseen").Single(), Is.EqualTo(new[] { 0f, 1, 0, 0, 0 }));
        Assert.That(marked.GetColumn<float>("Score").Single(), Is.GreaterThan(usual).And.LessThan(float.MaxValue));

        foreach (var table in far)
        {
            Assert.That(
                Score(method, table.Rows(1, first: 1)).GetColumn<float>("Score").Single(),
                Is.GreaterThan(usual).And.LessThan(float.MaxValue)
            );
        }
    }

    [TestCaseSource(nameof(HardTables))]
    public void Export_HardTable_VerifiesItselfAndScoresEveryRow(object hard, object method)
    {
        using TemporaryFolder own = new();
        var table = (HardTable)hard;
        VaeBaseline.Export(table.View, table.ColumnNames, own["model"], new() { Method = (VaeBaselineMethod)method });
        using var model = VaeModel.Open(own["model"]);

        var scored = ml.Transforms.VaeScore("Anomaly", table.ColumnNames, model).Fit(table.View).Transform(table.View);

        Assert.That(model.Verify().Passed, string.Join('\n', model.Verify().Outputs));
        Assert.That(scored.GetColumn<float>("Anomaly"), Is.All.Matches<float>(float.IsFinite));
    }

    [TestCase(VaeBaselineMethod.NearestNeighbors, Category = "Long")]
    [TestCase(VaeBaselineMethod.Ecod, Category = "Long")]
    public void Export_WideTables_VerifyThemselvesAndAreSmall(VaeBaselineMethod method)
    {
        using TemporaryFolder own = new();
        HardTable[] wide = [HardTable.All.Single(table => table.Name == "2,000 slots"), HardTable.Wide(600)];

        foreach (var table in wide)
        {
            VaeBaseline.Export(table.View, table.ColumnNames, own["model"], new() { Method = method });
            using var model = VaeModel.Open(own["model"]);

            Assert.That(model.Verify().Passed, string.Join('\n', model.Verify().Outputs));
            Assert.That(new FileInfo(own["model", "scorer.onnx"]).Length, Is.LessThan(3_000_000), table.Name);
        }
    }

    [TestCase(VaeBaselineMethod.Mahalanobis, "at most 1000")]
    [TestCase(VaeBaselineMethod.IsolationForest, "at most 500")]
    public void Export_MoreColumnsThanTheMethodTakes_IsRefused(VaeBaselineMethod method, string expected)
    {
        using TemporaryFolder own = new();
        var table = HardTable.All.Single(table => table.Name == "2,000 slots");

        Assert.That(
            () => VaeBaseline.Export(table.View, table.ColumnNames, own["model"], new() { Method = method }),
            Throws.InvalidOperationException.With.Message.Contains(expected).And.Message.Contains("have 200")
        );
        Assert.That(own.Entries, Is.Empty);
    }

    [Test]
    public void Steps_ThatNeedAnEncoderOrADecoder_RefuseWithASentence()
    {
        var path = Model(VaeBaselineMethod.Ecod);
        using var model = VaeModel.Open(path);
        var names = Mixed.ColumnNames;
        Action[] refused =
        [
            () => ml.Transforms.VaeEncode("Latent", names, model),
            () => ml.Transforms.VaeDecode("Row", "Latent", model),
            () => ml.Transforms.VaeReconstruct("Row", names, model),
            () => ml.Transforms.VaeImpute(names, model),
            () => ml.Data.VaeSample(model, 3, seed: 1),
            () => ml.Data.VaeSample(model, Array.Empty<float>()),
            () => model.Decode(Array.Empty<float>()),
            () => model.Encode(Array.Empty<float>()),
            () => ml.Transforms.VaeScore("S", names, model, new() { Kind = VaeScoreKind.MarginalLikelihood }),
        ];

        foreach (var use in refused)
        {
            Assert.That(
                use,
                Throws.TypeOf<VaeModelException>().With.Message.Contains("is the baseline 'ecod', which has no encoder")
            );
        }
    }

    [Test]
    public void Open_ManifestOfABaselineWithLatents_IsRefused()
    {
        var manifest = VaeModel.ReadManifest(Model(VaeBaselineMethod.Ecod));

        Assert.That(
            () => ManifestJson.ToBytes(manifest with { Latent = manifest.Latent with { Dim = 2 } }, "model"),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("latent.kind is 'none'")
        );
    }

    [Test]
    public void Open_WithoutScorer_IsRefused()
    {
        using TemporaryFolder own = new();
        var copy = own.CopyOf(Model(VaeBaselineMethod.Ecod), "copy");
        File.Delete(Path.Combine(copy, "scorer.onnx"));

        Assert.That(
            () => VaeModel.Open(copy),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("scorer.onnx is missing")
        );
    }

    [Test]
    public void Export_Contamination_LabelsThisShareOfTheRows()
    {
        using TemporaryFolder own = new();
        VaeBaselineOptions options = new()
        {
            Method = VaeBaselineMethod.Mahalanobis,
            Threshold = new() { Contamination = 0.1 },
        };

        VaeBaseline.Export(Mixed.View, Mixed.ColumnNames, own["model"], options);

        var scored = ml
            .Transforms.VaeScore("Score", Mixed.ColumnNames, own["model"])
            .Fit(Mixed.View)
            .Transform(Mixed.View);

        Assert.That(scored.GetColumn<bool>("PredictedLabel").Count(label => label), Is.EqualTo(40));
    }

    [Test]
    public void Export_MoreRowsThanTheLimit_LearnsFromThisNumber()
    {
        using TemporaryFolder own = new();

        var manifest = VaeBaseline.Export(Mixed.View, Mixed.ColumnNames, own["model"], new() { RowLimit = 100 });

        Assert.That(manifest.Training.Rows, Is.EqualTo(100));
        Assert.That(new FileInfo(own["model", "scorer.onnx"]).Length, Is.LessThan(20_000));
    }

    [Test]
    public void Export_Again_GivesTheSameGraphs([ValueSource(nameof(Methods))] VaeBaselineMethod method)
    {
        using TemporaryFolder own = new();

        VaeBaseline.Export(Mixed.View, Mixed.ColumnNames, own["model"], new() { Method = method });

        Assert.That(
            File.ReadAllBytes(own["model", "scorer.onnx"]),
            Is.EqualTo(File.ReadAllBytes(Path.Combine(Model(method), "scorer.onnx")))
        );
    }

    [Test]
    public void Export_TooFewRowsOrWrongOptions_IsRefused()
    {
        using TemporaryFolder own = new();
        void Export(IDataView rows, VaeBaselineOptions? options = null) =>
            VaeBaseline.Export(rows, Mixed.ColumnNames, own["model"], options);

        Assert.That(
            () => Export(Mixed.Rows(9)),
            Throws
                .InvalidOperationException.With.Message.Contains("There are 9 rows")
                .And.Message.Contains("at least 10")
        );
        Assert.That(
            () => Export(Mixed.View, new() { RowLimit = 9 }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("RowLimit is 9")
        );
        Assert.That(
            () => Export(Mixed.View, new() { Method = (VaeBaselineMethod)9 }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Method is 9")
        );
        Assert.That(own.Entries, Is.Empty);
    }

    private string Model(VaeBaselineMethod method) => folder[method.ToString()];

    private IDataView Score(VaeBaselineMethod method, IDataView rows, int? batchSize = null) =>
        ml
            .Transforms.VaeScore(
                "Score",
                Mixed.ColumnNames,
                Model(method),
                new()
                {
                    ContributionsColumnName = "Why",
                    PValueColumnName = "P",
                    UnseenColumnName = "Unseen",
                    BatchSize = batchSize,
                }
            )
            .Fit(rows)
            .Transform(rows);

    private static CodedTable Coded(IDataView rows) =>
        BaselineRows.Read(rows, Mixed.ColumnNames, 10_000, CancellationToken.None).Rows;

    private static IEnumerable<float[]> Raw(IDataView rows) =>
        ViewRows.Read(rows).Select(row => row.SelectMany(Slots).ToArray());

    private static float[] Slots(object cell) =>
        cell switch
        {
            float[] numbers => numbers,
            uint key => [key],
            bool truth => [truth ? 1 : 0],
            _ => [(float)cell],
        };
}
