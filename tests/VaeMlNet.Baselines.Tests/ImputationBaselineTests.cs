namespace VaeMlNet.Baselines.Tests;

/// <summary>The baselines of imputation on rows whose filled cells are known.</summary>
internal sealed class ImputationBaselineTests
{
    private const double Missing = double.NaN;

    private static readonly int[] NumberNumberCategory = [0, 0, 2];

    private static IReadOnlyList<ImputationBaseline> All => ImputationBaseline.All;

    [Test]
    public void Fill_MeanMode_IsTheMeanAndTheMostFrequent()
    {
        var training = Table(
            NumberNumberCategory,
            [
                [1, 3, Missing],
                [Missing, 2, 2],
                [1, Missing, 1],
            ]
        );

        var filled = new MeanModeBaseline().Fill(training, training);

        Assert.That(filled.Values, Is.EqualTo(new double[][] { [1, 3, 2], [2, 2, 2], [1, 1, 1] }));
    }

    [Test]
    public void Fill_Neighbors_IsTheMeanAndTheModeOfTheNearest()
    {
        var training = Table(
            NumberNumberCategory,
            [
                [0, 0.1, 0.2, 9, 0.05],
                [1, 2, 3, 50, Missing],
                [1, 1, 0, 0, 0],
            ]
        );
        var test = Table(
            NumberNumberCategory,
            [
                [0.1, 9],
                [Missing, 50],
                [1, Missing],
            ]
        );

        var filled = new NeighborBaseline(neighborCount: 2).Fill(training, test).Values;

        // Row 0: rows 0 and 1 have its category. Row 1: row 3 is equal, and the others are far away.
        Assert.That(filled[1][0], Is.EqualTo(1.5).Within(1e-12));
        Assert.That(filled[2][1], Is.EqualTo(0));
        Assert.That((filled[0][0], filled[1][1], filled[2][0]), Is.EqualTo((0.1, 50.0, 1.0)), "observed cells stay");
    }

    [Test]
    public void Fill_NeighborsThatShareFewColumns_AreScaledUp()
    {
        // All columns have a deviation of 1. Row 0 differs by 1.8 in one of two numbers: 3.24 / 2. Row 1 lacks that number, and differs by
        // 1 in the other: 1 / 1.
        var training = Table(
            [0, 0, 0],
            [
                [0, 1, -1, 0.8, -0.8, 1.7088007490635062, -1.7088007490635062, 0],
                [1.8, Missing, 5, 5, 5, 5, 5, 5],
                [7, 8, 0, 0, 0, 0, 0, 0],
            ]
        );
        var test = Table(
            [0, 0, 0],
            [
                [0],
                [0],
                [Missing],
            ]
        );

        var filled = new NeighborBaseline(neighborCount: 1).Fill(training, test).Values;

        Assert.That(filled[2][0], Is.EqualTo(8).Within(1e-9));
    }

    [Test]
    public void Fill_Ridge_FollowsALineAndTheCategoryThatItDetermines()
    {
        Random random = new(1);
        double[] x = [.. Enumerable.Range(0, 500).Select(_ => (2 * random.NextDouble()) - 1)];
        var training = Table(
            NumberNumberCategory,
            [
                x,
                [.. x.Select(value => 3 * value)],
                [
                    .. x.Select(
                        (value, i) =>
                            i % 7 == 0 ? Missing
                            : value > 0 ? 1.0
                            : 0.0
                    ),
                ],
            ]
        );
        var test = Table(
            NumberNumberCategory,
            [
                [0.5, -0.5, Missing],
                [Missing, Missing, 1.5],
                [Missing, 0, 1],
            ]
        );

        var filled = new RidgeBaseline().Fill(training, test).Values;

        Assert.That(filled[1][0], Is.EqualTo(1.5).Within(0.1));
        Assert.That(filled[1][1], Is.EqualTo(-1.5).Within(0.1));
        Assert.That(filled[0][2], Is.EqualTo(0.5).Within(0.05));
        Assert.That(filled[2], Is.EqualTo(new double[] { 1, 0, 1 }));
    }

    [Test]
    public void Fill_RidgeFarOutside_StaysInTheRangeOfTheTrainingRows()
    {
        var training = Table(
            [0, 0],
            [
                [0, 1, 2, 3],
                [0, 10, 20, 30],
            ]
        );

        var filled = new RidgeBaseline().Fill(
            training,
            Table(
                [0, 0],
                [
                    [100],
                    [Missing],
                ]
            )
        );

        Assert.That(filled.Values[1][0], Is.EqualTo(30).Within(1e-9));
    }

    [TestCaseSource(nameof(All))]
    public void Fill_ColumnWithoutTrainingValues_IsZero(object method)
    {
        var rows = Table(
            [0, 0, 2],
            [
                [1, 2, 4],
                [Missing, Missing, Missing],
                [Missing, Missing, Missing],
            ]
        );

        var filled = ((ImputationBaseline)method).Fill(rows, rows).Values;

        Assert.That(filled[1].Concat(filled[2]), Is.All.EqualTo(0));
    }

    [TestCaseSource(nameof(All))]
    public void Fill_Twice_IsEqual(object method)
    {
        var baseline = (ImputationBaseline)method;
        var training = SmoothRows.CreateTable(0, 60);
        var test = SmoothRows.CreateTable(60, 5);
        test.Values[0][0] = test.Values[2][3] = Missing;

        var first = baseline.Fill(training, test).Values;

        Assert.That(baseline.Fill(training, test).Values, Is.EqualTo(first));
        Assert.That(first.SelectMany(column => column), Has.None.NaN);
    }

    private static CodedTable Table(int[] levelCounts, double[][] values) =>
        new([.. levelCounts.Select((count, i) => new CodedColumn($"c{i}", count))], values);
}
