using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Joins anomalous rows of a series to segments, in one pass.</summary>
internal sealed class SegmentsOfSeries
{
    private const string Step = "FindAnomalySegments";

    private readonly List<Run> runs = [];
    private readonly Dictionary<string, (Run? Last, int Pause)> open = new(StringComparer.Ordinal);
    private readonly int longestPause;

    private readonly Func<ReadOnlyMemory<char>> series;
    private readonly Func<double> time;
    private readonly ChannelsReader channels;
    private readonly ValueGetter<float> readScore;
    private readonly ValueGetter<bool> readLabel;
    private readonly string[] slots;
    private readonly DataViewRow row;

    /// <summary>Prepares to join the rows of a cursor.</summary>
    /// <param name="row">The cursor, with the columns of <see cref="ColumnsIn"/>.</param>
    /// <param name="options">The columns to read, and the longest pause.</param>
    public SegmentsOfSeries(DataViewRow row, VaeSegmentOptions options)
    {
        this.row = row;
        longestPause = options.LongestPause;
        var columns = ColumnsIn(row.Schema, options);
        readScore = row.GetGetter<float>(columns[0]);
        readLabel = row.GetGetter<bool>(columns[1]);
        var count = options.ContributionsColumnName is null ? 0 : 1;
        channels = new(row, columns[2..(2 + count)]);
        series = SeriesNameReader.Create(row, options.SeriesColumnName);
        time = TimestampReader.Create(row, options.TimestampColumnName);
        slots =
            count == 0
                ? []
                : SlotNames.Read(columns[2])
                    ??
                    [
                        .. Enumerable
                            .Range(0, count)
                            .Select(slot => FormattableString.Invariant($"{columns[2].Name}.{slot}")),
                    ];
    }

    /// <summary>Gets the segments so far, in the order of their first rows.</summary>
    public IReadOnlyList<VaeSegment> Segments => [.. runs.Select(run => run.ToSegment(slots))];

    /// <summary>Returns the columns that are read: score, label, and those of contributions, series and time where the options name them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public static DataViewSchema.Column[] ColumnsIn(DataViewSchema schema, VaeSegmentOptions options)
    {
        var names = new SeriesColumns(
            Step,
            options.ContributionsColumnName is { } why ? [why] : [],
            options.SeriesColumnName,
            options.TimestampColumnName
        );
        return
        [
            Find(schema, options.ScoreColumnName, NumberDataViewType.Single),
            Find(schema, options.PredictedLabelColumnName, BooleanDataViewType.Instance),
            .. names.FindIn(schema),
        ];
    }

    /// <summary>Reads all rows and returns the segments, in the order of their first rows.</summary>
    public static IReadOnlyList<VaeSegment> Read(IDataView data, VaeSegmentOptions options)
    {
        using var cursor = data.GetRowCursor(ColumnsIn(data.Schema, options));
        var segments = new SegmentsOfSeries(cursor, options);
        while (cursor.MoveNext())
        {
            segments.AddRow();
        }

        return segments.Segments;
    }

    /// <summary>Adds the current row.</summary>
    public void AddRow()
    {
        var (score, isAnomaly) = (0f, false);
        readLabel(ref isAnomaly);
        readScore(ref score);
        Add(series().ToString(), isAnomaly, new(row.Position, time(), score));
    }

    private void Add(string name, bool isAnomaly, Moment moment)
    {
        var (last, pause) = open.GetValueOrDefault(name);
        if (!isAnomaly)
        {
            open[name] = (pause < longestPause ? last : null, pause + 1);
            return;
        }

        if (last is null)
        {
            last = new(name, moment, channels.Width);
            runs.Add(last);
        }

        last.Add(moment, channels.Read());
        open[name] = (last, 0);
    }

    private static DataViewSchema.Column Find(DataViewSchema schema, string name, DataViewType type)
    {
        var column =
            schema.GetColumnOrNull(name)
            ?? throw StepErrors.MissingColumn(Step, name, schema.Where(c => !c.IsHidden).Select(c => c.Name));
        SeriesErrors.Require(column.Type.Equals(type), Step, column, $"{type}");
        return column;
    }

    private readonly record struct Moment(long Row, double Time, float Score);

    private sealed class Run(string series, Moment begin, int channelCount)
    {
        private readonly float[] contributions = new float[channelCount]; // in the peak's row
        private readonly Moment first = begin;
        private Moment last = begin;
        private Moment peak = begin;
        private long count;

        public void Add(Moment moment, ReadOnlySpan<float> channels)
        {
            last = moment;
            count++;
            if (count == 1 || moment.Score > peak.Score)
            {
                peak = moment;
                channels.CopyTo(contributions);
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
                    .. channels.Zip(contributions, KeyValuePair.Create).OrderByDescending(channel => channel.Value),
                ],
            };

        private static double? Known(double time) => double.IsNaN(time) ? null : time;
    }
}
