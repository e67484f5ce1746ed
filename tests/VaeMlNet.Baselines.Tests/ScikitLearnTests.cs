namespace VaeMlNet.Baselines.Tests;

/// <summary>The baselines compared with scikit-learn's. expected_values.py computed the expected values.</summary>
internal sealed class ScikitLearnTests
{
    private static readonly double[] Factors = [1, 2, 0.5, 3];

    private static readonly TestCaseData[] Scores =
    [
        new("sqnorm", (double[])[1.622635963, 15.969256384, 0.635265280, 26.357241846]),
        new("knn", (double[])[0.400903665, 2.071232039, 0.245356396, 3.340697978]),
        new("mahalanobis", (double[])[3.670713746, 16.898499671, 1.084833127, 36.968940936]),
        new("ecod", (double[])[5.617694855, 19.394453855, 3.923977654, 18.233321209]),
    ];

    [TestCaseSource(nameof(Scores))]
    [Proves(76)]
    public void Score_FixedRows_IsThatOfScikitLearn(string name, double[] expected)
    {
        var baseline = AnomalyBaseline.All.Single(b => b.Name == name);

        var scores = baseline.Fit(SmoothRows.Create(0, 300), 1, default).Score(Test());

        Assert.That(scores, Is.EqualTo(expected).Within(1e-8));
    }

    [Test]
    [Proves(76)]
    public void Score_MeanOfIsolationForests_IsThatOfScikitLearn()
    {
        var training = SmoothRows.Create(0, 300);

        double[][] all =
        [
            .. Enumerable.Range(0, 50).Select(seed => IsolationForest.Fit(training, new Random(seed)).Score(Test())),
        ];

        // The means of 50 forests vary by 0.002.
        Assert.That(
            Factors.Select((_, row) => all.Average(scores => scores[row])),
            Is.EqualTo(new[] { 0.502557711, 0.624586519, 0.486733633, 0.627606617 }).Within(0.006)
        );
    }

    [Test]
    [Proves(76)]
    public void Fill_Neighbors_IsThatOfScikitLearn()
    {
        var training = SmoothRows.CreateTable(0, 60);
        Empty(training, column: 1, row => row % 7 == 0);
        Empty(training, column: 2, row => row % 11 == 3);
        var test = SmoothRows.CreateTable(500, 4);
        Array.ForEach([(0, 0), (1, 1), (2, 2), (2, 3)], cell => test.Values[cell.Item2][cell.Item1] = double.NaN);

        var filled = new NeighborBaseline().Fill(training, test).Values;

        Assert.That(
            new[] { filled[0][0], filled[1][1], filled[2][2], filled[3][2] },
            Is.EqualTo(new[] { 2.757462607, -6.979198453, 3.003102791, 5.521185837 }).Within(1e-8)
        );
    }

    [Test]
    [Proves(76)]
    public void Fill_RidgeOfOneMissingCell_IsThatOfScikitLearn()
    {
        var test = SmoothRows.CreateTable(500, 4);
        for (var column = 0; column < 4; column++)
        {
            test.Values[column][column] = double.NaN;
        }

        var filled = new RidgeBaseline().Fill(SmoothRows.CreateTable(0, 60), test).Values;

        Assert.That(
            filled.Select((column, i) => column[i]),
            Is.EqualTo(new[] { 2.927643422, -7.109079225, 3.057418593, 4.553489716 }).Within(1e-8)
        );
    }

    private static double[][] Test() =>
        [.. SmoothRows.Create(1000, 4).Zip(Factors, (row, factor) => Array.ConvertAll(row, value => value * factor))];

    private static void Empty(CodedTable table, int column, Func<int, bool> isEmptied)
    {
        for (var row = 0; row < table.RowCount; row++)
        {
            table.Values[column][row] = isEmptied(row) ? double.NaN : table.Values[column][row];
        }
    }
}
