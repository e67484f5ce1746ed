using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Several trainings in one process, as a tuner runs them.</summary>
[Category("Long")]
public class RepeatedMemoryTests
{
    private const int Width = 50;
    private const int RowCount = 1_000_000;
    private const long BytesOfRows = 4L * RowCount * Width;
    private const string StatusFile = "/proc/self/status";

    [Test]
    public void Fit_FiveTimes_DoesNotAddUpTheRows()
    {
        if (!File.Exists(StatusFile))
        {
            Assert.Ignore("The largest memory of a process is read from Linux's /proc.");
        }

        Train(10_000);
        var before = PeakBytes();
        Train(RowCount);
        var once = PeakBytes() - before;
        for (var i = 0; i < 4; i++)
        {
            Train(RowCount);
        }

        var often = PeakBytes() - before;
        TestContext.Out.WriteLine(
            $"{once / (double)BytesOfRows:F2} copies by one training, {often / (double)BytesOfRows:F2} by five"
        );

        Assert.That(once, Is.LessThan(1.5 * BytesOfRows));
        Assert.That(often, Is.LessThan(2.5 * BytesOfRows), "the garbage collector frees the rows of earlier trainings");
    }

    private static void Train(int rowCount)
    {
        VaeTrainerOptions options = new()
        {
            HiddenDims = [8],
            LatentDim = 2,
            BatchSize = 1024,
            EpochCount = 1,
            Likelihood = DecoderLikelihood.GaussianUnitVariance,
        };
        using var model = new VaeTrainer(options).Fit(
            new MLContext(1).Data.LoadFromEnumerable(Rows(rowCount)),
            nameof(Row.Features)
        );

        Assert.That(model.History[0].Training.Total, Is.Positive);
    }

    // One object again and again: the rows themselves take no memory, and their number is not known.
    private static IEnumerable<Row> Rows(int rowCount)
    {
        var row = new Row();
        for (var i = 0; i < rowCount; i++)
        {
            for (var slot = 0; slot < Width; slot++)
            {
                row.Features[slot] = (i * (long)(1 + (slot % 7)) + (31 * slot)) % 997 / 997f;
            }

            yield return row;
        }
    }

    private static long PeakBytes() =>
        File.ReadLines(StatusFile)
            .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Select(line => 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]))
            .Single();

    private sealed class Row
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = new float[Width];
    }
}
