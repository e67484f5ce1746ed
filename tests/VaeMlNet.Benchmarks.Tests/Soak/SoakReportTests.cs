namespace VaeMlNet.Benchmarks.Tests;

internal sealed class SoakReportTests
{
    [Test]
    public void ToMarkdown_SamplesAfterTheWarmUp_ComparesTheirFirstAndLastTenth()
    {
        // 30 minutes, of which 10 are warm-up; a handle more for each sample.
        SoakSample[] samples = [.. Enumerable.Range(0, 180).Select(i => Sample(seconds: 10 * i, handles: i))];

        var text = Report(samples).ToMarkdown();

        Assert.That(text, Does.Contain("| handles, open | 65.5 | 173.5 | 179.0 |"));
        Assert.That(text, Does.Contain("| live managed heap, MiB | 2.0 | 2.0 | 2.0 |"));
    }

    [Test]
    public void ToPlot_SamplesOfAMinute_AreOnePointWithTheirRange()
    {
        var handles = Report([Sample(5, 10), Sample(15, 30), Sample(25, 20), Sample(65, 7)])
            .ToPlot()
            .Panels.Single(panel => panel.Title == "handles")
            .Series.Single();

        Assert.That(handles.X, Is.EqualTo(new[] { 0.0, 1 }));
        Assert.That(handles.Y, Is.EqualTo(new[] { 20.0, 7 }));
        Assert.That((handles.Lower, handles.Upper), Is.EqualTo((new[] { 10.0, 7 }, new[] { 30.0, 7 })));
    }

    [Test]
    public void ReadAll_FileThatIsStillWritten_LeavesTheUnfinishedLineOut()
    {
        using var folder = new TemporaryFolder();
        SoakSample sample = new(12.5, 3, 200.25, 1.125, 80, 9, 0);
        var file = folder.Write("soak.csv", $"{SoakSample.Header}\n{sample.ToCsv()}\n17.5,4,20");

        Assert.That(SoakSample.ReadAll(file), Is.EqualTo(new[] { sample }));
    }

    private static SoakReport Report(IReadOnlyList<SoakSample> samples) =>
        new(new("./build.sh", DateTimeOffset.UnixEpoch, MachineFacts.Read()), samples);

    private static SoakSample Sample(double seconds, int handles) => new(seconds, 1, 200, 2, handles, 9, 0);
}
