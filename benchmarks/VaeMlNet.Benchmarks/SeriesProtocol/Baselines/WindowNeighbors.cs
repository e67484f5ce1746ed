using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>Scores a window by its mean Euclidean distance to the 5 nearest of 2,000 random training windows.</summary>
/// <remarks>Source: Ramaswamy et al. 2000, with the mean of the distances as in Angiulli &amp; Pizzuti 2002.</remarks>
internal sealed class WindowNeighbors : ISeriesMethod
{
    private const int NeighborCount = 5;
    private const int MostTrainingWindows = 2000;

    /// <inheritdoc />
    public string Name => "knn_win";

    /// <inheritdoc />
    public bool IsRandom => true;

    /// <inheritdoc />
    public IReadOnlyList<SchemeScores> Score(ProtocolSeries series, int seed)
    {
        using var scope = NewDisposeScope();
        int[] starts = [.. Enumerable.Range(0, series.Training.WindowCount(series.Window))];
        new Random(seed).Shuffle(starts);
        var known = series.ScaledTraining.Windows([.. starts.Take(MostTrainingWindows)], series.Window);
        var knownNorms = known.square().sum([1L]);
        var transposed = known.t();
        var count = Math.Min(NeighborCount, (int)known.shape[0]);
        List<double> scores = [];
        foreach (var windows in series.ScaledTest.WindowBlocks(series.Window))
        {
            using var block = NewDisposeScope();
            var norms = windows.square().sum([1L], keepdim: true);
            var squares = (norms + knownNorms - (windows.mm(transposed) * 2)).clamp(min: 0);
            var nearest = squares.topk(count, dim: 1, largest: false).values.sqrt().mean([1L]);
            scores.AddRange(nearest.contiguous().data<double>().ToArray());
        }

        return SeriesScheme.OfWindows([.. scores], series.Window);
    }
}
