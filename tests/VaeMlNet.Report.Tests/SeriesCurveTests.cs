namespace VaeMlNet.Report.Tests;

internal sealed class SeriesCurveTests
{
    [Test]
    public void Points_OfAShortSeries_AreItsRows()
    {
        SeriesCurve curve = new();
        SeriesPoint[] rows = [.. Enumerable.Range(0, 900).Select(i => new SeriesPoint(2 * i, i, i % 7))];

        Array.ForEach(rows, curve.Add);

        Assert.That(curve.Points, Is.EqualTo(rows));
        Assert.That(curve.IsReduced, Is.False);
    }

    [TestCase(1_001)]
    [TestCase(1_999)]
    [TestCase(50_000)]
    [TestCase(123_457)]
    public void Points_OfALongSeries_HaveEveryPeakAndBothEnds(int count)
    {
        SeriesCurve curve = new();
        HashSet<int> peaks = [count / 7, count / 3, count - 2];
        HashSet<int> dips = [3, count / 2];
        for (var i = 0; i < count; i++)
        {
            var noise = (float)Math.Sin(i);
            curve.Add(
                new(
                    i,
                    i,
                    peaks.Contains(i) ? 9
                        : dips.Contains(i) ? -9
                        : noise
                )
            );
        }

        SeriesPoint[] points = [.. curve.Points];

        Assert.That(points.Length, Is.InRange(900, 2 * SeriesCurve.MostBuckets + 2));
        Assert.That(points.Where(p => p.Value == 9).Select(p => (int)p.Row), Is.EquivalentTo(peaks));
        Assert.That(points.Where(p => p.Value == -9).Select(p => (int)p.Row), Is.EquivalentTo(dips));
        Assert.That((points[0].Row, points[^1].Row), Is.EqualTo((0, count - 1)));
        Assert.That(points.Select(p => p.Row), Is.Ordered.And.Unique);
        Assert.That(curve.IsReduced, Is.True);
    }

    [Test]
    public void Points_OfMissingRows_AreMissingOnlyWhereNoRowHasAValue()
    {
        SeriesCurve curve = new();
        const int count = 32_000;
        for (var i = 0; i < count; i++)
        {
            var isMissing = i % 2 == 1 || i is >= 8_000 and < 16_000;
            curve.Add(new(i, i, isMissing ? float.NaN : i));
        }

        SeriesPoint[] missing = [.. curve.Points.Where(p => float.IsNaN(p.Value) && p.Row < count - 1)];

        Assert.That(missing, Is.Not.Empty);
        Assert.That(missing.Select(p => p.Row), Is.All.InRange(8_000, 16_000));
    }

    [Test]
    public void Points_OfNoRows_AreNone() => Assert.That(new SeriesCurve().Points, Is.Empty);

    [Test]
    public void Events_OfLabeledRows_AreRunsThatAreFoundByOneRow()
    {
        ScoredSeries series = new("a", [0, 0]);
        var labels = "0110111001";
        var above = "0010000110";
        for (var i = 0; i < labels.Length; i++)
        {
            series.Add(new(i, i, i), above[i] == '1', [i, above[i] == '1' ? 100 : 0], labels[i] == '1');
        }

        Assert.That(
            series.Events.Select(e => (e.First.Row, e.Last.Row, e.IsFound)),
            Is.EqualTo(new[] { (1L, 2L, true), (4L, 6L, false), (9L, 9L, false) })
        );
        Assert.That((series.RowCount, series.AboveThreshold, series.PeakScore), Is.EqualTo((10L, 3L, 9f)));
        Assert.That(series.Channels, Is.EqualTo(new[] { 1, 0 }));
    }

    [Test]
    public void Channels_WithoutScoresAboveTheThreshold_AreOrderedByAllScores()
    {
        ScoredSeries series = new("a", [0, 2, 0]);

        series.Add(new(0, 0, float.NaN), false, [1, 3, 2], false);

        Assert.That(series.Channels, Is.EqualTo(new[] { 2, 0, 1 }), "above what is usual");
        Assert.That(series.PeakScore, Is.EqualTo(float.NegativeInfinity), "a score that is not finite");
    }

    [TestCase(1)]
    [TestCase(1000)]
    public void Points_AfterAGap_AreInterruptedSoThatNoLineCrossesIt(int length)
    {
        SeriesCurve curve = new();
        for (var i = 0; i < 600; i++)
        {
            curve.Add(new(i, (i < 300 ? i : i + length) * 60, i, i, 1));
        }

        SeriesPoint[] missing = [.. curve.Points.Where(point => float.IsNaN(point.Value))];

        Assert.That(missing, Has.Length.EqualTo(1));
        Assert.That(float.IsNaN(missing[0].Expected), Is.True, "the expected value has the gap, too");
        Assert.That(missing[0].Time, Is.EqualTo((299 + 300 + length) * 30));
        Assert.That(curve.Points.Select(point => point.Time), Is.Ordered);
        Assert.That(curve.Gaps, Is.EqualTo(new[] { (299.0 * 60, (300.0 + length) * 60) }));
    }

    [Test]
    public void Points_OfALongSeriesWithGaps_AreInterruptedAtEach()
    {
        SeriesCurve curve = new();
        const int count = 40_000;
        for (var i = 0; i < count; i++)
        {
            curve.Add(new(i, i + (i / 10_000 * 500), 1));
        }

        Assert.That(curve.IsReduced, Is.True);
        Assert.That(curve.Points.Count(point => float.IsNaN(point.Value)), Is.EqualTo(3));
    }

    [Test]
    public void Gaps_OfStepsThatAreUsual_AreNone()
    {
        SeriesCurve workdays = new();
        SeriesCurve interleaved = new();
        for (var day = 0; day < 700; day++)
        {
            if (day % 7 < 5)
            {
                workdays.Add(new(day, day, 1));
            }

            interleaved.Add(new(5 * day, day, 1));
        }

        Assert.That(workdays.Gaps, Is.Empty, "weekends");
        Assert.That(interleaved.Gaps, Is.Empty, "rows of other series");
        Assert.That(new SeriesCurve().Gaps, Is.Empty);
    }
}
