using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Training on data that does not fit into memory.</summary>
[Category("Long")]
public class StreamedMemoryTests
{
    private const int Width = 50;
    private const int FewRows = 200_000;
    private const int ManyRows = 2_000_000;
    private const long BytesOfManyRows = (long)ManyRows * Width * sizeof(float);

    [Test]
    public void Fit_TenTimesTheRows_TakesNoMoreMemory()
    {
        if (!File.Exists(StatusFile))
        {
            Assert.Ignore("The largest memory of a process is read from Linux's /proc.");
        }

        Train(FewRows);
        var few = PeakBytes();
        Train(ManyRows);
        var many = PeakBytes();

        TestContext.Out.WriteLine($"peak {few / 1e6:F0} MB with {FewRows} rows, {many / 1e6:F0} MB with {ManyRows}");

        Assert.That(many - few, Is.LessThan(BytesOfManyRows / 10), "of the rows, no more than a small part is held");
    }

    private const string StatusFile = "/proc/self/status";

    private static void Train(int rowCount)
    {
        var options = new VaeTrainerOptions
        {
            HiddenDims = [16],
            LatentDim = 4,
            BatchSize = 1024,
            EpochCount = 1,
            Likelihood = DecoderLikelihood.GaussianUnitVariance,
            Data = new() { ShuffleBufferRows = 10_000 },
        };
        using var model = new VaeTrainer(options).Fit(View(rowCount), "Features");
        Assert.That(model.History[0].Training.Total, Is.Positive);
    }

    private static IDataView View(int rowCount) => new MLContext(1).Data.LoadFromEnumerable(Rows(rowCount));

    // One object again and again: the rows themselves take no memory.
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
