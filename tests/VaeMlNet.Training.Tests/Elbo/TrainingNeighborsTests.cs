using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Detectors of normal rows: the distance to the nearest training rows.</summary>
public sealed class TrainingNeighborsTests
{
    private static readonly string[] Columns = ["First", "Second", "Flag", "Kind"];

    private TemporaryFolder folder = null!;
    private TrainedVae trained = null!;

    /// <summary>A row of two numbers on a circle, with cells that can be missing.</summary>
    public sealed record Row
    {
        public float First { get; set; }

        public float Second { get; set; }

        public bool Flag { get; set; }

        [KeyType(3)]
        public uint Kind { get; set; }

        public float Known { get; set; }
    }

    [OneTimeSetUp]
    public void Train()
    {
        folder = new TemporaryFolder();
        trained = Fit(new() { NormalRows = true, EpochCount = 60 }, Circle(400, seed: 1));
        trained.Export(folder["model"], View(Circle(400, seed: 1)));
    }

    [OneTimeTearDown]
    public void Delete()
    {
        trained?.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Score_RowInTheMiddleOfACircle_IsAboveNearlyAllNormalRows()
    {
        var normal = Scores(Circle(300, seed: 2));
        var inside = Scores([
            new Row
            {
                First = 0,
                Second = 0,
                Flag = true,
                Kind = 1,
            },
        ]);

        Assert.That(normal.Count(score => score > inside[0]), Is.LessThan(6));
        Assert.That(trained.TrainingData.Neighbors!.Description.Score, Is.EqualTo(VaeNormalRows.OfDistance));
    }

    [Test]
    public void Contributions_MissingCellsAndUnknownCategories_AddUpToTheScore()
    {
        var data = View(WithGaps(Circle(60, seed: 3)));
        using var scorer = Scorer("Contributions").Fit(data);
        var scored = scorer.Transform(data);
        float[] scores = [.. scored.GetColumn<float>("Score")];
        float[] sums = [.. scored.GetColumn<float[]>("Contributions").Select(parts => parts.Sum())];

        Assert.That(sums, Is.EqualTo(scores).Within(1e-3));
        Assert.That(scores, Is.All.Matches<float>(float.IsFinite));
    }

    [Test]
    public void Export_MissingCellsAndUnknownCategories_HasTheScoresOfTheNetwork()
    {
        var rows = WithGaps(Circle(60, seed: 3));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        trained.Network.eval();
        using var raw = trained.ReadRows(View(rows));

        var expected = trained.Network.Score(trained.Network.EncodeRows(raw)).Score.flatten().data<float>().ToArray();

        Assert.That(Scores(rows), Is.EqualTo(expected).Within(1e-3));
    }

    [Test]
    public void Export_KnownAnomalies_HasTheScoresOfTheNetwork()
    {
        Row[] anomalies = [.. Circle(20, seed: 2).Select(row => row with { First = 9, Known = 1 })];
        var rows = View([.. WithGaps(Circle(200, seed: 1)), .. anomalies]);
        VaeTrainerOptions options = new()
        {
            NormalRows = true,
            EpochCount = 3,
            Labels = new KnownAnomalyLabelOptions { ColumnName = nameof(Row.Known) },
        };
        using var labeled = new VaeTrainer(options) { ForAnomalies = true }.Fit(rows, Columns);

        labeled.Export(folder["labeled"], rows);

        using var model = VaeModel.Open(folder["labeled"]);

        Assert.That(labeled.TrainingData.KnownAnomalies, Is.Not.Null);
        Assert.That(labeled.TrainingData.Neighbors!.HasDistance);
        Assert.That(model.Verify().Passed, string.Join('\n', model.Verify().Outputs));
    }

    /// <summary>Sensors with two setpoints, which repeat to a small part of their span.</summary>
    [TestCase(1e-3)]
    [TestCase(2e-4)]
    public void Export_TightClusters_HasNearlyTheScoresOfTheNetwork(double noise)
    {
        var rows = View(Setpoints(1500, noise));
        using var clusters = Fit(new() { NormalRows = true, EpochCount = 5 }, Setpoints(1500, noise));

        clusters.Export(folder["clusters"], rows);

        using var model = VaeModel.Open(folder["clusters"]);
        var scored = new MLContext(1).Transforms.VaeScore("Score", Columns, model).Fit(rows).Transform(rows);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        clusters.Network.eval();
        using var raw = clusters.ReadRows(rows);
        var expected = clusters.Network.Score(clusters.Network.EncodeRows(raw)).Score.flatten().data<float>().ToArray();
        var errors = scored.GetColumn<float>("Score").Zip(expected, (a, b) => Math.Abs(a - b) / b);

        Assert.That(errors.Average(), Is.LessThan(0.01));
        Assert.That(model.Verify().Passed, string.Join('\n', model.Verify().Outputs));
    }

    [Test]
    public void Fit_TightClusters_OwnDistancesAreThoseOfFloat64()
    {
        using var clusters = Fit(new() { NormalRows = true, EpochCount = 5 }, Setpoints(1500, noise: 1e-5));
        var neighbors = clusters.TrainingData.Neighbors!;
        var places = neighbors.Places.Chunk(2 * neighbors.Width).ToArray();
        double[] nearest =
        [
            .. places.Select(
                (place, row) =>
                    places
                        .Where((_, other) => other != row)
                        .Select(other => Distance(place, other))
                        .Order()
                        .Take(5)
                        .Average()
            ),
        ];
        double[] own = [.. neighbors.OwnDistances.Select(distance => (double)distance - neighbors.Smoothing)];

        Assert.That(own, Is.EqualTo(nearest).Within(1e-6));
    }

    [Test]
    public void Contributions_TightClusters_AreTheDistancesOfFloat64()
    {
        float[] numbers = [.. Setpoints(300, noise: 1e-5).Select(row => (row.First - 40) / 20)];
        TrainingNeighbors neighbors = new()
        {
            Means = [0],
            Factors = [1],
            ResidualFactors = [1],
            Places = [.. numbers[..200].SelectMany(number => (float[])[number, number])],
            OwnDistances = [.. numbers[..200].Select(_ => 1f)],
            Smoothing = 1e-9f,
            Exponent = 0,
            Nats = 1,
            Description = new() { Rows = 200, Score = VaeNormalRows.OfDistance },
        };
        double[] expected =
        [
            .. numbers[200..]
                .Select(number =>
                    Math.Sqrt(2)
                    * numbers[..200].Select(other => Math.Abs((double)number - other)).Order().Take(5).Average()
                ),
        ];
        using var scope = NewDisposeScope();

        var values = tensor(numbers[200..], [100, 1]);
        var contributions = TensorValues.Floats(neighbors.Contributions(values, zeros_like(values)));

        Assert.That(contributions, Is.EqualTo(expected).Within(1e-8));
    }

    [Test]
    public void SavedPipeline_StockMlNet_HasTheSameScores()
    {
        var data = View(WithGaps(Circle(40, seed: 4)));
        using var scorer = Scorer(null).Fit(data);
        float[] expected = [.. scorer.Transform(data).GetColumn<float>("Score")];

        MLContext ml = new(seed: 1);
        ml.Model.Save(scorer, data.Schema, folder["model.zip"]);
        var loaded = ml.Model.Load(folder["model.zip"], out _);

        Assert.That(loaded.Transform(data).GetColumn<float>("Score"), Is.EqualTo(expected).Within(1e-4));
    }

    [Test]
    public void Threshold_NormalRows_ReportsAboutOneInAHundred()
    {
        using var model = VaeModel.Open(folder["model"]);
        var limit = model.Manifest.Threshold.NegativeElbo;

        var share = Scores(Circle(2000, seed: 5)).Count(score => score > limit) / 2000.0;

        Assert.That(share, Is.LessThan(0.03));
        Assert.That(model.Manifest.Threshold.Source, Is.EqualTo(VaeThreshold.CrossValidatedRows));
        Assert.That(model.Manifest.NormalRows!.Rows, Is.EqualTo(trained.TrainingData.RowCount));
        Assert.That(model.Manifest.NormalRows.AreaOfDistance, Is.InRange(0.5, 1));
    }

    [Test]
    [Category("Long")]
    public void Fit_MoreRowsThanTheLimit_KeepsAsManyAsTheDocumentationSays()
    {
        using var large = Fit(new() { NormalRows = true, EpochCount = 1 }, Circle(6000, seed: 1));

        Assert.That(large.TrainingData.Neighbors!.RowCount, Is.EqualTo(5000));
        Assert.That(large.Options.TrimmedShare, Is.Zero);
    }

    [Test]
    public void Checkpoint_OfNormalRows_KeepsTheRows()
    {
        trained.SaveCheckpoint(folder["checkpoint"]);

        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);
        var expected = Some.Json(trained.TrainingData.Neighbors);

        Assert.That(Some.Json(loaded.TrainingData.Neighbors), Is.EqualTo(expected));
        Assert.That(Some.Json(loaded.Network.Neighbors), Is.EqualTo(expected));
    }

