using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>The score of numbers far outside the range that training saw, by a detector and by a model that fills cells, which has bins.</summary>
[TestFixture(true)]
[TestFixture(false)]
public sealed class RangePenaltyTests(bool isDetector)
{
    private const int RowCount = 1000;

    /// <summary>Amounts have a heavy tail, so that usual rows have scores that differ by much.</summary>
    private static readonly HardTable Table = new(
        "ranges",
        RowCount,
        HardTable.Number("Latitude", row => -38 + (28 * ((row * 0.618) % 1))),
        HardTable.Number("Amount", row => Math.Pow(((row * 0.414) % 1) + 0.001, -1)),
        HardTable.Number("Count", row => row % 4)
    );

    private readonly TemporaryFolder ownFolder = new();
    private readonly MLContext ml = new(seed: 1);

    [OneTimeSetUp]
    public void Train()
    {
        using var trained = Trainer(new() { EpochCount = 20 }).Fit(Table.View, Table.ColumnNames);
        trained.Export(Model, Table.View);
    }

    [OneTimeTearDown]
    public void Delete() => ownFolder.Dispose();

    private string Model => ownFolder["model"];

    [Test]
    public void Of_UniformValues_EndsOneAndAHalfTailsBeyondTheOuterQuantiles()
    {
        var range = SeenRange.Of(Enumerable.Range(0, 1001).Select(i => (double)i))!.Value;

        Assert.That((range.LowTail, range.HighTail), Is.EqualTo((99f, 99f)), "at least a tenth of 5 to 995");
        Assert.That((range.Low, range.High), Is.EqualTo((5 - 148.5f, 995 + 148.5f)));
    }

