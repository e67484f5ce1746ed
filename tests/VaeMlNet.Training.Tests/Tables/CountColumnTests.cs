using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>A table whose columns of counts have a Poisson likelihood, between columns of other kinds.</summary>
public sealed class CountColumnTests
{
    private static readonly string[] Columns = ["Visits", "Income", "Faults", "Member"];

    private static readonly VaeTrainerOptions Options = new()
    {
        UsesRegressions = false,
        EpochCount = 60,
        BatchSize = 64,
        ColumnLikelihoods = new Dictionary<string, VaeLikelihoodOptions>
        {
            ["Visits"] = VaeLikelihoodOptions.Poisson,
            ["Faults"] = VaeLikelihoodOptions.Poisson,
        },
    };

    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder folder = null!;
    private Row[] rows = [];
    private TrainedVae trained = null!;

    private sealed class Row
    {
        public float Visits { get; set; }
        public float Income { get; set; }

        [VectorType(2)]
        public float[] Faults { get; set; } = [];
        public bool Member { get; set; }
    }

    private sealed class Scored
    {
        public float Score { get; set; }
    }

    [OneTimeSetUp]
    public void Train()
    {
        folder = new TemporaryFolder();
        rows = NewRows(600);
        var data = View(rows);
        trained = new VaeTrainer(Options).Fit(data, Columns);
        // Fails where ONNX Runtime and TorchSharp differ.
        trained.Export(folder["counts"], data);
    }

    [OneTimeTearDown]
    public void Delete()
    {
        trained?.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Export_CountColumns_HaveTheLikelihoodInTheManifest()
    {
        using var model = VaeModel.Open(folder["counts"]);

        Assert.That(
            model.Manifest.Columns.Select(column => column.Likelihood),
            Is.EqualTo(
                new[] { PoissonFormula.Kind, ColumnLikelihood.Histogram, PoissonFormula.Kind, BernoulliFormula.Kind }
            )
        );
        Assert.That(model.Verify().Passed, Is.True);
    }

    [Test]
    public void Sample_CountColumns_AreWholeNumbersWithTheDataMeans()
    {
        using var model = VaeModel.Open(folder["counts"]);
        var sample = ml.Data.VaeSample(model, 4000, seed: 1, new() { FillsMissingCells = true });
        float[] visits = [.. sample.GetColumn<float>("Visits")];
        float[] faults = [.. sample.GetColumn<float[]>("Faults").Select(pair => pair[1])];

        Assert.That(visits.Concat(faults), Is.All.Matches<float>(x => x >= 0 && x == MathF.Floor(x)));
        Assert.That(
            visits.Average(),
            Is.EqualTo(rows.Where(r => !float.IsNaN(r.Visits)).Average(r => r.Visits)).Within(20).Percent
        );
        Assert.That(
            faults.Average(),
            Is.EqualTo(rows.Where(r => !float.IsNaN(r.Faults[1])).Average(r => r.Faults[1])).Within(20).Percent
        );
    }

    [Test]
    public void Score_CountFarFromTheRate_IsHigherAndOfMissingCellsFinite()
    {
        Row[] scored =
        [
            new()
            {
                Visits = 4,
                Income = 50_000,
                Faults = [1, 100],
            },
            new()
            {
                Visits = 400,
                Income = 50_000,
                Faults = [1, 100],
            },
            new()
            {
                Visits = float.NaN,
                Income = float.NaN,
                Faults = [float.NaN, float.NaN],
            },
        ];
        using var scorer = ml.Transforms.VaeScore("Score", Columns, folder["counts"]).Fit(View(scored));

        var scores = ml
            .Data.CreateEnumerable<Scored>(scorer.Transform(View(scored)), false, ignoreMissingColumns: true)
            .Select(row => row.Score)
            .ToArray();

        Assert.That(scores, Is.All.Matches<float>(float.IsFinite));
        Assert.That(scores[1], Is.GreaterThan(scores[0] + 100));
    }

    [TestCase(2.5f)]
    [TestCase(-1f)]
    public void ScoreAndFit_NoCount_AreRefusedWithRowAndColumn(float value)
    {
        var bad = NewRows(20);
        bad[7].Visits = value;
        using var scorer = ml.Transforms.VaeScore("Score", Columns, folder["counts"]).Fit(View(rows));

        Assert.That(
            () => scorer.Transform(View(bad)).GetColumn<float>("Score").ToArray(),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("'Visits'").And.Message.Contains("whole numbers")
        );
        Assert.That(
            () => new VaeTrainer(Options).Fit(View(bad), Columns),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("Row 7, slot 0 of 'Visits'")
        );
    }

    [TestCase("Member")]
    [TestCase("Nope")]
    public void Fit_LikelihoodOfAColumnThatIsNoNumber_IsRefused(string column)
    {
        var options = Options with
        {
            ColumnLikelihoods = new Dictionary<string, VaeLikelihoodOptions>
            {
                [column] = VaeLikelihoodOptions.Poisson,
            },
        };

        Assert.That(
            () => new VaeTrainer(options).Fit(View(rows), Columns),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains($"ColumnLikelihoods['{column}']")
        );
    }

    [Test]
    public void Checkpoint_ColumnLikelihoods_AreReadBack()
    {
        trained.SaveCheckpoint(folder["checkpoint"]);
        using var again = TrainedVae.LoadCheckpoint(folder["checkpoint"]);

        Assert.That(
            again.TableColumns!.Select(column => column.Likelihood),
            Is.EqualTo(trained.TableColumns!.Select(column => column.Likelihood))
        );
    }

    private IDataView View(Row[] table) => ml.Data.LoadFromEnumerable(table);

    /// <summary>Creates rows whose columns all depend on a hidden factor. About one count in ten is missing.</summary>
    private static Row[] NewRows(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ => NewRow(random))];
    }

    private static Row NewRow(Random random)
    {
        var factor = random.NextDouble();
        float Count(double rate) =>
            random.NextDouble() < 0.1 ? float.NaN : (float)PoissonFormula.Draw(rate, random.NextDouble());
        return new Row
        {
            Visits = Count(1 + (8 * factor)),
            Income = (float)(50_000 + (30_000 * factor)),
            Faults = [Count(0.2), Count(100 + (100 * factor))],
            Member = random.NextDouble() < factor,
        };
    }
}
