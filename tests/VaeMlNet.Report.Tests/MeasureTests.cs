using Microsoft.ML;

namespace VaeMlNet.Report.Tests;

internal sealed class MeasureTests
{
    private static readonly string Gaussian = Repository.PathOf("tests", "VaeMlNet.Tests", "Fixtures", "gaussian");

    [Test]
    public void RankingCurve_WithTies_HasTheAreasOfTheFigures()
    {
        Random random = new(3);
        ScoredRow[] rows =
        [
            .. Enumerable
                .Range(0, 300)
                .Select(i => new ScoredRow(random.Next(20) + (i % 7 == 0 ? 5 : 0), 1, i % 7 == 0)),
        ];
        var quality = RankingQuality.Compute(
            [.. rows.Select(row => row.Score)],
            [.. rows.Select(row => row.IsAnomaly == true)]
        );

        RankingPoint[] curve =
        [
            new(0, 0, 1),
            .. new RankingCurve(
                [.. rows.Select(row => row.Score)],
                [.. rows.Select(row => row.IsAnomaly == true)]
            ).Points,
        ];

        var steps = curve.Zip(curve.Skip(1)).ToArray();
        var underRoc = steps.Sum(s =>
            (s.Second.FalsePositiveRate - s.First.FalsePositiveRate) * (s.First.Recall + s.Second.Recall) / 2
        );
        var averagePrecision = steps.Sum(s => (s.Second.Recall - s.First.Recall) * s.Second.Precision);

        Assert.That(underRoc, Is.EqualTo(quality.AreaUnderRoc).Within(1e-12));
        Assert.That(averagePrecision, Is.EqualTo(quality.AveragePrecision).Within(1e-12));
    }

    [Test]
    public void ScoreTally_ManyRows_RanksAllOfThem()
    {
        const int Count = 250_000;
        Random random = new(3);
        bool[] isAnomaly = [.. Enumerable.Range(0, Count).Select(_ => random.Next(1000) == 0)];
        float[] scores = [.. isAnomaly.Select(anomaly => random.NextSingle() + (anomaly ? 0.5f : 0))];
        VaeReportOptions options = new() { Labels = isAnomaly.Select(anomaly => anomaly ? "1" : "0") };
        ScoreTally tally = new(
            RowLabels.Find(
                new MLContext(1).Data.LoadFromEnumerable(scores.Select(score => new { Score = score })),
                options
            ),
            options
        );
        foreach (var (score, anomaly) in scores.Zip(isAnomaly))
        {
            tally.Add(score, score > 1, float.NaN, anomaly ? "1" : "0");
        }

        var scored = tally.Summary();
        var counts = ThresholdCounts.Count(scored, own: 1, (0, 1.5));

        Assert.That(RankingQuality.Measure(scored), Is.EqualTo(RankingQuality.Compute(scores, isAnomaly)));
        Assert.That(counts.Above[counts.Own], Is.EqualTo(scored.AboveThreshold));
        Assert.That(
            counts.AnomaliesAbove![counts.Own],
            Is.EqualTo(scores.Zip(isAnomaly).Count(row => row.First > 1 && row.Second))
        );
    }

    /// <summary>p-values of 99 calibration rows are multiples of 1 %, which are at the rates and between the bars.</summary>
    [TestCase(1)]
    [TestCase(30)]
    public void Calibration_EveryPValueOnce_IsFlat(int each)
    {
        var count = 100 * each;
        ScoredRow[] rows = [.. Enumerable.Range(1, count).Select(i => new ScoredRow(0, (float)i / count, null))];

        var bars = CalibrationCharts.Histogram(rows).Spec["layer"]![0]!["data"]!["values"]!.AsArray();

        Assert.That(bars.Select(bar => (long)bar!["count"]!), Is.All.EqualTo(5 * each));
        Assert.That(
            new[] { 0.01, 0.02, 0.05, 0.1, 0.2, 0.5 }.Select(rate => CalibrationSection.CountAt(rate, rows)),
            Is.EqualTo(new[] { each, 2 * each, 5 * each, 10 * each, 20 * each, 50 * each })
        );
    }

