using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>The segments that anomalous rows form.</summary>
public sealed class SegmentTests
{
    private const int Window = 10;

    private readonly MLContext ml = new(seed: 1);

    [Test]
    public void FindAnomalySegments_SpikeOfTwoRows_EndsWithTheSpike()
    {
        // All windows that contain the spike are above the threshold, and the rows beside it are reconstructed a little worse.
        var rows = Run(from: 20, to: 39);
        (rows[29].RowExcess, rows[30].RowExcess) = (100, 80);
        (rows[28].RowExcess, rows[31].RowExcess) = (4.9f, 4);
        rows[30].Score = 9;

        Assert.That(Segments(rows, RowsOf), Is.EqualTo(new[] { (29L, 30L, 2L, 30L) }));
        Assert.That(
            Segments(rows, new()),
            Is.EqualTo(new[] { (20L, 39L, 20L, 30L) }),
            "without the column, a segment is a run"
        );
    }

    [Test]
    public void FindAnomalySegments_LongEvent_IsOneSegment()
    {
        var rows = Run(from: 10, to: 49);
        for (var i = 15; i < 45; i++)
        {
            rows[i].RowExcess = 5;
        }

        // Outside of a window with the spike, weaker rows are of the event, too.
        rows[15].RowExcess = 200;

        Assert.That(Segments(rows, RowsOf)[0] with { Item4 = 0 }, Is.EqualTo((15L, 44L, 30L, 0L)));
    }

    [Test]
    public void FindAnomalySegments_PauseOfMoreThanAWindow_DividesTheRun()
    {
        var rows = Run(from: 10, to: 49);
        rows[15].RowExcess = 3;
        rows[15 + Window].RowExcess = 3;
        rows[15 + Window + Window + 1].RowExcess = 3;

        Assert.That(
            Segments(rows, RowsOf).Select(segment => (segment.First, segment.Last)),
            Is.EqualTo(new[] { (15L, 25L), (36L, 36L) })
        );
    }

