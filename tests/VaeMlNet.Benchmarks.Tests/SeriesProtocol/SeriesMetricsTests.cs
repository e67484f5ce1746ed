namespace VaeMlNet.Benchmarks.Tests;

internal sealed class SeriesMetricsTests
{
    /// <summary>
    /// Figures of the protocol's Python with scikit-learn, for scores ((7919 i + 13) mod m) / m, plus 0.25 in events. With m = 17 and 101
    /// many scores are equal.
    /// </summary>
    private static readonly TestCaseData[] PythonFigures =
    [
        new(
            400,
            1009,
            "50-69 75-75 200-215 398-399",
            new SeriesMetrics(0.361278285, 0.723915051, 0.599084326, 0.666666667)
        ),
        new(
            400,
            17,
            "50-69 75-75 200-215 398-399",
            new SeriesMetrics(0.442250771, 0.746004688, 0.58853437, 0.666666667)
        ),
        new(120, 1009, "0-9 60-64", new SeriesMetrics(0.534614959, 0.784761905, 0.814400573, 1)),
        new(
            700,
            101,
            "5-6 300-420 500-502 640-640",
            new SeriesMetrics(0.504669734, 0.724684284, 0.64295709, 0.857142857)
        ),
    ];

    [TestCaseSource(nameof(PythonFigures))]
    public void Compute_FixedScores_AreThoseOfThePythonProtocol(
        int count,
        int modulus,
        string events,
        SeriesMetrics expected
    )
    {
        var labels = Labels(count, events);
        double[] scores = [.. labels.Select((label, i) => Number(i, modulus) + (label ? 0.25 : 0))];

        AssertEqual(SeriesMetrics.Compute(labels, scores), expected, 1e-9);
    }

    [Test]
    public void Compute_ScoreIsTheLabel_RanksPerfectly()
    {
        var labels = Labels(1000, "100-109 500-549");

        var metrics = SeriesMetrics.Compute(labels, Array.ConvertAll(labels, label => label ? 1.0 : 0));

        Assert.That((metrics.AucPr, metrics.AucRoc, metrics.EventF1), Is.EqualTo((1.0, 1.0, 1.0)));
        // Soft labels make the precision of wider buffers slightly smaller than 1, because rows beside the events are not found first.
        Assert.That(metrics.VusPr, Is.InRange(0.9, 1));
    }

    [Test]
    public void Compute_OppositeScores_AreTheWorst()
    {
        var labels = Labels(1000, "100-109 500-549");

        var metrics = SeriesMetrics.Compute(labels, Array.ConvertAll(labels, label => label ? 0.0 : 1));

        Assert.That(metrics.AucRoc, Is.Zero);
        Assert.That(metrics.AucPr, Is.EqualTo(0.06).Within(1e-9));
        Assert.That(metrics.VusPr, Is.LessThan(0.2));
    }

    [Test]
    public void Compute_ScoreIsLateByAFewRows_CostsVusPrLessThanAucPr()
    {
        var labels = Labels(1000, "100-119 500-519");
        double[] late = [.. labels.Select((_, i) => i >= 8 && labels[i - 8] ? 1.0 : 0)];

        var metrics = SeriesMetrics.Compute(labels, late);

        Assert.That(metrics.AucPr, Is.LessThan(0.5));
        Assert.That(metrics.VusPr, Is.GreaterThan(0.7));
    }

    [Test]
    public void Compute_OneHighRowOfALongEvent_IsEnoughForEventF1Only()
    {
        var labels = Labels(1000, "100-199");
        double[] scores = [.. labels.Select((_, i) => i == 150 ? 1.0 : 0)];

        var metrics = SeriesMetrics.Compute(labels, scores);

        // No point adjustment: the other 99 rows of the event stay missed.
        Assert.That(metrics.EventF1, Is.EqualTo(1));
        Assert.That(metrics.AucPr, Is.LessThan(0.2));
    }

    [Test]
    public void Compute_MonotoneChangeOfScores_ChangesNothing()
    {
        var labels = Labels(400, "50-69 200-215");
        double[] scores = [.. labels.Select((label, i) => Number(i, 101) + (label ? 0.25 : 0))];

        var changed = SeriesMetrics.Compute(labels, Array.ConvertAll(scores, score => Math.Exp(20 * score)));

        AssertEqual(changed, SeriesMetrics.Compute(labels, scores), 1e-12);
    }

    [Test]
    public void Compute_NanAndInfiniteScores_CountAsZeroAndAsTheExtremes()
    {
        var labels = Labels(300, "50-69");
        double[] scores = [.. labels.Select((label, i) => Number(i, 101) - 0.5)];
        double[] broken = [.. scores];
        (broken[3], broken[60], broken[200]) = (double.NaN, double.PositiveInfinity, double.NegativeInfinity);
        (scores[3], scores[60], scores[200]) = (0, 1e30, -1e30);

        AssertEqual(SeriesMetrics.Compute(labels, broken), SeriesMetrics.Compute(labels, scores), 0);
    }

    private static double Number(int i, int modulus) => ((i * 7919) + 13) % modulus / (double)modulus;

    private static bool[] Labels(int count, string events)
    {
        var labels = new bool[count];
        foreach (var text in events.Split(' '))
        {
            int[] bounds = [.. text.Split('-').Select(int.Parse)];
            Array.Fill(labels, true, bounds[0], bounds[1] - bounds[0] + 1);
        }

        return labels;
    }

    private static void AssertEqual(SeriesMetrics actual, SeriesMetrics expected, double tolerance)
    {
        foreach (var (name, value) in SeriesMetrics.All)
        {
            Assert.That(value(actual), Is.EqualTo(value(expected)).Within(tolerance), name);
        }
    }
}
