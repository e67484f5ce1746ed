using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Joins anomalous rows of a series to segments, in one pass.</summary>
internal sealed class SegmentsOfSeries
{
    private const string Step = "VaeSegments";

    private readonly List<Run> runs = [];
    private readonly Dictionary<string, (Run? Last, int Pause)> open = new(StringComparer.Ordinal);
    private readonly int longestPause;

    private SegmentsOfSeries(int longestPause)
    {
        this.longestPause = longestPause;
    }

    /// <summary>Reads all rows and returns the segments, in the order of their first rows.</summary>
    public static IReadOnlyList<VaeSegment> Read(IDataView data, VaeSegmentOptions options)
    {
        var score = Find(data, options.ScoreColumnName, NumberDataViewType.Single);
        var label = Find(data, options.PredictedLabelColumnName, BooleanDataViewType.Instance);
        var names = new SeriesColumns(
            Step,
            options.ContributionsColumnName is { } why ? [why] : [],
            options.SeriesColumnName,
            options.TimestampColumnName
        );
        var found = names.FindIn(data.Schema);
        using var cursor = data.GetRowCursor([score, label, .. found]);
        var readScore = cursor.GetGetter<float>(score);
        var readLabel = cursor.GetGetter<bool>(label);
        var channels = new ChannelsReader(cursor, found[..names.Channels.Count]);
        var series = SeriesNameReader.Create(
            cursor,
            options.SeriesColumnName is null ? null : found[names.Channels.Count]
        );
        var time = TimestampReader.Create(cursor, options.TimestampColumnName is null ? null : found[^1]);
        var segments = new SegmentsOfSeries(options.LongestPause);
        while (cursor.MoveNext())
        {
            var (value, isAnomaly) = (0f, false);
            readLabel(ref isAnomaly);
            readScore(ref value);
            segments.Add(series().ToString(), isAnomaly, new(cursor.Position, time(), value), channels);
        }

        var slots = options.ContributionsColumnName is null ? [] : SlotNamesOf(found[0], channels.Width);
        return [.. segments.runs.Select(run => run.ToSegment(slots))];
    }

    private void Add(string series, bool isAnomaly, Moment moment, ChannelsReader channels)
    {
        var (last, pause) = open.GetValueOrDefault(series);
        if (!isAnomaly)
        {
            open[series] = (pause < longestPause ? last : null, pause + 1);
            return;
        }

        if (last is null)
        {
            last = new(series, moment, channels.Width);
            runs.Add(last);
        }

        last.Add(moment, channels.Read());
        open[series] = (last, 0);
    }

    private static DataViewSchema.Column Find(IDataView data, string name, DataViewType type)
    {
        var column =
            data.Schema.GetColumnOrNull(name)
            ?? throw StepErrors.MissingColumn(Step, name, data.Schema.Where(c => !c.IsHidden).Select(c => c.Name));
        SeriesErrors.Require(column.Type.Equals(type), Step, column, $"{type}");
        return column;
    }

    private static string[] SlotNamesOf(DataViewSchema.Column column, int count)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        if (column.HasSlotNames())
        {
            column.GetSlotNames(ref names);
        }

        return names.Length == count
            ? [.. names.DenseValues().Select(name => name.ToString())]
            : [.. Enumerable.Range(0, count).Select(slot => FormattableString.Invariant($"{column.Name}.{slot}"))];
    }

    private readonly record struct Moment(long Row, double Time, float Score);

    private sealed class Run(string series, Moment begin, int channelCount)
    {
        private readonly double[] contributions = new double[channelCount];
        private readonly Moment first = begin;
        private Moment last = begin;
        private Moment peak = begin;
        private long count;

        public void Add(Moment moment, ReadOnlySpan<float> channels)
        {
            last = moment;
            peak = moment.Score > peak.Score ? moment : peak;
            count++;
            for (var c = 0; c < channels.Length; c++)
            {
                contributions[c] += channels[c];
            }
        }

        public VaeSegment ToSegment(IReadOnlyList<string> channels) =>
            new()
            {
                Series = series,
                FirstRow = first.Row,
                LastRow = last.Row,
                RowCount = count,
                PeakRow = peak.Row,
                PeakScore = peak.Score,
                FirstTime = Known(first.Time),
                LastTime = Known(last.Time),
                PeakTime = Known(peak.Time),
                Channels =
                [
                    .. channels
                        .Zip(contributions, (name, sum) => KeyValuePair.Create(name, (float)(sum / count)))
                        .OrderByDescending(channel => channel.Value),
                ],
            };

        private static double? Known(double time) => double.IsNaN(time) ? null : time;
    }
}