    /// <summary>Normal rows of a pause count for the distance, too: both events were compared as if they shared a window.</summary>
    [Test]
    public void FindAnomalySegments_EventsWithAPauseBetween_AreBothKept()
    {
        var rows = Run(from: 0, to: 55);
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i].PredictedLabel = i is < 3 or (>= 53 and < 56);
            rows[i].RowExcess = i < 3 ? 10 : 1000;
        }

        Assert.That(
            Segments(rows, RowsOf with { LongestPause = 100 }).Select(segment => (segment.First, segment.Last)),
            Is.EqualTo(new[] { (0L, 2L), (53L, 55L) })
        );
    }

    /// <summary>Rows before and after a gap are in different windows: the larger event hid the other one.</summary>
    [TestCase(0, 20)]
    [TestCase(5, 22)]
    public void FindAnomalySegments_GapInTheTime_DividesTheRun(int longestPause, int firstAfter)
    {
        var rows = Run(from: 10, to: 29);
        foreach (var (i, row) in rows.Index())
        {
            row.Time = i < 20 ? i : i + 1000;
            row.PredictedLabel &= i < 20 || i >= firstAfter;
        }

        rows[18].RowExcess = 10;
        rows[firstAfter].RowExcess = 1000;
        var options = RowsOf with { TimestampColumnName = nameof(Row.Time), LongestPause = longestPause };

        Assert.That(
            Segments(rows, options with { LongestGap = Window }).Select(segment => (segment.First, segment.Last)),
            Is.EqualTo(new[] { (18L, 18L), (firstAfter, firstAfter) })
        );
        Assert.That(
            Segments(rows, options with { LongestGap = 2000 }).Select(segment => segment.First),
            Is.EqualTo(new[] { firstAfter }),
            "no gap"
        );
    }

    [Test]
    public void FindAnomalySegments_NoRowIsUnusualItself_KeepsTheRun() =>
        Assert.That(
            Segments(Run(from: 10, to: 15), RowsOf).Select(segment => (segment.First, segment.Last)),
            Is.EqualTo(new[] { (10L, 15L) })
        );

    [Test]
    public void FindAnomalySegments_SeveralSeries_AreInTheOrderOfTheirFirstRows()
    {
        var rows = Run(from: 0, to: 59);
        foreach (var (i, row) in rows.Index())
        {
            row.Series = i % 2 == 0 ? "a" : "b";
            row.PredictedLabel = row.Series == "a" ? i is 4 or 20 : i is >= 1 and < 50;
        }

        Assert.That(
            Segments(rows, RowsOf with { SeriesColumnName = "Series" }).Select(s => (s.First, s.Last, s.Count)),
            Is.EqualTo(new[] { (1L, 49L, 25L), (4L, 4L, 1L), (20L, 20L, 1L) })
        );
        Assert.That(
            Segments(rows, RowsOf with { SeriesColumnName = "Series", LongestPause = 7 })
                .Select(s => (s.First, s.Count)),
            Is.EqualTo(new[] { (1L, 25L), (4L, 2L) })
        );
    }

    [Test]
    public void FindAnomalySegments_KeysOfSeries_AreNamedByTheirTexts()
    {
        var rows = Run(from: 0, to: 2);
        (rows[0].Series, rows[1].Series, rows[2].Series) = ("beta", "alpha", "gone");
        var data = ml.Data.LoadFromEnumerable(rows);
        var keys = ml.Data.LoadFromEnumerable(new[] { new { Name = "alpha" }, new { Name = "beta" } });
        var mapped = ml.Transforms.Conversion.MapValueToKey("Series", keyData: keys).Fit(data).Transform(data);

        Assert.That(
            ml.Data.FindAnomalySegments(mapped, new() { SeriesColumnName = "Series" })
                .Select(segment => segment.Series),
            Is.EqualTo(new[] { "beta", "alpha", "" }),
            "a text that is no key is a missing key"
        );
    }

    [Test]
    public void FindAnomalySegments_ContributionsWithoutSlotNames_NumberAllChannels()
    {
        var rows = Run(from: 20, to: 20);
        rows[20].Contributions = [1, 3, 2];
        VaeSegmentOptions options = new() { ContributionsColumnName = nameof(Row.Contributions) };

        var segment = ml.Data.FindAnomalySegments(ml.Data.LoadFromEnumerable(rows), options).Single();

        Assert.That(
            segment.Channels.Select(channel => (channel.Key, channel.Value)),
            Is.EqualTo(new[] { ("Contributions.1", 3f), ("Contributions.2", 2f), ("Contributions.0", 1f) })
        );
    }

    /// <summary>The channel with the most noise always has the largest contribution: it was the first of each small event.</summary>
    [Test]
    public void FindAnomalySegments_UsualContributions_RanksByTheDifference()
    {
        var rows = Run(from: 20, to: 20);
        rows[20].Contributions = [33, -10, -20];
        VaeSegmentOptions options = new() { ContributionsColumnName = nameof(Row.Contributions) };

        string Channels(params float[] usual) =>
            string.Join(
                ' ',
                ml.Data.FindAnomalySegments(
                        ml.Data.LoadFromEnumerable(rows),
                        options with
                        {
                            UsualContributions = usual,
                        }
                    )
                    .Single()
                    .Channels
            );

        Assert.That(Channels(32, -25, -15), Is.EqualTo("[Contributions.1, 15] [Contributions.0, 1]"));
        Assert.That(Channels(34, -5, -15), Is.EqualTo("[Contributions.0, -1]"), "none is above what is usual");
        Assert.That(
            () => Channels(1, 2),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("has 2 numbers, but column 'Contributions' has 3 slots")
        );
    }

    [Test]
    public void FindAnomalySegments_OptionsOutOfRange_AreRefused()
    {
        var rows = Run(from: 1, to: 2);

        Assert.That(
            () => Segments(rows, RowsOf with { WindowLength = 0 }),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("WindowLength")
        );
        Assert.That(
            () => Segments(rows, RowsOf with { LongestGap = double.NaN }),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("LongestGap must be above 0")
        );
        Assert.That(
            () => Segments(rows, RowsOf with { RowExcessColumnName = "None" }),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'None'")
        );
    }

    [TestCase("Missing")]
    [TestCase("Text")]
    public void FindAnomalySegments_ColumnThatIsMissingOrOfAnotherType_NamesTheOption(string column)
    {
        var data = ml.Data.LoadFromEnumerable(Run(from: 1, to: 2));
        var expected = column == "Missing" ? "Name a column of the data in {0}," : "cannot read column 'Series'";
        var name = column == "Missing" ? column : "Series";

        foreach (
            var (option, options) in new (string, VaeSegmentOptions)[]
            {
                ("ScoreColumnName", new() { ScoreColumnName = name }),
                ("RowExcessColumnName", new() { RowExcessColumnName = name }),
                ("ContributionsColumnName", new() { ContributionsColumnName = name }),
                ("TimestampColumnName", new() { TimestampColumnName = name }),
            }
        )
        {
            Assert.That(
                () => ml.Data.FindAnomalySegments(data, options),
                Throws
                    .TypeOf<ArgumentOutOfRangeException>()
                    .With.Message.Contains(string.Format(CultureInfo.InvariantCulture, expected, option))
            );
        }
    }

    private static VaeSegmentOptions RowsOf =>
        new() { RowExcessColumnName = nameof(Row.RowExcess), WindowLength = Window };

    private static Row[] Run(int from, int to) =>
        [
            .. Enumerable
                .Range(0, 60)
                .Select(i => new Row
                {
                    Score = 1,
                    PredictedLabel = i >= from && i <= to,
                    RowExcess = -1,
                }),
        ];

    private (long First, long Last, long Count, long Peak)[] Segments(Row[] rows, VaeSegmentOptions options) =>
        [
            .. ml
                .Data.FindAnomalySegments(ml.Data.LoadFromEnumerable(rows), options)
                .Select(segment => (segment.FirstRow, segment.LastRow, segment.RowCount, segment.PeakRow)),
        ];

    private sealed class Row
    {
        public string Series { get; set; } = "";

        public double Time { get; set; }

        public float Score { get; set; }

        public bool PredictedLabel { get; set; }

        public float RowExcess { get; set; }

        [VectorType(3)]
        public float[] Contributions { get; set; } = [0, 0, 0];
    }
}