    [Test]
    public void ScoreMeaning_OfEachKindOfModel_SaysWhatItsScoreConsistsOf()
    {
        var plain = VaeModel.ReadManifest(Gaussian);
        var hidden = plain with { Training = plain.Training with { HiddenCells = 1 } };

        Assert.That(ScoreMeaning.Of(plain), Is.EqualTo("negative ELBO"));
        Assert.That(ScoreMeaning.Of(hidden), Does.StartWith("sum of -log p of each cell"));
        Assert.That(OfNormalRows(VaeNormalRows.OfDistance), Is.EqualTo("distance to the nearest normal rows"));
        Assert.That(OfNormalRows(VaeNormalRows.OfBoth), Does.StartWith("negative ELBO plus the distance"));
        Assert.That(OfNormalRows(VaeNormalRows.OfLikelihood), Does.StartWith("negative ELBO of a model"));
        Assert.That(ScoreMeaning.OfLabels(plain), Is.Null);
        Assert.That(
            ScoreMeaning.OfLabels(
                plain with
                {
                    Training = plain.Training with { LabeledRows = 5, LogarithmicAbove = 12.5 },
                }
            ),
            Is.EqualTo("learned from 5 labeled rows, logarithmic above 12.5")
        );

        string OfNormalRows(string score) =>
            ScoreMeaning.Of(
                hidden with
                {
                    NormalRows = new() { Rows = 2, Score = score },
                }
            );
    }

    [Test]
    public void Traversal_LearnedPrior_GoesAlongThePrior()
    {
        using TemporaryFolder folder = new();
        var manifest = VaeModel.ReadManifest(Gaussian);
        manifest = manifest with
        {
            Latent = manifest.Latent with
            {
                Prior = new()
                {
                    Kind = LatentPrior.Mixture,
                    Weights = [0.5f, 0.5f],
                    Means = [9, -2, 11, -2],
                    Variances = [3, 0.25f, 3, 0.25f],
                },
            },
        };
        ModelFolderWriter.Write(
            folder["model"],
            to =>
            {
                foreach (var name in new[] { "encoder.onnx", "decoder.onnx", "scorer.onnx" })
                {
                    File.Copy(Path.Combine(Gaussian, name), Path.Combine(to, name));
                }

                File.WriteAllBytes(Path.Combine(to, "manifest.json"), ManifestJson.ToBytes(manifest, to));
            }
        );
        using var model = VaeModel.Open(folder["model"]);
        DetailedRow anyRow = null!;

        var typical = Traversal.TypicalLatent(model.Manifest.Latent, anyRow);
        var first = Traversal.Decode(model, 0, typical);
        var second = Traversal.Decode(model, 1, typical);

        Assert.That(typical, Is.EqualTo(new[] { 10f, -2 }));
        Assert.That(first.Steps, Is.EqualTo(new[] { 4, 5.5, 7, 8.5, 10, 11.5, 13, 14.5, 16 }).Within(1e-9));
        Assert.That((second.Steps[0], second.Steps[^1]), Is.EqualTo((-3.5, -0.5)));
        Assert.That(first.Decoded[0], Is.EqualTo(model.Decode(new float[] { 4, -2 })).Within(1e-5));

        var page = folder["page.html"];
        VaeReport.Write(model, new MLContext(1).Data.VaeSample(model, rowCount: 30, seed: 3), page);

        Assert.That(
            new ReadPage(page).Markup,
            Does.Contain("goes from 3 standard deviations of the prior below its mean to 3 above it")
        );
    }

