using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>The result of one pass over series: their lengths, and the statistics of their channels.</summary>
/// <param name="Names">The names of the series, in the order of their first rows.</param>
/// <param name="RowCounts">The number of rows of each series.</param>
/// <param name="OfSeries">The statistics of the channels in each series.</param>
/// <param name="Channels">The statistics of the channels.</param>
/// <param name="Counters">Which channels are counters.</param>
/// <param name="Trends">Which channels have a trend.</param>
/// <param name="Gaps">Which channels have values as many rows apart.</param>
/// <param name="Isolated">Which values are isolated among all.</param>
/// <param name="IsolatedOfSeries">Which values are isolated in each series; empty if there is no column of series.</param>
/// <param name="MostAbsent">The most rows that are absent in succession, among those that count.</param>
/// <param name="OnlyChannel">The first values of the first series' channel if there is only one channel; empty otherwise.</param>
internal sealed record SeriesPass(
    IReadOnlyList<string> Names,
    IReadOnlyList<long> RowCounts,
    IReadOnlyList<ChannelStatistics> OfSeries,
    ChannelStatistics Channels,
    CounterTest Counters,
    TrendTest Trends,
    RegularGapTest Gaps,
    IsolatedValueTest Isolated,
    IReadOnlyList<IsolatedValueTest> IsolatedOfSeries,
    int MostAbsent,
    IReadOnlyList<float> OnlyChannel
)
{
    // More values hardly change a period, which is at most 400 rows.
    private const int MostValues = 100_000;

    // There can be thousands of series.
    private const int MostIsolatedOfSeries = 20;

    /// <summary>Reads all rows once.</summary>
    /// <param name="data">The rows, in the order of time.</param>
    /// <param name="columns">The columns of the channels, the series and the time.</param>
    /// <param name="allowed">The values that the channels can have.</param>
    /// <param name="units">The conversion of rows; null for rows as they are.</param>
    /// <param name="absent">The absent rows that count as rows without values; null for none.</param>
    /// <param name="cancellationToken">Cancels the pass.</param>
    /// <exception cref="InvalidOperationException">There are no rows, rows of a series are not in the order of time, or a value is not allowed.</exception>
    public static SeriesPass Read(
        IDataView data,
        SeriesColumns columns,
        AllowedValues allowed,
        ChannelUnits? units,
        AbsentRows? absent,
        CancellationToken cancellationToken
    )
    {
        var inputs = columns.FindIn(data.Schema);
        using var cursor = data.GetRowCursor(inputs);
        var channels = new ChannelsReader(cursor, inputs[..columns.Channels.Count], (columns.Step, allowed));
        var name = SeriesNameReader.Create(cursor, columns.Series);
        var time = TimestampReader.Create(cursor, columns.Timestamp);
        var windows = new SeriesWindows(new(columns.Step, Length: 1, channels.Width, LongestGap: null, units, absent));
        var statistics = new ChannelStatistics(channels.Width);
        var counters = new CounterTest(channels.Width);
        var trends = new TrendTest(channels.Width);
        var gaps = new RegularGapTest(channels.Width);
        var isolated = new IsolatedValueTest(channels.Width);
        var isolatedOfSeries = new List<IsolatedValueTest>();
        var (names, counts, ofSeries) = (new List<string>(), new List<long>(), new List<ChannelStatistics>());
        var values = new List<float>();
        var (absentCount, mostAbsent) = (0, 0);
        while (absentCount > 0 || cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var series = name();
            var (number, window, ofAbsent) = windows.Add(series.Span, channels.Read(), time(), cursor.Position);
            absentCount = ofAbsent == AbsentRows.Mark ? absentCount + 1 : 0;
            mostAbsent = Math.Max(mostAbsent, absentCount);
            var row = window.LastRow;
            if (number == counts.Count)
            {
                names.Add(series.ToString());
                counts.Add(0);
                ofSeries.Add(new(channels.Width));
                if (columns.Series is not null)
                {
                    isolatedOfSeries.Add(new(channels.Width, MostIsolatedOfSeries));
                }
            }

            gaps.Add(number, counts[number], row);
            isolated.Add(number, counts[number], row);
            isolatedOfSeries.ElementAtOrDefault(number)?.Add(number, counts[number], row);
            counts[number]++;
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
            ? new(
                names,
                counts,
                ofSeries,
                statistics,
                counters,
                trends,
                gaps,
                isolated,
                isolatedOfSeries,
                mostAbsent,
                values
            )
            : throw ColumnChecks.Empty(string.Join(", ", columns.Channels));
    }

    /// <summary>
    /// Finds the values that are isolated in their series, or among those of all series: a wild value of one machine can be usual for others.
    /// </summary>
    /// <returns>For series with such values the ranges of the others, [C], and the number of isolated values of each channel, [C]; null without any.</returns>
    public (IReadOnlyDictionary<string, IReadOnlyList<UsualValues>> Ranges, int[] Counts)? FindUsual()
    {
        var ofAll = Isolated.Find();
        IReadOnlyList<UsualValues>?[] own = [.. Names.Select((_, i) => IsolatedOfSeries.ElementAtOrDefault(i)?.Find())];
        int[] counts = [.. Channels.Counts.Select((_, c) => own.Sum(ofSeries => CountOf(ofSeries, c)))];
        // What is isolated in many series is a habit of the channel, such as counts that are mostly 0.
        bool[] areFew = [.. counts.Zip(Channels.Counts, (count, all) => count <= IsolatedValueTest.MostOf(all))];
        var ranges = Names
            .Zip(own, (name, ofSeries) => (Name: name, Usual: Join(ofSeries, ofAll, areFew)))
            .Where(of => of.Usual.Any(usual => usual.IsolatedCount > 0))
            .ToDictionary(of => of.Name, of => of.Usual);
        // What is isolated among all values is so in its series, too, if that has enough rows.
        return ranges.Count > 0
            ? (ranges, [.. counts.Select((count, c) => Math.Max(CountOf(ofAll, c), areFew[c] ? count : 0))])
            : null;
    }

    private static IReadOnlyList<UsualValues> Join(
        IReadOnlyList<UsualValues>? own,
        IReadOnlyList<UsualValues>? ofAll,
        bool[] areFew
    ) => [.. areFew.Select((few, c) => few && CountOf(own, c) > 0 ? own![c] : ofAll?[c] ?? UsualValues.All)];

    private static int CountOf(IReadOnlyList<UsualValues>? usual, int channel) => usual?[channel].IsolatedCount ?? 0;
}
