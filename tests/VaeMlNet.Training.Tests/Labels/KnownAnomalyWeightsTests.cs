using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The weights by which known anomalies change scores, in the network, the graph and checkpoints.</summary>
public sealed class KnownAnomalyWeightsTests
{
    private static readonly string[] Columns = ["First", "Second", "Flag", "Kind"];

    private TemporaryFolder folder = null!;
    private TrainedVae trained = null!;

    /// <summary>A row of a table with gaps. Rows of kind 3 with a high first number are anomalies.</summary>
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
        trained = Fit(WithKnown(Rows(500, seed: 1), 8));
        trained.Export(folder["model"], View(Rows(200, seed: 1)));
    }

    [OneTimeTearDown]
    public void Delete()
    {
        trained?.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Contributions_MissingCellsAndUnknownCategories_AddUpToTheScore()
    {
        var data = View(WithGaps(Rows(60, seed: 3)));
        using var scorer = Scorer("Contributions").Fit(data);
        var scored = scorer.Transform(data);
        float[] scores = [.. scored.GetColumn<float>("Score")];
        float[] sums = [.. scored.GetColumn<float[]>("Contributions").Select(parts => parts.Sum())];

        Assert.That(trained.TrainingData.KnownAnomalies, Is.Not.Null);
        Assert.That(sums, Is.EqualTo(scores).Within(1e-3));
        Assert.That(scores, Is.All.Matches<float>(float.IsFinite));
    }

    [Test]
    [Proves(89)]
    public void Export_MissingCellsAndUnknownCategories_HasTheScoresOfTheNetwork()
    {
        var rows = WithGaps(Rows(60, seed: 3));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        trained.Network.eval();
        using var raw = trained.ReadRows(View(rows));

        var encoded = trained.Network.EncodeRows(raw);
        var expected = trained.Network.Score(encoded).Score.flatten().data<float>().ToArray();
        var known = trained.Network.KnownAnomalies;
        trained.Network.KnownAnomalies = null;
        var without = trained.Network.Score(encoded).Score.flatten().data<float>().ToArray();
        trained.Network.KnownAnomalies = known;

        Assert.That(Scores(rows), Is.EqualTo(expected).Within(1e-3));
        Assert.That(expected, Is.Not.EqualTo(without).Within(0.1));
    }

    [Test]
    public void SavedPipeline_StockMlNet_HasTheSameScores()
    {
        var data = View(WithGaps(Rows(40, seed: 4)));
        using var scorer = Scorer(null).Fit(data);
        float[] expected = [.. scorer.Transform(data).GetColumn<float>("Score")];

        MLContext ml = new(seed: 1);
        ml.Model.Save(scorer, data.Schema, folder["model.zip"]);
        var loaded = ml.Model.Load(folder["model.zip"], out _);

        Assert.That(loaded.Transform(data).GetColumn<float>("Score"), Is.EqualTo(expected).Within(1e-4));
    }

    [Test]
    public void Checkpoint_OfKnownAnomalies_KeepsTheWeights()
    {
        trained.SaveCheckpoint(folder["checkpoint"]);

        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);
        var expected = Some.Json(trained.TrainingData.KnownAnomalies);

        Assert.That(Some.Json(loaded.TrainingData.KnownAnomalies), Is.EqualTo(expected));
        Assert.That(Some.Json(loaded.Network.KnownAnomalies), Is.EqualTo(expected));
    }

    [Test]
    public void Fit_LabelsOfOneKind_RaisesThatKindAndNotTheOtherSide()
    {
        var known = trained.TrainingData.KnownAnomalies!;

        Assert.That(known.OfValues[0], Is.GreaterThan(0), "known anomalies have high first numbers");
    }

    [Test]
    [Category("Long")]
    public void Fit_RowsKnownToBeNormal_StayAmongTheRowsAndLowerScoresLikeTheirs()
    {
        // Rows with a high second number are rare, but normal.
        var rows = WithKnown(Rows(500, seed: 1), 8);
        foreach (var row in rows.Where(row => row.Known == 0).OrderByDescending(row => row.Second).Take(8))
        {
            row.Known = -1;
        }

        using var with = Fit(rows);

        Assert.That(with.TrainingData.RowCount + with.TrainingData.ValidationRowCount, Is.EqualTo(492));
        Assert.That(with.TrainingData.LabeledRowCount, Is.EqualTo(16));
        Assert.That(
            with.TrainingData.KnownAnomalies!.OfValues[1],
            Is.LessThan(trained.TrainingData.KnownAnomalies!.OfValues[1])
        );
    }

    [Test]
    public void Fit_OneKnownAnomaly_HasWeights()
    {
        using var one = Fit(WithKnown(Rows(300, seed: 1), 1));

        Assert.That(one.TrainingData.KnownAnomalies, Is.Not.Null);
    }

    [Test]
    [Proves(89)]
    public void Score_FarOutsideTheRange_IsLogarithmicAndFiniteAndStillAddsUp()
    {
        var usual = Rows(1, seed: 5)[0];
        Row[] rows = [usual, .. new[] { 1e3f, 1e6f, 1e9f, 1e30f }.Select(value => usual with { First = value })];
        var data = View(rows);
        using var scorer = Scorer("Contributions").Fit(data);
        var scored = scorer.Transform(data);
        float[] scores = [.. scored.GetColumn<float>("Score")];
        var known = trained.TrainingData.KnownAnomalies!;

        Assert.That(scores, Is.All.Matches<float>(float.IsFinite));
        Assert.That(scores, Is.Ordered);
        Assert.That(scores[1], Is.GreaterThan(known.LogAbove));
        Assert.That(scores[2] - scores[1], Is.LessThan(20 * known.LogUnit), "a thousand times as far");
        Assert.That(
            scored.GetColumn<float[]>("Contributions").Take(3).Select(parts => parts.Sum()),
            Is.EqualTo(scores[..3]).Within(0.5)
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

    private static TrainedVae Fit(Row[] rows) =>
        new VaeTrainer(
            new VaeTrainerOptions
            {
                EpochCount = 20,
                Labels = new KnownAnomalyLabelOptions { ColumnName = "Known" },
            }
        )
        {
            ForAnomalies = true,
        }.Fit(View(rows), Columns);

    private static IDataView View(Row[] rows) => new MLContext(1).Data.LoadFromEnumerable(rows);

    private static Row[] WithKnown(Row[] rows, int count)
    {
        foreach (var row in rows.Where(row => row is { Kind: 3, First: > 1.5f }).Take(count))
        {
            row.Known = 1;
        }

        return rows;
    }

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

    private static Row[] Rows(int count, int seed)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Row
                {
                    First = (float)((2 * random.NextDouble()) + (i % 15 == 0 ? 1.5 : 0)),
                    Second = (float)(random.NextDouble() * random.NextDouble()),
                    Flag = random.Next(2) == 0,
                    Kind = i % 15 == 0 ? 3 : 1 + (uint)random.Next(3),
                }),
        ];
    }
}
