using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>The sections of the growth benchmark.</summary>
/// <param name="rows">The MNIST rows.</param>
/// <param name="modelFolder">A model with MNIST's input width.</param>
/// <param name="workFolder">The folder for generated models.</param>
internal sealed class GrowthSections(float[][] rows, string modelFolder, string workFolder) : IDisposable
{
    /// <summary>The number of values in a pass, so that a pass is long enough to measure and the rows fit into memory.</summary>
    private const int ValuesPerPass = 6_000_000;

    private const int RowsOfBatches = 8192;
    private const int RowsOfThreads = 16_384;
    private const int InputDim = 784;
    private const int LatentDim = 20;
    private static readonly int[] BatchSizes = [1, 4, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096];
    private static readonly int[] LatentDims = [2, 8, 32, 128, 256];
    private static readonly int[] InputDims = [16, 64, 256, 1024, 4096];

    private readonly MLContext ml = new(seed: 1);
    private readonly OwnedResources owned = new();

    private static int Cores => Math.Min(Environment.ProcessorCount, 8);

    private GrowthSteps Steps => new(ml, owned);

    /// <summary>Gets the sections. Each one is prepared when it is enumerated.</summary>
    public IEnumerable<GrowthSection> All()
    {
        yield return BatchSize();
        yield return Threads();
        yield return LatentWidth();
        yield return InputWidth();
    }

    public void Dispose() => owned.Dispose();

    private GrowthSection BatchSize() =>
        new(
            "batch-size",
            "rows of a batch",
            $"`{modelFolder}` (784-400-20), {RowsOfBatches} MNIST rows in memory, one cursor.",
            [
                .. BatchSizes.SelectMany(size =>
                    ThreadCounts(2)
                        .SelectMany(threads => Steps.OneCursor(modelFolder, rows[..RowsOfBatches], size, threads, size))
                ),
            ]
        );

    private GrowthSection Threads() =>
        new(
            "threads",
            "threads",
            $"`{modelFolder}`, {RowsOfThreads} MNIST rows in memory: one cursor with this number of threads in each run, or this number of cursors with one thread each.",
            [
                .. ThreadCounts(Cores)
                    .SelectMany(threads =>
                        Steps
                            .OneCursor(modelFolder, rows[..RowsOfThreads], threads, threads)
                            .Select(c => c with { Series = c.Series.Split(',')[0] + ", one cursor" })
                            .Concat(Steps.CursorSet(modelFolder, rows[..RowsOfThreads], threads))
                    ),
            ]
        );

    private GrowthSection LatentWidth() =>
        new(
            "latent-width",
            "latents",
            $"Untrained networks {InputDim}-400-L, one cursor.",
            [.. LatentDims.SelectMany(latents => Fresh(InputDim, latents, latents))]
        );

    private GrowthSection InputWidth() =>
        new(
            "input-width",
            "features",
            $"Untrained networks D-400-{LatentDim}, one cursor.",
            [.. InputDims.SelectMany(inputs => Fresh(inputs, LatentDim, inputs))]
        )
        {
            IsLogarithmic = true,
        };

    private IEnumerable<GrowthCase> Fresh(int inputDim, int latentDim, int x)
    {
        var folder = Path.Combine(workFolder, FormattableString.Invariant($"{inputDim}-400-{latentDim}"));
        UntrainedModel.Export(folder, inputDim, latentDim);
        var drawn = RandomRows.Draw(Math.Clamp(ValuesPerPass / inputDim, 1024, 32_768), inputDim);
        return ThreadCounts(2).SelectMany(threads => Steps.OneCursor(folder, drawn, x, threads));
    }

    private static IEnumerable<int> ThreadCounts(int most) =>
        Enumerable.Range(0, 4).Select(power => 1 << power).Where(threads => threads <= Math.Min(most, Cores));
}
