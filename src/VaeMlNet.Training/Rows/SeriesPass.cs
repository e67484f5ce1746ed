using Microsoft.ML;

namespace VaeMlNet;

/// <summary>The result of one pass over series: their lengths, and the statistics of their channels.</summary>
/// <param name="Names">The names of the series, in the order of their first rows.</param>
/// <param name="RowCounts">The number of rows of each series.</param>
/// <param name="OfSeries">The statistics of the channels in each series.</param>
/// <param name="Channels">The statistics of the channels.</param>
/// <param name="Counters">Which channels are counters.</param>
/// <param name="Trends">Which channels have a trend.</param>
/// <param name="Isolated">Which values are isolated.</param>
/// <param name="OnlyChannel">The first values of the first series' channel if there is only one channel; empty otherwise.</param>
internal sealed record SeriesPass(
    IReadOnlyList<string> Names,
    IReadOnlyList<long> RowCounts,
    IReadOnlyList<ChannelStatistics> OfSeries,
    ChannelStatistics Channels,
    CounterTest Counters,
    TrendTest Trends,
    IsolatedValueTest Isolated,
    IReadOnlyList<float> OnlyChannel
)
{
    // More values hardly change a period, which is at most 400 rows.
    private const int MostValues = 100_000;

    /// <summary>Reads all rows once.</summary>
    /// <param name="data">The rows, in the order of time.</param>
    /// <param name="columns">The columns of the channels, the series and the time.</param>
    /// <param name="units">The conversion of rows; null for rows as they are.</param>
    /// <param name="cancellationToken">Cancels the pass.</param>
    /// <exception cref="InvalidOperationException">There are no rows, or rows of a series are not in the order of time.</exception>
    public static SeriesPass Read(
        IDataView data,
        SeriesColumns columns,
        ChannelUnits? units,
        CancellationToken cancellationToken
    )
    {
        var inputs = columns.FindIn(data.Schema);
        using var cursor = data.GetRowCursor(inputs);
        var channels = new ChannelsReader(cursor, inputs[..columns.Channels.Count]);
        var name = SeriesNameReader.Create(cursor, columns.Series);
        var time = TimestampReader.Create(cursor, columns.Timestamp);
        var windows = new SeriesWindows(new(columns.Step, Length: 1, channels.Width, LongestGap: null, units));
        var statistics = new ChannelStatistics(channels.Width);
        var counters = new CounterTest(channels.Width);
        var trends = new TrendTest(channels.Width);
        var isolated = new IsolatedValueTest(channels.Width);
        var (names, counts, ofSeries) = (new List<string>(), new List<long>(), new List<ChannelStatistics>());
        var values = new List<float>();
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var series = name();
            var (number, window) = windows.Add(series.Span, channels.Read(), time(), cursor.Position);
            var row = window.LastRow;
            if (number == counts.Count)
            {
                names.Add(series.ToString());
                counts.Add(0);
                ofSeries.Add(new(channels.Width));
            }

            isolated.Add(number, counts[number]++, row);
            statistics.Add(row);
            counters.Add(number, row);
            trends.Add(number, row);
            ofSeries[number].Add(row);
            if (channels.Width == 1 && number == 0 && values.Count < MostValues)
            {
                values.Add(row[0]);
            }
        }

        return counts.Count > 0
            ? new(names, counts, ofSeries, statistics, counters, trends, isolated, values)
            : throw ColumnChecks.Empty(string.Join(", ", columns.Channels));
    }
}
