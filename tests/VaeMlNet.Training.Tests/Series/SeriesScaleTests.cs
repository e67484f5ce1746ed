using Microsoft.ML;
using Microsoft.ML.Data;
using NUnit.Framework;
using TorchSharp;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>Series of different levels, each of which has a scale of its own.</summary>
public sealed class SeriesScaleTests
{
    private const int Length = 12;

    private readonly MLContext ml = new(seed: 1);
    private readonly TemporaryFolder folder = new();
    private VaeSeriesScoreTransformer detector = null!;

    private string Model => folder["model"];

    [OneTimeSetUp]
    public void Train()
    {
        detector = Trainer(scaleEach: null).Fit(View(Rows(("small", 1, 0), ("large", 1000, 5e4f))));
        detector.SaveModelFolder(Model);
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        detector.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Fit_DifferentLevels_GivesEachSeriesItsScale()
    {
        var own = VaeModel.ReadManifest(Model).Series!.OwnScales!;

        Assert.That(own.Keys, Is.EquivalentTo(new[] { "small", "large" }));
        Assert.That(own["small"].Means[0], Is.EqualTo(0).Within(0.2));
        Assert.That(own["large"].Means[0], Is.EqualTo(5e4).Within(200));
        Assert.That(own["large"].Scales[0] / own["small"].Scales[0], Is.EqualTo(1000).Within(100));
    }

    [TestCase(null, 1f, 0f, false)]
    [TestCase(null, 5f, 0f, true)]
    [TestCase(null, 1f, 3f, true)]
    [TestCase(true, 1f, 0f, true)]
    [TestCase(false, 5f, 9f, false)]
    public void Fit_Series_HaveScalesWhereTheyDifferOrItIsAsked(bool? asked, float scale, float level, bool expected)
    {
        using var trained = Trainer(asked).Fit(View(Rows(("a", 1, 0), ("b", scale, level))));

        Assert.That(trained.Series.OwnScales is not null, Is.EqualTo(expected));
    }

    [TestCase(0)]
    [TestCase(1)]
    public void Fit_ChannelThatASeriesHardlyReports_HasTheCommonScaleThere(int knownCount)
    {
        var rows = Rows(("a", 1, 0), ("b", 1, 0));
        foreach (var (i, row) in rows.Index())
        {
            row.Other = row.Name == "a" || i < 2 * knownCount ? 50 + (5 * row.Value) : float.NaN;
        }

        using var asked = Trainer(scaleEach: true, "Value", "Other").Fit(View(rows));
        using var chosen = Trainer(scaleEach: null, "Value", "Other").Fit(View(rows));
        var (series, own) = (asked.Series, asked.Series.OwnScales!);

        Assert.That(own["b"].Means[1], Is.EqualTo(series.Means[1]));
        Assert.That(own["b"].Scales[1], Is.EqualTo(series.Scales[1]));
        Assert.That(chosen.Series.OwnScales, Is.Null, "a channel with few values does not decide");
    }

    [Test]
    public void Export_ChannelsOfDifferentUnits_HasTestDataInTheRangeOfEach()
    {
        var rows = Rows(("small", 1e-4f, 2e-4f), ("large", 1, 0));
        foreach (var row in rows)
        {
            row.Other = 1e6f + (5e4f * row.Value);
        }

        VaeSeriesOptions options = new()
        {
            WindowLength = Length,
            SeriesColumnName = "Name",
            ScaleEachSeries = false,
            Training = new()
            {
                EpochCount = 5,
                Data = new() { ThresholdFolds = 0 },
            },
        };
        using var trained = new VaeSeriesTrainer(options).Fit(View(rows), ["Value", "Other"]);
        trained.Export(folder["units"], VaeSeriesTrainer.CreateWindows(trained, View(rows), ["Value", "Other"]));
        using var model = VaeModel.Open(folder["units"]);
        using var generator = new torch.Generator(1);
        using var synthetic = trained.Network.Likelihood.SyntheticRows(20, 0, 0, generator); // [20, W C]
        var cells = TensorValues.Floats(synthetic).Index().Where(cell => !float.IsNaN(cell.Item)).ToArray();
        var series = trained.Options.Series!;

        foreach (var c in (int[])[0, 1])
        {
            Assert.That(
                cells.Where(cell => cell.Index % 2 == c).Select(cell => cell.Item),
                Is.All.InRange(series.LowestValues![c], series.HighestValues![c])
            );
        }

        Assert.That(model.Verify().Outputs, Is.All.Property(nameof(VaeOutputDifference.Passed)).True);
    }

    [Test]
    public void Fit_KeysWithTexts_GivesTheScalesTheNamesOfTheSeries()
    {
        var rows = View(Rows(("small", 1, 0), ("large", 1000, 5e4f)));
        using var trained = ml.Transforms.Conversion.MapValueToKey("Name").Append(Trainer(scaleEach: true)).Fit(rows);

        Assert.That(trained.LastTransformer.Series.OwnScales!.Keys, Is.EquivalentTo(new[] { "small", "large" }));
    }

    [Test]
    public void Transform_SameCourseAtOtherLevels_HasTheSameScores()
    {
        var scored = detector.Transform(View(Rows(("small", 1, 0), ("large", 1000, 5e4f))));
        var scores = scored.GetColumn<float>("Score").Zip(scored.GetColumn<string>("Name")).ToArray();
        var small = scores.Where(row => row.Second == "small").Select(row => row.First).ToArray();
        var large = scores.Where(row => row.Second == "large").Select(row => row.First).ToArray();

        Assert.That(large, Is.EqualTo(small).Within(0.2));
    }

    [Test]
    public void Engine_SeriesOfDifferentLevels_GivesTheCausalScoresOfTheBatch()
    {
        var rows = Rows(("small", 1, 0), ("large", 1000, 5e4f), ("new", 1, 0));
        using var causal = detector.WithCausalScores();
        using var engine = new VaeSeriesEngine(Model);

        Assert.That(
            rows.Select(row => engine.Push(row.Name, [row.Value]).Score),
            Is.EqualTo(causal.Transform(View(rows)).GetColumn<float>("Score")).Within(1e-2)
        );
    }

    [Test]
    public void Transform_UnknownSeries_HasTheCommonScale()
    {
        var series = detector.Series;
        var rows = Rows(("large", series.OwnScales!["large"].Scales[0], series.OwnScales["large"].Means[0]));
        var common = Rows(("new", series.Scales[0], series.Means[0]));

        Assert.That(
            detector.Transform(View(common)).GetColumn<float>("Score"),
            Is.EqualTo(detector.Transform(View(rows)).GetColumn<float>("Score")).Within(0.2)
        );
    }

    [Test]
    public void Expected_SeriesOfDifferentLevels_IsInTheUnitOfTheSeries()
    {
        var rows = Rows(("small", 1, 0), ("large", 1000, 5e4f));
        rows[150].Value = float.NaN;
        rows[151].Value = float.NaN;
        VaeSeriesScoreOptions options = new()
        {
            SeriesColumnName = "Name",
            ExpectedColumnName = "Expected",
            UncertaintyColumnName = "Uncertainty",
            FilledColumnName = "Filled",
        };
        using var step = ml.Transforms.VaeScoreSeries("Score", ["Value"], Model, options).Fit(View(rows));
        var scored = step.Transform(View(rows));
        var expected = scored.GetColumn<float[]>("Expected").Select(value => value[0]).ToArray();
        var uncertainties = scored.GetColumn<float[]>("Uncertainty").Select(value => value[0]).ToArray();
        var filled = scored.GetColumn<float[]>("Filled").Select(value => value[0]).ToArray();

        // Rows of both series alternate.
        Assert.That(expected[150], Is.EqualTo(0).Within(3));
        Assert.That(expected[151], Is.EqualTo(5e4).Within(3000));
        Assert.That(expected[151], Is.EqualTo(5e4 + (1000 * expected[150])).Within(100));
        Assert.That(uncertainties[151] / uncertainties[150], Is.EqualTo(1000).Within(100));
        Assert.That((filled[150], filled[151]), Is.EqualTo((expected[150], expected[151])));
        Assert.That(
            filled.Where((_, i) => i is not (150 or 151)),
            Is.EqualTo(rows.Where((_, i) => i is not (150 or 151)).Select(row => row.Value)),
            "known values are copied, bit for bit"
        );
    }

    private VaeEstimator<VaeSeriesScoreTransformer> Trainer(bool? scaleEach, params string[] channels) =>
        ml.AnomalyDetection.Trainers.VaeSeries(
            channels is [] ? ["Value"] : channels,
            new()
            {
                WindowLength = Length,
                SeriesColumnName = "Name",
                ScaleEachSeries = scaleEach,
                Training = new()
                {
                    EpochCount = 10,
                    Data = new() { ThresholdFolds = 0 },
                },
            }
        );

    private IDataView View(Row[] rows) => ml.Data.LoadFromEnumerable(rows);

    /// <summary>Returns 300 rows of each series in turn, with the same course at the scale and the level of the series.</summary>
    private static Row[] Rows(params (string Name, float Scale, float Level)[] series)
    {
        Random random = new(1);
        return
        [
            .. Enumerable
                .Range(0, 300)
                .SelectMany(i =>
                {
                    var value = (float)(Math.Sin(i / 2.0) + (0.1 * random.NextDouble()));
                    return series.Select(s => new Row { Name = s.Name, Value = s.Level + (s.Scale * value) });
                }),
        ];
    }

    private sealed class Row
    {
        public string Name { get; set; } = "";

        public float Value { get; set; }

        public float Other { get; set; }
    }
}