    [TestCase(VaeNormalRows.OfLikelihood)]
    [TestCase(VaeNormalRows.OfBoth)]
    public void Score_OtherChoice_HasTheLikelihood(string choice)
    {
        var network = trained.Network;
        var fitted = network.Neighbors!;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var x = network.EncodeRows(tensor([1f, 0, 1, 2, 0.5f, 0.5f, 0, 1], [2, 4]));
        try
        {
            network.Neighbors = null;
            var likelihood = network.Score(x).Score;
            network.Neighbors = fitted with { Description = fitted.Description with { Score = choice } };

            var score = network.Score(x).Score;

            var values = network.Values(x).narrow(1, 0, fitted.Width);
            var means = network.Likelihood.Mean(network.forward(x)).narrow(1, 0, fitted.Width);
            var distance = fitted.Contributions(values, means).sum(1, keepdim: true);
            var expected = choice == VaeNormalRows.OfBoth ? likelihood + distance : likelihood;

            Assert.That((score - expected).abs().max().item<float>(), Is.LessThan(1e-3f));
        }
        finally
        {
            network.Neighbors = fitted;
        }
    }

    /// <summary>Its constants would come from distances.</summary>
    [Test]
    public void VaeScore_MarginalLikelihood_IsRefused()
    {
        MLContext ml = new(seed: 1);
        VaeScoreOptions sampled = new() { Kind = VaeScoreKind.MarginalLikelihood };

        Assert.That(
            () => ml.Transforms.VaeScore("Score", Columns, folder["model"], sampled),
            Throws.ArgumentException.With.Message.Contains(folder["model"]).And.Message.Contains("distances")
        );
        Assert.That(
            () => ml.AnomalyDetection.Trainers.Vae(Columns, new() { NormalRows = true }, sampled),
            Throws.ArgumentException.With.Message.Contains("distances")
        );
    }

