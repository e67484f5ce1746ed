using System.Diagnostics;
using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>Trains on a number of rows and writes the time and memory.</summary>
internal static class GrowthWorker
{
    /// <summary>The number of rows in the trainer's buffer when it reads them from the view.</summary>
    public const int ShuffleBufferRows = 20_000;

    /// <summary>The network for rows of few numbers.</summary>
    public const string NarrowNetwork = "20-64-8, batch 256";

    // These rows are enough to compile the code and to start the threads.
    private const int WarmUpRows = 2_560;

    /// <summary>Returns the number of values in a row.</summary>
    public static int WidthOf(GrowthSource source) =>
        source == GrowthSource.Narrow ? NarrowRows.Width : Digit.PixelCount;

    public static GrowthFigures Run(long rowCount, GrowthSource source, int epochCount, string mnist)
    {
        var pixels = MnistImages.ReadPixels(mnist);
        Fit(pixels, WarmUpRows, source, epochCount: 1);
        var startBytes = PeakBytes();
        var start = Stopwatch.GetTimestamp();
        var epochs = Fit(pixels, rowCount, source, epochCount);
        return new(
            [.. epochs.Select(epoch => epoch.Seconds)],
            Stopwatch.GetElapsedTime(start).TotalSeconds,
            PeakBytes(),
            startBytes,
            epochs[^1].Training.Total
        );
    }

    private static IReadOnlyList<VaeEpoch> Fit(
        ReadOnlyMemory<byte> pixels,
        long rowCount,
        GrowthSource source,
        int epochCount
    )
    {
        var ml = new MLContext(seed: 1);
        VaeTrainerOptions options = new()
        {
            EpochCount = epochCount,
            Data = new() { ShuffleBufferRows = source == GrowthSource.Streamed ? ShuffleBufferRows : 0 },
        };
        if (source == GrowthSource.Narrow)
        {
            options = options with
            {
                HiddenDims = [64],
                LatentDim = 8,
                BatchSize = 256,
                Likelihood = VaeLikelihoodOptions.GaussianUnitVariance,
            };
        }

        var view =
            source == GrowthSource.Narrow
                ? ml.Data.LoadFromEnumerable(NarrowRows.Generate(rowCount))
                : ml.Data.LoadFromEnumerable(new GrowthRows(pixels, rowCount));
        using var vae = new VaeTrainer(options).Fit(view, nameof(GrowthRow.Features));
        return vae.History;
    }

    private static long PeakBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
