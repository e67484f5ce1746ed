using System.Globalization;

namespace VaeMlNet.Benchmarks.Tests;

internal sealed class SeriesGapsTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    [Category("Long")]
    public void Run_StraightSeries_LinesAreExactAndLastValuesLagBehind()
    {
        Directory.CreateDirectory(folder["series"]);
        folder.Write("series/manifest.csv", "series,family\nramp,A\n");
        folder.Write("series/ramp_train.csv", Ramp(400, label: null));
        folder.Write("series/ramp_test.csv", Ramp(400, label: 7));

        var lines = new SeriesGaps(folder["series"], [], seed: 1, _ => { }).Run().TrimEnd('\n').Split('\n');

        Assert.That(lines[2..], Has.Length.EqualTo(4));

        foreach (var cells in lines[2..].Select(line => line.Split('|')))
        {
            Assert.That(double.Parse(cells[2], CultureInfo.InvariantCulture), Is.LessThan(0.1), "a trend goes on");
            Assert.That(cells[3].Trim(), Is.EqualTo("0.00"), $"gaps of {cells[1]} rows");
            Assert.That(cells[5].Trim(), Is.EqualTo("0 of 1"));
        }

        var ofLast = lines[2..].Select(line => double.Parse(line.Split('|')[4], CultureInfo.InvariantCulture));

        Assert.That(ofLast, Is.Ordered.And.All.GreaterThan(0));
    }

    private static string Ramp(int count, int? label) =>
        $"x{(label is null ? "" : ",label")}\n"
        + string.Concat(
            Enumerable
                .Range(0, count)
                .Select(i => $"{i}{(label is null ? "" : i == label ? ",1" : ",0")}\n")
        );
}
