using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>
/// A table whose numbers have a histogram likelihood, among columns of all other kinds, trained with hidden cells and a linear path.
/// </summary>
public sealed class BinnedColumnTests
{
    private static readonly string[] Columns = ["Cost", "Half", "Rooms", "Income", "Member", "City"];

    private static readonly VaeTrainerOptions Options = new()
    {
        Seed = 3,
        EpochCount = 80,
        BatchSize = 64,
        LatentDim = 8,
        Beta = 0.1,
        Likelihood = new HistogramLikelihoodOptions(),
        ColumnLikelihoods = new Dictionary<string, VaeLikelihoodOptions>
        {
            ["Income"] = GaussianLikelihoodOptions.ForTables,
        },
        Network = new FullyConnectedNetworkOptions
        {
            HiddenDims = [32],
            Activation = VaeActivation.Silu,
            LinearPath = true,
        },
        InputNoise = new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 1 },
        Data = new() { ValidationShare = 0.1 },
        EarlyStopping = new() { Patience = 30 },
        LearningRateSchedule = new(),
    };

    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder folder = null!;
    private Row[] rows = [];
    private TrainedVae trained = null!;

    private sealed class Row
    {
        public float Cost { get; set; }
        public float Half { get; set; }

        [VectorType(2)]
        public float[] Rooms { get; set; } = [];
        public float Income { get; set; }
        public bool Member { get; set; }

        [KeyType(3)]
        public uint City { get; set; }
    }

    [OneTimeSetUp]
    public void Train()
    {
        folder = new TemporaryFolder();
        rows = NewRows(800);
        var data = ml.Data.LoadFromEnumerable(rows);
        trained = new VaeTrainer(Options).Fit(data, Columns);
        // Fails where ONNX Runtime and TorchSharp differ.
        trained.Export(folder["bins"], data);
    }

    [OneTimeTearDown]
    public void Delete()
    {
        trained?.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Export_BinnedColumns_HaveBinsInTheManifest()
    {
        using var model = VaeModel.Open(folder["bins"]);
        var columns = model.Manifest.Columns;

        Assert.That(
            columns.Select(column => column.Likelihood),
            Is.EqualTo(
                new[]
                {
                    ColumnLikelihood.Histogram,
                    ColumnLikelihood.Histogram,
                    ColumnLikelihood.Histogram,
                    GaussianFormula.Kind,
                    BernoulliFormula.Kind,
                    ColumnLikelihood.Categorical,
                }
            )
        );
        Assert.That(columns[2].Bins!.Select(bins => bins.Count), Is.EqualTo(new[] { 5, 5 }));
        Assert.That(columns[0].Bins![0], Has.Property("Decimals").EqualTo(2).And.Property("Step").EqualTo(25));
        Assert.That(columns[3].Bins, Is.Null);
        Assert.That(model.Verify().Passed, Is.True);
    }

    [Test]
    public void Sample_BinnedColumns_HaveTheValuesOfTheData()
    {
        using var model = VaeModel.Open(folder["bins"]);
        var sample = ml.Data.VaeSample(model, 4000, seed: 1, new() { FillsMissingCells = true });
        float[] costs = [.. sample.GetColumn<float>("Cost")];
        float[] halves = [.. sample.GetColumn<float>("Half")];
        float[] rooms = [.. sample.GetColumn<float[]>("Rooms").SelectMany(pair => pair)];

        Assert.That(costs.Count(cost => cost == 0) / 4000.0, Is.EqualTo(0.5).Within(0.15));
        Assert.That(costs, Is.All.InRange(0, 100));
        Assert.That(costs, Is.All.Matches<float>(cost => HasDecimals(cost * 4, 0)));
        Assert.That(halves, Is.All.Matches<float>(half => half * 2 == MathF.Floor(half * 2)));
        Assert.That(rooms, Is.All.Matches<float>(x => x is 1 or 2 or 3 or 4 or 5));
    }

    // Half is Income / 20,000 in steps of 0.5, so that the other columns predict it well.
    [Test]
    public void Impute_HiddenNumber_IsCloserThanTheMean()
    {
        var test = NewRows(1000)[800..];
        Row[] damaged =
        [
            .. test.Select(row => new Row
            {
                Cost = row.Cost,
                Half = float.NaN,
                Rooms = row.Rooms,
                Income = row.Income,
                Member = row.Member,
                City = row.City,
            }),
        ];
        var data = ml.Data.LoadFromEnumerable(damaged);
        using var imputer = ml.Transforms.VaeImpute(Columns, folder["bins"]).Fit(data);

        float[] filled = [.. imputer.Transform(data).GetColumn<float>("Half")];
        var mean = rows.Where(row => !float.IsNaN(row.Half)).Average(row => row.Half);
        (double Model, double Mean)[] errors =
        [
            .. test.Zip(filled)
                .Where(pair => !float.IsNaN(pair.First.Half))
                .Select(pair => (Math.Pow(pair.Second - pair.First.Half, 2), Math.Pow(mean - pair.First.Half, 2))),
        ];

        Assert.That(errors.Sum(e => e.Model), Is.LessThan(0.4 * errors.Sum(e => e.Mean)));
    }

    [TestCase(false)]
    [TestCase(true, Category = "Long")]
    public void Impute_Numbers_HaveTheDecimalsStepAndRangeOfTheData(bool isDrawn)
    {
        var data = ml.Data.LoadFromEnumerable(WithoutNumbers(rows));
        using var imputer = ml.Transforms.VaeImpute(Columns, folder["bins"], new() { DrawsValues = isDrawn }).Fit(data);
        var filled = imputer.Transform(data);

        Assert.That(filled.GetColumn<float>("Half"), Is.All.Matches<float>(half => HasDecimals(half, 1)));
        Assert.That(filled.GetColumn<float>("Half"), Is.All.InRange(0, 4));
        Assert.That(
            filled.GetColumn<float[]>("Rooms").SelectMany(pair => pair),
            Is.All.Matches<float>(count => HasDecimals(count, 0))
        );
        Assert.That(filled.GetColumn<float>("Cost"), Is.All.Matches<float>(cost => HasDecimals(cost * 4, 0)));
    }

    [Test]
    public void Reconstruct_Numbers_HaveTheDecimalsOfTheData()
    {
        using var model = VaeModel.Open(folder["bins"]);
        float[] latents = [.. Enumerable.Range(0, 50 * model.LatentDim).Select(i => MathF.Sin(i))];

        var decoded = ml.Data.VaeSample(model, latents);

        Assert.That(decoded.GetColumn<float>("Half"), Is.All.Matches<float>(half => HasDecimals(half, 1)));
        Assert.That(
            decoded.GetColumn<float[]>("Rooms").SelectMany(pair => pair),
            Is.All.Matches<float>(count => HasDecimals(count, 0))
        );
    }

    [Test]
    [Category("Long")]
    public void Save_Imputer_LoadsInStockMlNetWithTheSameValues()
    {
        var data = ml.Data.LoadFromEnumerable(WithoutNumbers(rows[..100]));
        using var imputer = ml.Transforms.VaeImpute(Columns, folder["bins"]).Fit(data);
        var expected = imputer.Transform(data);

        var loaded = SavedZip.SaveAndLoad(imputer, data.Schema);
        var actual = loaded.Transform(data);

        Assert.That(SavedZip.Flatten(loaded), Has.None.InstanceOf<VaeTransformer>());

        foreach (var column in new[] { "Cost", "Half", "Income" })
        {
            Assert.That(actual.GetColumn<float>(column), Is.EqualTo(expected.GetColumn<float>(column)).Within(1e-5));
        }

        Assert.That(actual.GetColumn<float[]>("Rooms"), Is.EqualTo(expected.GetColumn<float[]>("Rooms")));
    }

    [Test]
    public void Score_UnusualValue_IsHigherThanAUsualOne()
    {
        Row[] usual = [.. rows.Where(row => row.Half >= 3).Take(50)];
        Row[] unusual =
        [
            .. usual.Select(row => new Row
            {
                Cost = row.Cost,
                Half = 0.5f,
                Rooms = row.Rooms,
                Income = row.Income,
                Member = row.Member,
                City = row.City,
            }),
        ];
        var data = ml.Data.LoadFromEnumerable([.. usual, .. unusual]);
        using var scorer = ml.Transforms.VaeScore("Score", Columns, folder["bins"]).Fit(data);

        float[] scores = [.. scorer.Transform(data).GetColumn<float>("Score")];

        Assert.That(scores[50..].Average(), Is.GreaterThan(scores[..50].Average() + 1));
    }

    [Test]
    public void Checkpoint_BinnedColumns_AreReadBack()
    {
        trained.SaveCheckpoint(folder["checkpoint"]);
        using var again = TrainedVae.LoadCheckpoint(folder["checkpoint"]);

        Assert.That(
            again.TableColumns!.Select(column => column.Bins?.Sum(bins => bins.Count)),
            Is.EqualTo(trained.TableColumns!.Select(column => column.Bins?.Sum(bins => bins.Count)))
        );
    }

    [Test]
    public void Fit_HistogramOrHiddenCellsOfFeatures_AreRefused()
    {
        using var features = TorchSharp.torch.rand(20, 4);

        Assert.That(
            () => new VaeTrainer(new() { Likelihood = new HistogramLikelihoodOptions() }).Fit(features),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("table")
        );
        Assert.That(
            () => new VaeTrainer(new() { InputNoise = new() { Kind = VaeInputNoiseKind.HiddenCells } }).Fit(features),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("table")
        );
    }

    private static bool HasDecimals(float number, int decimals) =>
        (float)Math.Round((double)number, decimals) == number;

    private static IEnumerable<Row> WithoutNumbers(IEnumerable<Row> complete) =>
        complete.Select(row => new Row
        {
            Cost = float.NaN,
            Half = float.NaN,
            Rooms = [float.NaN, float.NaN],
            Income = row.Income,
            Member = row.Member,
            City = row.City,
        });

    /// <summary>
    /// Creates rows in which a hidden factor drives all columns. Half of the costs are 0, and about one number in ten is missing.
    /// </summary>
    private static Row[] NewRows(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ => NewRow(random))];
    }

    private static Row NewRow(Random random)
    {
        var factor = random.NextDouble();
        float OrMissing(double value) => random.NextDouble() < 0.1 ? float.NaN : (float)value;
        return new Row
        {
            Cost = OrMissing(random.NextDouble() < 0.5 ? 0 : Math.Round(400 * factor) / 4),
            Half = OrMissing(Math.Round(8 * factor) / 2),
            Rooms = [OrMissing(1 + Math.Round(4 * factor)), OrMissing(1 + random.Next(5))],
            Income = (float)(20_000 + (60_000 * factor)),
            Member = random.NextDouble() < factor,
            City = (uint)random.Next(1, 4),
        };
    }
}