    [Test]
    public void Of_FewWildValues_IsTheRangeOfTheOthers()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => i / 1000.0)];
        var clean = SeenRange.Of(values)!.Value;
        double[] wild = [.. values.Select((value, i) => i % 250 == 0 ? 1e6 : value)];

        Assert.That(SeenRange.Of(wild)!.Value.High, Is.EqualTo(clean.High).Within(0.02));
    }

    [TestCase(100)]
    [TestCase(150)]
    public void Of_TwoWildValuesOfFew_IsTheRangeOfTheOthers(int count)
    {
        double[] values = [.. Enumerable.Range(0, count).Select(i => i / (double)count)];
        var clean = SeenRange.Of(values)!.Value;
        double[] wild = [1e6, 1e6, .. values[2..]];

        Assert.That(SeenRange.Of(wild)!.Value.High, Is.EqualTo(clean.High).Within(0.1));
    }

    [Test]
    public void Of_EqualOrNoValues_IsNull()
    {
        Assert.That(SeenRange.Of([3, 3, 3]), Is.Null);
        Assert.That(SeenRange.Of([]), Is.Null);
    }

    [Test]
    public void Of_MostlyOneValue_UsesTheWholeRange()
    {
        var range = SeenRange.Of(Enumerable.Range(0, 1000).Select(i => i == 500 ? 10.0 : 0))!.Value;

        Assert.That((range.High, range.HighTail), Is.EqualTo((1.5f, 1f)));
    }

    [TestCase("Latitude", 23.83)]
    [TestCase("Latitude", -120)]
    [TestCase("Amount", 5000)]
    [TestCase("Amount", -900)]
    [TestCase("Count", 12)]
    public void Score_NumberFarOutsideItsRange_IsAboveAllUsualRows(string column, double value)
    {
        var wild = Scores(With(column, value));

        Assert.That(wild.Min(), Is.GreaterThan(Scores(Table.View).Max()));
    }

    [Test]
    public void Score_FartherNumber_CostsItsDistanceInItsColumn()
    {
        var near = Why(With("Latitude", -100));
        var far = Why(With("Latitude", -190));
        // The range ends 1.5 tails beyond -38, and a tail is a tenth of the range: 2.8.
        var expected = (190 - 38 - 4.2) / (100 - 38 - 4.2);

        Assert.That(far.Average(w => w[0]) / near.Average(w => w[0]), Is.EqualTo(expected).Within(5).Percent);
        Assert.That(far[0][1..], Is.EqualTo(near[0][1..]).Within(3), "the other columns");
    }

    [TestCase("Latitude", -9.5, 1)] // 4 below the end of the range
    [TestCase("Amount", 1, -0.5)]
    [TestCase("Count", 0, -1)]
    public void Score_NumberOfASignThatTrainingLacks_CostsItsNats(string column, double usual, double other)
    {
        var scores = Scores(Table.View).Order().ToArray();
        var spread = scores[(int)(0.99 * RowCount)] - scores[RowCount / 2];

        var difference = Scores(With(column, other)).Average() - Scores(With(column, usual)).Average();

        Assert.That(difference, Is.GreaterThan(0.8 * 0.5 * spread * Math.Log(2.0 * (RowCount + 1) / 3)));
    }

    [TestCase(0, 10, 20, null, 1)]
    [TestCase(0.5f, 10, 0, null, 1)]
    [TestCase(-10, 0, 20, null, -1)]
    [TestCase(-10, 10, 0, null, 0)]
    [TestCase(0, 10, 1, null, 0)] // perhaps scaled by the smallest and the largest number
    [TestCase(0, 10, 20, false, 0)] // days since the first date
    [TestCase(2, 2, 0, null, 0)]
    [TestCase(0, 10, 1, true, 1)] // days between two dates
    public void WithSigns_Numbers_HaveTheOnlySignOfTraining(
        float minimum,
        float maximum,
        long zeroCount,
        bool? isBound,
        int expected
    )
    {
        TableColumn column = new()
        {
            Name = "X",
            Kind = TableColumnKind.Number,
            Width = 1,
            Minimum = minimum,
            Maximum = maximum,
            ZeroCount = zeroCount,
            MissingCounts = [100],
            SeenRanges = [new(-5, 15, 1, 1)],
        };
        Table table = new() { Columns = [column], RowCount = RowCount };

        var range = SeenRange.WithSigns(table, _ => isBound)[0].SeenRanges[0]!.Value;

        Assert.That(range.Sign, Is.EqualTo(expected));
        Assert.That(range.SignTails, Is.EqualTo(expected == 0 ? 0 : Math.Log(2.0 * (RowCount - 99))).Within(1e-5));
        Assert.That(range.DistanceOf(-expected * 0.1f), Is.EqualTo(range.SignTails));
        Assert.That(range.DistanceOf(expected * 0.1f), Is.Zero);
        Assert.That(range.DistanceOf(0), Is.Zero);
    }

    [TestCase(float.MaxValue)]
    [TestCase(float.MinValue)]
    public void Score_LargestNumbers_AreFinite(float value) =>
        Assert.That(Scores(With("Amount", value)), Is.All.Matches<float>(float.IsFinite));

    [Test]
    public void Score_MissingNumber_HasNoPenalty()
    {
        var missing = Why(With("Latitude", double.NaN));
        var wild = Why(With("Latitude", 23.83));

        Assert.That(missing.Max(w => w[0]), Is.LessThan(wild.Min(w => w[0])));
    }

    [Test]
    public void Evaluate_WildRows_HasTheLossWithoutPenalty()
    {
        using var trained = Trainer(new() { EpochCount = 1 }).Fit(Table.View, Table.ColumnNames);
        var loss = trained.Evaluate(With("Latitude", 1000)).Total;

        Assert.That(loss, Is.LessThan(Scores(With("Latitude", 1000)).Average() / 10));
    }

    [Test]
    public void LoadCheckpoint_ScoresOfWildRows_AreThoseOfTheSavedModel()
    {
        using var folder = new TemporaryFolder();
        using var saved = Trainer(new() { EpochCount = 2 }).Fit(Table.View, Table.ColumnNames);
        saved.SaveCheckpoint(folder["checkpoint"]);
        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);
        saved.Export(folder["saved"], Table.View);
        loaded.Export(folder["loaded"], Table.View);
        var wild = With("Count", 40);

        Assert.That(Scores(wild, folder["loaded"]), Is.EqualTo(Scores(wild, folder["saved"])));
    }

    private static IDataView With(string column, double value) =>
        new HardTable(
            "wild",
            RowCount,
            [.. Table.Columns.Select(own => own.Name == column ? HardTable.Number(column, _ => value) : own)]
        ).View;

    private float[] Scores(IDataView rows, string? model = null) =>
        [
            .. ml
                .Transforms.VaeScore("Score", Table.ColumnNames, model ?? Model)
                .Fit(rows)
                .Transform(rows)
                .GetColumn<float>("Score"),
        ];

    private float[][] Why(IDataView rows) =>
        [
            .. ml
                .Transforms.VaeScore("Score", Table.ColumnNames, Model, new() { ContributionsColumnName = "Why" })
                .Fit(rows)
                .Transform(rows)
                .GetColumn<float[]>("Why"),
        ];

    private VaeTrainer Trainer(VaeTrainerOptions options) => new(options) { ForAnomalies = isDetector };
}