    [Test]
    public void ComparisonTask_MetricsThatAreNotDefined_AreNotNumbers()
    {
        Assert.That(Summary(null, null), Is.EqualTo("Filled cells: no metric is defined for these rows."));
        Assert.That(
            Summary(0.5, null),
            Is.EqualTo("Filled cells: the best model by RMSE is m (0.500), the best baseline is b (not defined).")
        );

        static string Summary(double? ofModel, double? ofBaseline) =>
            new ComparisonTask(
                "imputation",
                "Filled cells",
                "",
                [new("rmse", "RMSE", 0, "")],
                [new("m", true, "", [ofModel]), new("b", false, "", [ofBaseline])]
            ).Summary;
    }

    [Test]
    public void ReservoirPlaces_OfMoreThanItKeeps_TakesEachEquallyOften()
    {
        var counts = new int[20];
        for (var seed = 0; seed < 4000; seed++)
        {
            ReservoirPlaces places = new(5, seed);
            List<int> sample = [];
            for (var i = 0; i < counts.Length; i++)
            {
                ReservoirPlaces.Put(sample, places.NextPlace(i), i);
            }

            Assert.That(sample, Has.Count.EqualTo(5));
            foreach (var kept in sample)
            {
                counts[kept]++;
            }
        }

        // 1000 each, with a standard deviation of 27.
        Assert.That(counts, Is.All.InRange(860, 1140));
    }

    [Test]
    public void ColumnReconstruction_OfNumbersAndCategories_AreBesideThoseOfGuessing()
    {
        ColumnReconstruction number = new(new("n", VaeColumn.SingleType, 0, 0, []));
        ColumnReconstruction category = new(new("c", VaeColumn.KeyType, 1, 1, ["x", "y"]));
        float[][] slots =
        [
            [1, 1],
            [3, 1],
            [float.NaN, 2],
            [2, 2],
            [4, 1],
        ];
        float[][] decoded =
        [
            [2, 0.9f, 0.1f],
            [2, 0.6f, 0.4f],
            [7, 0.8f, 0.2f],
            [3, 0.2f, 0.8f],
            [3, 0.9f, 0.1f],
        ];
        foreach ((var raw, var given) in slots.Zip(decoded))
        {
            number.Add(Row(raw, given));
            category.Add(Row(raw, given));
        }

        Assert.That(number.MissingShare, Is.EqualTo(0.2).Within(1e-12));
        Assert.That((number.Mean, number.RootMeanSquaredError), Is.EqualTo((2.5, 1.0)));
        Assert.That(number.RelativeError, Is.EqualTo(1 / Math.Sqrt(1.25)).Within(1e-9));
        Assert.That(category.Accuracy, Is.EqualTo(0.8).Within(1e-12));
        Assert.That(category.RelativeError, Is.EqualTo(0.2 / 0.4).Within(1e-12), "the most common one is 60 %");
    }

    [Test]
    public void LatentMap_OfThreeLatents_LaysRowsOutAlongTheirLargestVariance()
    {
        float[][] codes = [.. Enumerable.Range(0, 50).Select(i => new[] { i, i % 7, 2f * i })];

        var map = LatentMap.Project(new MLContext(1), codes);

        double[] steps = [.. map.Points.Zip(map.Points.Skip(1), (from, to) => to.X - from.X)];

        Assert.That(steps, steps[0] > 0 ? Is.All.Positive : Is.All.Negative, "one row after the other");
        Assert.That(map.AxisNames.X, Does.StartWith("1st principal component, "));
    }

    [Test]
    public void LatentMap_OfLatentsThatAreMostlyConstant_ShowsTheOthers()
    {
        float[][] Codes(int last) =>
            [.. Enumerable.Range(0, 50).Select(i => new float[] { 0, 0, i, 0, i % 7, 0, 0, last * (i % 3) })];

        var two = LatentMap.Project(new MLContext(1), Codes(last: 0));
        var three = LatentMap.Project(new MLContext(1), Codes(last: 1));

        Assert.That(two.AxisNames, Is.EqualTo(("latent 2", "latent 4")));
        Assert.That(two.Points[8], Is.EqualTo((8.0, 1.0)));
        Assert.That(three.AxisNames.X, Does.StartWith("1st principal component, "));
        Assert.That(three.Points.Select(point => Math.Round(point.X)).Distinct().Count(), Is.GreaterThan(40));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(10)]
    public void LatentMap_OfRowsThatAreAllTheSame_IsTheirPlace(int count)
    {
        var map = LatentMap.Project(new MLContext(1), [.. Enumerable.Repeat(new[] { 1f, 2, 3 }, count)]);

        Assert.That(map.Points, Is.EqualTo(Enumerable.Repeat((1.0, 2.0), count)));
    }

