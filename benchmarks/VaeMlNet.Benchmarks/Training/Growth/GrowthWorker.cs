using System.Diagnostics;
using Microsoft.ML;
using VaeMlNet.Benchmarks.Inference;

namespace VaeMlNet.Benchmarks.Training.Growth;

/// <summary>Trains on a number of rows and says what it took.</summary>
internal static class GrowthWorker
{
    /// <summary>Rows that the trainer holds at a time when it reads them from the view.</summary>
    public const int ShuffleBufferRows = 20_000;

    // Enough that code is compiled and threads are there.
    private const int WarmUpRows = 2_560;

    public static GrowthFigures Run(long rowCount, GrowthSource source, int epochCount, string mnist)
    {
        ReadOnlyMemory<byte> pixels = MnistImages.ReadPixels(mnist);
        Fit(pixels, WarmUpRows, source, epochCount: 1);
        long startBytes = PeakBytes();
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<VaeEpoch> epochs = Fit(pixels, rowCount, source, epochCount);
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
        VaeTrainerOptions options = new()
        {
            EpochCount = epochCount,
            Data = new() { ShuffleBufferRows = source == GrowthSource.Streamed ? ShuffleBufferRows : 0 },
        };
        IDataView view = new MLContext(seed: 1).Data.LoadFromEnumerable(new GrowthRows(pixels, rowCount));
        using TrainedVae vae = new VaeTrainer(options).Fit(view, nameof(GrowthRow.Features));
        return vae.History;
    }

    private static long PeakBytes()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