    [Test]
    public void Options_ModelsWithoutMeaning_AreRefused()
    {
        Assert.That(
            () => Fit(new() { NormalRows = true, ConditionColumns = ["Kind"] }, Circle(60, seed: 1)),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("NormalRows")
        );
        Assert.That(
            () => new VaeTrainer(new VaeTrainerOptions { NormalRows = true }).Fit(rand(30, 4)),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("NormalRows")
        );
    }

    private float[] Scores(Row[] rows)
    {
        var data = View(rows);
        using var scorer = Scorer(null).Fit(data);
        return [.. scorer.Transform(data).GetColumn<float>("Score")];
    }

    private VaeEstimator<VaeScoreTransformer> Scorer(string? contributions) =>
        new MLContext(1).Transforms.VaeScore(
            "Score",
            Columns,
            folder["model"],
            new VaeScoreOptions { ContributionsColumnName = contributions }
        );

    private static TrainedVae Fit(VaeTrainerOptions options, Row[] rows) =>
        new VaeTrainer(options) { ForAnomalies = true }.Fit(View(rows), Columns);

    private static IDataView View(Row[] rows) => new MLContext(1).Data.LoadFromEnumerable(rows);

    private static Row[] WithGaps(Row[] rows) =>
        [
            .. rows.Select(
                (row, i) =>
                    (i % 4) switch
                    {
                        0 => row with { First = float.NaN },
                        1 => row with { Kind = 0 },
                        2 => row with { First = float.NaN, Second = float.NaN },
                        _ => row,
                    }
            ),
        ];

    private static double Distance(float[] a, float[] b) =>
        Math.Sqrt(a.Zip(b, (x, y) => ((double)x - y) * ((double)x - y)).Sum());

    private static Row[] Setpoints(int count, double noise)
    {
        Random random = new(3);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(row => new Row
                {
                    First = (float)(20 + (40 * (row % 2)) + (40 * noise * Normal())),
                    Second = (float)(30 + (60 * (row % 2)) + (60 * noise * Normal())),
                    Kind = 1,
                }),
        ];

        double Normal() =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    private static Row[] Circle(int count, int seed)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                {
                    var angle = random.NextDouble() * 2 * Math.PI;
                    return new Row
                    {
                        First = (float)(Math.Cos(angle) + (0.05 * random.NextDouble())),
                        Second = (float)(Math.Sin(angle) + (0.05 * random.NextDouble())),
                        Flag = angle > Math.PI,
                        Kind = 1 + (uint)random.Next(3),
                    };
                }),
        ];
    }
}