    [Test]
    public void Thumbnail_OfALargeImage_AveragesBlocks()
    {
        float[] image = [0, 1, 0.5f, 1, 1, 0.5f, 0, 0, 0];

        var small = Thumbnail.Shrink(image, new(1, 3, 3), edge: 2);

        Assert.That(Thumbnail.ShapeOf(new(1, 3, 3), edge: 2), Is.EqualTo(new VaeImageShape(1, 2, 2)));
        Assert.That(small, Is.EqualTo(new[] { 0.75f, 0.5f, 0, 0 }));
        Assert.That(Thumbnail.Shrink(image, new(1, 3, 3), edge: 3), Is.EqualTo(image));
        Assert.That(
            Thumbnail.Shrink([.. image, .. image, .. image], new(3, 3, 3), edge: 2),
            Is.EqualTo(new[] { 0.75f, 0.5f, 0, 0, 0.75f, 0.5f, 0, 0, 0.75f, 0.5f, 0, 0 }),
            "each channel by itself"
        );
    }

    [Test]
    public void LabelNames_OfManyLabels_GivesTheRareOnesOneName()
    {
        MappedRow[] rows =
        [
            .. Enumerable
                .Range(0, 20)
                .SelectMany(label => Enumerable.Repeat(label, 40 - label))
                .Select(label => new MappedRow(0, $"class {label}", 0, [], [], [])),
        ];

        string[] names = [.. rows.Select(LabelNames.Choose(rows)).Distinct()];

        Assert.That(
            names,
            Has.Length.EqualTo(12).And.Member("class 0").And.Member("other").And.None.EqualTo("class 19")
        );
        Assert.That(LabelNames.Scale(rows)["domain"]!.AsArray()[^1]!.GetValue<string>(), Is.EqualTo("other"));
    }

    [Test]
    public void LatentMapChart_WithAnomalies_DrawsThemLastAndLarger()
    {
        MappedRow[] rows = [.. "0110".Select(label => new MappedRow(0, $"{label}", 0, [], [], []))];
        LatentMap map = new([(0, 0), (1, 1), (2, 2), (3, 3)], ("x", "y"));

        var ofAnomalies = new LatentMapChart(map, rows, "label", showsAnomalies: true).Create();
        var ofClasses = new LatentMapChart(map, rows, "label", showsAnomalies: false).Create();

        Assert.That(Order(ofAnomalies), Is.EqualTo(new[] { 0, 3, 1, 2 }));
        Assert.That(Order(ofClasses), Is.EqualTo(new[] { 0, 1, 2, 3 }));
        Assert.That(ofClasses.Spec["encoding"]!["size"], Is.Null);
    }

    [Test]
    public void Html_OfAnInterpolatedString_EscapesWhatIsFilledIn()
    {
        var inner = Html.Format($"<i>{"<&\"'"}</i>");

        var outer = Html.Format($"<p>{inner}{1.5:0.00}{(string?)null}</p>");

        Assert.That(outer.Markup, Is.EqualTo("<p><i>&lt;&amp;&quot;&#x27;</i>1.50</p>"));
    }

    private static int[] Order(Chart chart) =>
        [.. chart.Spec["data"]!["values"]!.AsArray().Select(point => point!["i"]!.GetValue<int>())];

    private static DetailedRow Row(float[] slots, float[] decoded) => new(0, null, 0, slots, [], [], decoded, []);
}
