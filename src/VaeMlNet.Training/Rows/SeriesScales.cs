namespace VaeMlNet;

/// <summary>Chooses whether each series has a scale of its own.</summary>
internal static class SeriesScales
{
    /// <summary>The largest number of means and scales that a model folder has.</summary>
    private const long MostNumbers = 200_000;

    // More than half of the variance of a channel is between series, so that its level says more of the series than of its course.
    private const double LeastShareBetween = 0.5;

    // A movement that is usual in one series would be a wild one in another.
    private const double LeastRatio = 4;

    /// <summary>
    /// Returns the scales of the series with enough known values of a channel; null if all series have the common scale. Channels with fewer known
    /// values have the common scale in them.
    /// </summary>
    /// <param name="pass">The series.</param>
    /// <param name="scales">The common scales, which differ from those of the pass for channels with a trend.</param>
    /// <param name="isAsked">Whether each series has a scale of its own; null if their statistics decide.</param>
    /// <param name="fewestValues">The number of known values from which a channel has a scale of its own in a series.</param>
    public static IReadOnlyDictionary<string, SeriesScale>? Choose(
        SeriesPass pass,
        float[] scales,
        bool? isAsked,
        int fewestValues
    )
    {
        var means = pass.Channels.Means;
        // 1, except for channels with a trend.
        float[] factors = [.. scales.Zip(pass.Channels.Scales, (scale, ofPass) => scale / ofPass)];
        int[] enough =
        [
            .. pass
                .OfSeries.Index()
                .Where(of => of.Item.Counts.Any(count => count >= fewestValues))
                .Select(of => of.Index),
        ];
        return
            pass.RowCounts.Count > 1
            && enough.Length > 0
            && 2L * enough.Length * means.Length <= MostNumbers
            && (isAsked ?? Differ([.. enough.Select(series => pass.OfSeries[series])], fewestValues))
            ? enough.ToDictionary(series => pass.Names[series], series => ScaleOf(pass.OfSeries[series]))
            : null;

        SeriesScale ScaleOf(ChannelStatistics series)
        {
            var (ownMeans, ownScales) = (series.Means, series.Scales);
            return new()
            {
                Means = [.. means.Select((mean, c) => HasEnough(c) ? ownMeans[c] : mean)],
                Scales = [.. scales.Select((scale, c) => HasEnough(c) ? ownScales[c] * factors[c] : scale)],
            };

            bool HasEnough(int channel) => series.Counts[channel] >= fewestValues;
        }
    }

    private static bool Differ(IReadOnlyList<ChannelStatistics> series, int fewestValues) =>
        Enumerable.Range(0, series[0].Counts.Count).Any(channel => Differ(series, channel, fewestValues));

    private static bool Differ(IReadOnlyList<ChannelStatistics> series, int channel, int fewestValues)
    {
        var known = series
            .Where(s => s.Counts[channel] >= fewestValues)
            .Select(s =>
                (Count: (double)s.Counts[channel], Mean: (double)s.Means[channel], Scale: (double)s.Scales[channel])
            )
            .ToArray();
        if (known.Length < 2)
        {
            return false;
        }

        var count = known.Sum(s => s.Count);
        var mean = known.Sum(s => s.Count * s.Mean) / count;
        var between = known.Sum(s => s.Count * Math.Pow(s.Mean - mean, 2)) / count;
        var within = known.Sum(s => s.Count * s.Scale * s.Scale) / count;
        return between > LeastShareBetween * (between + within)
            || known.Max(s => s.Scale) > LeastRatio * known.Min(s => s.Scale);
    }
}
