using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>
/// Synthetic rows of a table that was trained with hidden cells: the team decides the shirt, the wage is twice the hours, and the hours
/// of the red team are missing.
/// </summary>
public sealed class CellByCellTests
{
    private const int RowCount = 2000;

    private static readonly string[] Teams = ["blue", "green", "red"];

    private static readonly VaeTrainerOptions Options = new()
    {
        EpochCount = 60,
        BatchSize = 64,
        LatentDim = 8,
        Beta = 0.1,
        LearningRate = 0.003,
        Likelihood = new HistogramLikelihoodOptions(),
        Network = new FullyConnectedNetworkOptions
        {
            HiddenDims = [64],
            Activation = VaeActivation.Silu,
            LinearPath = true,
        },
        InputNoise = new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 1 },
    };

    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder folder = null!;
    private VaeModel model = null!;

    private sealed class Row
    {
        [KeyType(3)]
        public uint Team { get; set; }

        [KeyType(3)]
        public uint Shirt { get; set; }
        public float Hours { get; set; }
        public float Wage { get; set; }
    }

    [OneTimeSetUp]
    public void Train()
    {
        folder = new TemporaryFolder();
        var data = Data();
        using var trained = new VaeTrainer(Options).Fit(data, ["Team", "Shirt", "Hours", "Wage"]);
        trained.Export(folder["teams"], data);
        model = VaeModel.Open(folder["teams"]);
    }

    [OneTimeTearDown]
    public void Delete()
    {
        model?.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Manifest_TableWithHiddenCells_HasSharesAndHistograms()
    {
        var columns = model.Manifest.Columns;

        Assert.That(model.Manifest.Training.HiddenCells, Is.EqualTo(1));
        Assert.That(columns[0].Shares, Is.EqualTo(new[] { 0.6f, 0.3f, 0.1f }).Within(0.05f));
        Assert.That(columns[2].Shares, Is.Null);
        Assert.That(columns[2].Bins![0].Shares()!.Sum(), Is.EqualTo(1).Within(1e-5));
        Assert.That(columns[2].MissingShare, Is.EqualTo(0.1).Within(0.03));
        Assert.That(columns.Select(column => column.PredictsMissing), Is.EqualTo(new[] { false, false, true, false }));
    }

    [Test]
    public void VaeSample_ByDefault_HasTheSharesAndDependenciesOfTheData()
    {
        var rows = Sample(new());
        var known = Array.FindAll(rows, row => !float.IsNaN(row.Hours));

        Assert.That(Share(rows, row => row.Team == 1), Is.EqualTo(0.6).Within(0.03));
        Assert.That(Share(rows, row => row.Team == row.Shirt), Is.GreaterThan(0.95));
        Assert.That(Share(rows, row => float.IsNaN(row.Hours)), Is.EqualTo(0.1).Within(0.02));
        Assert.That(
            Share(rows, row => float.IsNaN(row.Hours) == (row.Team == 3)),
            Is.GreaterThan(0.96),
            "the red team's hours are missing"
        );
        Assert.That(known.Average(row => Math.Abs(row.Wage - (2 * row.Hours))), Is.LessThan(4));
        Assert.That(known.Select(row => row.Hours), Is.All.InRange(0, 60).And.All.Matches<float>(float.IsInteger));
    }

    [Test]
    public void VaeSample_AnyBatchSize_GivesTheSameRows()
    {
        var expected = Sample(new() { BatchSize = 256 });

        foreach (var batchSize in new[] { 64, 500, 5000 })
        {
            var rows = Sample(new() { BatchSize = batchSize });
            // Rounding in the graphs can change a draw that lies on a border.
            Assert.That(Differences(rows, expected), Is.LessThanOrEqualTo(RowCount / 100), $"batches of {batchSize}");
        }

        Assert.That(Differences(Sample(new()), expected), Is.Zero, "the same options");
        Assert.That(Differences(Sample(new(), seed: 2), expected), Is.GreaterThan(RowCount / 2), "another seed");
    }

    [Test]
    public void VaeSample_OneRunAtATime_GivesTheSameBits()
    {
        using var oneThread = VaeModel.Open(folder["teams"], new() { IntraOpThreadCount = 1 });
        VaeSampleOptions options = new() { BatchSize = 32 };

        Assert.That(Differences(Sample(options), Sample(options, of: oneThread)), Is.Zero);
    }

    [Test]
    public void VaeSample_WithoutMatchedShares_BeginsWithTheRowsOfAShorterSample()
    {
        VaeSampleOptions options = new() { MatchesTrainingShares = false };

        var shorter = Sample(options, count: 100);

        Assert.That(Differences(shorter, Sample(options)[..100]), Is.LessThanOrEqualTo(1));
    }

    [Test]
    public void FillsMissingCells_Always_LeavesNoMissingCells() =>
        Assert.That(Sample(new() { FillsMissingCells = true }).Count(row => float.IsNaN(row.Hours)), Is.Zero);

    [Test]
    public void Conditions_Equality_IsGivenToTheModelAndRejectsNoRow()
    {
        VaeSampleAcceptance acceptance = new();

        var rows = Sample(new() { Conditions = ["Team=red"], Acceptance = acceptance }, count: 500);

        Assert.That(rows.Select(row => row.Team), Is.All.EqualTo(3));
        Assert.That(Share(rows, row => row.Shirt == 3), Is.GreaterThan(0.85), "given the team");
        Assert.That((acceptance.Drawn, acceptance.Rate), Is.EqualTo((500, 1.0)), "also in the last batch");
    }

    [Test]
    public void Conditions_OfAllKinds_AreMetByEveryRow()
    {
        VaeSampleAcceptance acceptance = new();
        VaeSampleOptions options = new()
        {
            Conditions = ["Hours=10..20", "Team!=red", "Wage>25"],
            Acceptance = acceptance,
        };

        var rows = Sample(options, count: 100);

        Assert.That(rows.Select(row => row.Hours), Is.All.InRange(10, 20));
        Assert.That(rows.Select(row => row.Team), Is.All.LessThan(3));
        Assert.That(rows.Select(row => row.Wage), Is.All.GreaterThan(25));
        Assert.That(acceptance.Rate, Is.InRange(0.02, 0.5));
    }

    [Test]
    public void Conditions_ThatNoRowMeets_FailWithTheRate() =>
        Assert.That(
            () => Sample(new() { Conditions = ["Hours>1000"] }, count: 10),
            Throws
                .InvalidOperationException.With.Message.Contains("'Hours>1000'")
                .And.Message.Contains("Only 0 of ")
                .And.Message.Contains("0.1%")
        );

    [TestCase("Team", "'Team' is no condition")]
    [TestCase("Size=1", "column 'Size'")]
    [TestCase("Team=pink", "'pink' is no value of column 'Team', expected 'blue', 'green', 'red'")]
    [TestCase("Team<red", "have none")]
    [TestCase("Hours>many", "expected a number")]
    public void Conditions_Wrong_AreRefused(string condition, string fact) =>
        Assert.That(
            () => ml.Data.VaeSample(model, 1, seed: 1, new() { Conditions = [condition] }),
            Throws.ArgumentException.With.Message.Contains(fact)
        );

    [Test]
    public void Constraints_OfAllKinds_AreMetByEveryRow()
    {
        VaeSampleOptions options = new()
        {
            Constraints = ["Hours<=Wage", "Hours+Hours=Wage", "unique Hours"],
            FillsMissingCells = true,
        };

        var rows = Sample(options, count: 20);

        Assert.That(rows.Select(row => row.Hours), Is.Unique);
        Assert.That(rows.Select(row => row.Wage), Is.EqualTo(rows.Select(row => 2 * row.Hours)));
    }

    [Test]
    public void Constraints_AsManyUniqueValuesAsThereAre_GivesThem() =>
        Assert.That(
            Sample(new() { Constraints = ["unique Team"] }, count: 3).Select(row => row.Team),
            Is.EquivalentTo(new uint[] { 1, 2, 3 })
        );

    [Test]
    public void Constraints_MoreRowsThanUniqueValues_FailWithTheNumberOfRows() =>
        Assert.That(
            () => Sample(new() { Constraints = ["unique Team"] }, count: 4),
            Throws
                .InvalidOperationException.With.Message.Contains("Only 3 of ")
                .And.Message.Contains("no more rows than different values, and 4 are needed")
        );

    [TestCase("Hours", "'Hours' is no constraint")]
    [TestCase("Team+Hours=Wage", "column 'Team' has no numbers")]
    [TestCase("unique Size", "column 'Size'")]
    public void Constraints_Wrong_AreRefused(string constraint, string fact) =>
        Assert.That(
            () => ml.Data.VaeSample(model, 1, seed: 1, new() { Constraints = [constraint] }),
            Throws.ArgumentException.With.Message.Contains(fact)
        );

    [Test]
    public void Conditions_RowsWithLatents_AreRefused() =>
        Assert.That(
            () => ml.Data.VaeSample(model, 1, seed: 1, new() { LatentColumnName = "z", Conditions = ["Team=red"] }),
            Throws.ArgumentException.With.Message.Contains("Conditions")
        );

    private static double Share(Row[] rows, Func<Row, bool> test) => (double)rows.Count(test) / rows.Length;

    private static int Differences(Row[] rows, Row[] others) =>
        rows.Zip(others)
            .Count(pair =>
                (pair.First.Team, pair.First.Shirt, pair.First.Wage)
                    != (pair.Second.Team, pair.Second.Shirt, pair.Second.Wage)
                || !pair.First.Hours.Equals(pair.Second.Hours)
            );

    private Row[] Sample(VaeSampleOptions options, int count = RowCount, int seed = 1, VaeModel? of = null) =>
        [.. ml.Data.CreateEnumerable<Row>(ml.Data.VaeSample(of ?? model, count, seed, options), reuseRowObject: false)];

    private IDataView Data()
    {
        var random = new Random(1);
        // An array, because a query would draw other rows whenever the view is read.
        var rows = Enumerable
            .Range(0, 1500)
            .Select(_ =>
            {
                var draw = random.NextDouble();
                var team =
                    draw < 0.6 ? 0
                    : draw < 0.9 ? 1
                    : 2;
                var hours = random.Next(61);
                return new
                {
                    TeamName = Teams[team],
                    ShirtName = Teams[team],
                    Hours = team == 2 ? float.NaN : hours,
                    Wage = 2f * hours,
                };
            })
            .ToArray();
        var data = ml.Data.LoadFromEnumerable(rows);
        var keys = ml
            .Transforms.Conversion.MapValueToKey(
                "Team",
                "TeamName",
                keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue
            )
            .Append(
                ml.Transforms.Conversion.MapValueToKey(
                    "Shirt",
                    "ShirtName",
                    keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue
                )
            );
        return keys.Fit(data).Transform(data);
    }
}
