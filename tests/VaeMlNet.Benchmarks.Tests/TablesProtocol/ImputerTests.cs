namespace VaeMlNet.Benchmarks.Tests;

/// <summary>The baselines of imputation on rows whose filled cells are known.</summary>
internal sealed class ImputerTests
{
    private const double Missing = double.NaN;

    private static readonly int[] NumberNumberCategory = [0, 0, 2];

    [Test]
    public void Fill_MeanMode_IsTheCodeZeroOfBoth()
    {
        double[][] test =
        [
            [1, Missing],
            [Missing, 2],
            [1, Missing],
        ];

        var filled = new MeanModeImputer().Fill(test, test, NumberNumberCategory);

        Assert.That(filled, Is.EqualTo(new double[][] { [1, 0], [0, 2], [1, 0] }));
    }

    [Test]
    public void Fill_Neighbors_IsTheMeanAndTheModeOfTheNearest()
    {
        double[][] training =
        [
            [0, 0.1, 0.2, 9, 0.05],
            [1, 2, 3, 50, Missing],
            [1, 1, 0, 0, 0],
        ];
        double[][] test =
        [
            [0.1, 0.1],
            [Missing, 2],
            [1, Missing],
        ];

        var filled = new NeighborImputer(neighborCount: 2).Fill(training, test, NumberNumberCategory);

        // Row 0: rows 0 and 1 have its category; row 4 has no second number. Row 1: rows 4 and 1 are 0.05^2 and 0 away.
        Assert.That(filled[1][0], Is.EqualTo(1.5));
        Assert.That(filled[2][1], Is.EqualTo(0).Or.EqualTo(1));
        Assert.That((filled[0][0], filled[1][1], filled[2][0]), Is.EqualTo((0.1, 2.0, 1.0)), "observed cells stay");
    }

    [Test]
    public void Fill_NeighborsThatShareFewColumns_AreScaledUp()
    {
        // Row 0 differs by 2 in one of two numbers: 4 / 2. Row 1 lacks that number, and differs by 1 in the other: 1 / 1.
        double[][] training =
        [
            [0, 1],
            [2, Missing],
            [7, 8],
        ];
        double[][] test =
        [
            [0],
            [0],
            [Missing],
        ];

        var filled = new NeighborImputer(neighborCount: 1).Fill(training, test, [0, 0, 0]);

        Assert.That(filled[2][0], Is.EqualTo(8));
    }

    [Test]
    public void Fill_Ridge_FollowsALineAndTheCategoryThatItDetermines()
    {
        Random random = new(1);
        double[] x = [.. Enumerable.Range(0, 500).Select(_ => (2 * random.NextDouble()) - 1)];
        double[][] training =
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
        ];
        double[][] test =
        [
            [0.5, -0.5, Missing],
            [Missing, Missing, 1.5],
            [Missing, 0, 1],
        ];

        var filled = new RidgeImputer().Fill(training, test, NumberNumberCategory);

        Assert.That(filled[1][0], Is.EqualTo(1.5).Within(0.1));
        Assert.That(filled[1][1], Is.EqualTo(-1.5).Within(0.1));
        Assert.That(filled[0][2], Is.EqualTo(0.5).Within(0.05));
        Assert.That(filled[2], Is.EqualTo(new double[] { 1, 0, 1 }));
    }

    [Test]
    public void Fill_RidgeFarOutside_StaysInTheRangeOfTheTrainingRows()
    {
        double[][] training =
        [
            [0, 1, 2, 3],
            [0, 10, 20, 30],
        ];

        var filled = new RidgeImputer().Fill(
            training,
            [
                [100],
                [Missing],
            ],
            [0, 0]
        );

        Assert.That(filled[1][0], Is.EqualTo(30));
    }
}
