namespace VaeMlNet.Benchmarks.Tests;

internal sealed class SeriesBaselineTests
{
    private static readonly int[] Places = [0, 1, 20, 49];

    /// <summary>
    /// Scores of the protocol's Python for a fixed series of two channels, at the rows 0, 1, 20 and 49. Windows have 32 rows. There are fewer
    /// than 2,000 training windows, so that the nearest neighbors do not depend on the seed.
    /// </summary>
    private static readonly TestCaseData[] PythonScores =
    [
        new(RowBaseline.LastDifference(), "row", (double[])[0, 2.301899008, 1.211581952, 1.211581952]),
        new(RowBaseline.LastDifference(), "row_last", (double[])[1.606679916, 1.606679916, 1.606679916, 1.791490813]),
        new(RowBaseline.LastDifference(), "row_cover", (double[])[1.606679916, 1.636208444, 1.748044933, 1.791490813]),
        new(RowBaseline.RollingZ(), "row", (double[])[0, 0, 0.108434136, 1.346476475]),
        new(RowBaseline.SquaredNorm(), "row", (double[])[1.965310533, 1.104988455, 0.11503951, 0.636344184]),
        new(new WindowPca(), "last", (double[])[0.375227757, 0.375227757, 0.375227757, 0.360162574]),
        new(new WindowPca(), "cover", (double[])[0.375227757, 0.376139253, 0.377248802, 0.360162574]),
        new(new WindowPca(), "slot_last", (double[])[0.636993538, 0.331637337, 0.058522297, 0.446854077]),
        new(new WindowPca(), "slot_cover", (double[])[0.636993538, 0.29232282, 0.042924924, 0.446854077]),
        new(new WindowNeighbors(), "last", (double[])[7.616086052, 7.616086052, 7.616086052, 7.524769977]),
        new(new WindowNeighbors(), "cover", (double[])[7.616086052, 7.661602644, 7.547841116, 7.524769977]),
    ];

    [TestCaseSource(nameof(PythonScores))]
    public void Score_FixedSeries_IsThatOfThePythonProtocol(object method, string scheme, double[] expected)
    {
        var scores = ((ISeriesMethod)method).Score(FixedSeries(), seed: 1).Single(s => s.Scheme == scheme).Scores;

        Assert.That(Array.ConvertAll(Places, row => scores[row]), Is.EqualTo(expected).Within(2e-9));
    }

    [TestCase(typeof(WindowForest))]
    [TestCase(typeof(WindowPca))]
    [TestCase(typeof(WindowNeighbors))]
    public void Score_ASineWithAJump_PeaksThere(Type type)
    {
        var method = (ISeriesMethod)Activator.CreateInstance(type)!;
        double[] test = [.. Sine(400)];
        test[250] += 3;

        var series = Series([.. Sine(600)], test, channels: 1);
        var scores = method.Score(series, seed: 1).Single(s => s.Scheme == SeriesScheme.Cover).Scores;

        Assert.That(scores.Length, Is.EqualTo(400));
        Assert.That(Array.IndexOf(scores, scores.Max()), Is.EqualTo(250).Within(series.Window));
    }

    [Test]
    public void Score_Forest_DependsOnTheSeedOnly()
    {
        var series = FixedSeries();

        var first = new WindowForest().Score(series, seed: 1)[0].Scores;

        Assert.That(new WindowForest().Score(series, seed: 1)[0].Scores, Is.EqualTo(first));
        Assert.That(new WindowForest().Score(series, seed: 2)[0].Scores, Is.Not.EqualTo(first));
    }

    [Test]
    public void Scale_SmallDeviationsAndLargeValues_AreLimited()
    {
        var (training, test) = SeriesScaling.Scale(new([100, 0, 101, 0, 99, 0, 100, 0], 2), new([110, 1, 400, -30], 2));

        // The deviation of the first channel is 0.7, less than 1 % of 101. The second channel has only zeros.
        Assert.That(training.Values, Is.EqualTo([0, 0, 1 / 1.01, 0, -1 / 1.01, 0, 0, 0]).Within(1e-12));
        Assert.That(test.Values, Is.EqualTo([10 / 1.01, 1, 20, -20]).Within(1e-12));
    }

    private static IEnumerable<double> Sine(int count) =>
        Enumerable.Range(0, count).Select(i => Math.Sin(2 * Math.PI * i / 30) + (0.01 * (i * 7919 % 13)));

    private static ProtocolSeries FixedSeries() =>
        Series(
            [
                .. Enumerable
                    .Range(0, 120)
                    .SelectMany(i =>
                        (double[])[((((i * 31) + 7) % 29) / 10.0) - 1.5, ((((i * 17) + 2) % 13) / 4.0) - 1.5 + (i % 9)]
                    ),
            ],
            [
                .. Enumerable
                    .Range(0, 50)
                    .SelectMany(i =>
                        (double[])[((((i * 37) + 5) % 23) / 10.0) - 1, ((((i * 29) + 3) % 19) / 5.0) - 2 + (i % 9)]
                    ),
            ],
            channels: 2
        );

    private static ProtocolSeries Series(double[] training, double[] test, int channels) =>
        new("fixed", "none", new(training, channels), new(test, channels), new bool[test.Length / channels]);
}
