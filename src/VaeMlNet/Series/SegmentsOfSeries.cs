using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>Joins anomalous rows of a series to segments, in one pass.</summary>
internal sealed class SegmentsOfSeries
{
    private const string Step = "FindAnomalySegments";

    // A row beside a spike is reconstructed a little worse, too.
    private const float LeastShareOfHighest = 0.05f;

    private readonly List<VaeSegment> segments = [];
    private readonly Dictionary<string, Run> open = new(StringComparer.Ordinal);
    private readonly int longestPause;
    private readonly double? longestGap;
    private readonly int windowLength;
    private readonly Func<float>? readExcess;

    private readonly Func<ReadOnlyMemory<char>> series;
    private readonly Func<double> time;
    private readonly ChannelsReader channels;
    private readonly Func<float> readScore;
    private readonly Func<bool> readLabel;
    private readonly string[] slots;
    private readonly IReadOnlyList<float>? usual;
    private readonly DataViewRow row;

    /// <summary>Prepares to join the rows of a cursor.</summary>
    /// <param name="row">The cursor, with the columns of <see cref="ColumnsIn"/>.</param>
    /// <param name="options">The columns to read, and the longest pause.</param>
    public SegmentsOfSeries(DataViewRow row, VaeSegmentOptions options)
    {
        this.row = row;
        longestPause = options.LongestPause;
        longestGap = options.LongestGap;
        windowLength = options.WindowLength;
        readExcess = options.RowExcessColumnName is { } excess
            ? CurrentValue.Of<float>(row, FindExcess(row.Schema, excess))
            : null;
        var columns = ColumnsIn(row.Schema, options);
        readScore = CurrentValue.Of<float>(row, columns[0]);
        readLabel = CurrentValue.Of<bool>(row, columns[1]);
        var count = options.ContributionsColumnName is null ? 0 : 1;
        channels = new(row, columns[2..(2 + count)]);
        series = SeriesNameReader.Create(row, options.SeriesColumnName);
        time = TimestampReader.Create(row, options.TimestampColumnName);
        usual = count == 0 ? null : options.UsualContributions;
        if (usual is not null && usual.Count != channels.Width)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                FormattableString.Invariant(
                    $"VaeSegmentOptions.UsualContributions has {usual.Count} numbers, but column '{columns[2].Name}' has {channels.Width} slots. Pass those of the model that scored the rows."
                )
            );
        }

        slots =
            count == 0
                ? []
                : SlotNames.Read(columns[2])
                    ??
                    [
                        .. Enumerable
                            .Range(0, channels.Width)
                            .Select(slot => FormattableString.Invariant($"{columns[2].Name}.{slot}")),
                    ];
    }

    /// <summary>Gets the segments that have ended, in the order of their first rows.</summary>
    public IReadOnlyList<VaeSegment> Segments => [.. segments.OrderBy(segment => segment.FirstRow)];

    /// <summary>Returns the columns that are read: score, label, and those of contributions, series, time and excess where the options name them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public static DataViewSchema.Column[] ColumnsIn(DataViewSchema schema, VaeSegmentOptions options)
    {
        var names = new SeriesColumns(
            Step,
            options.ContributionsColumnName is { } why ? [why] : [],
            options.SeriesColumnName,
            options.TimestampColumnName
        )
        {
            ChannelsOption = nameof(options.ContributionsColumnName),
        };
        return
        [
            Find(schema, options.ScoreColumnName, NumberDataViewType.Single, nameof(options.ScoreColumnName)),
            Find(
                schema,
                options.PredictedLabelColumnName,
                BooleanDataViewType.Instance,
                nameof(options.PredictedLabelColumnName)
            ),
            .. names.FindIn(schema),
            .. options.RowExcessColumnName is { } excess ? (DataViewSchema.Column[])[FindExcess(schema, excess)] : [],
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

        segments.Finish();
        return segments.Segments;
    }

    /// <summary>Adds the current row.</summary>
    public void AddRow() => Add(series().ToString(), readLabel(), new(row.Position, time(), readScore()));

    /// <summary>Ends the segments, after the last row.</summary>
    public void Finish()
    {
        foreach (var (name, run) in open)
        {
            Close(name, run.Rows);
        }

        open.Clear();
    }

    private void Add(string name, bool isAnomaly, Moment moment)
    {
        if (
            open.TryGetValue(name, out var run)
            && (moment.Time - run.LastTime > longestGap || (!isAnomaly && run.Pause == longestPause))
        )
        {
            open.Remove(name);
            Close(name, run.Rows);
            run = null;
        }

        if (run is null && !isAnomaly)
        {
            return;
        }

        open[name] = run ??= new();
        if (isAnomaly)
        {
            run.Rows.Add(new(moment, run.Length, readExcess?.Invoke() ?? 0, channels.Read().ToArray()));
        }

        run.Pause = isAnomaly ? 0 : run.Pause + 1;
        run.Length++;
        run.LastTime = double.IsNaN(moment.Time) ? run.LastTime : moment.Time;
    }

    /// <summary>Adds the segments of a run.</summary>
    private void Close(string name, List<AnomalousRow> run)
    {
        var first = -1;
        var last = -1;
        for (var i = 0; i < run.Count; i++)
        {
            if (!IsOfEvent(run, i))
            {
                continue;
            }

            if (first >= 0 && run[i].Place - run[last].Place > windowLength)
            {
                segments.Add(Segment(name, run[first..(last + 1)]));
                first = i;
            }

            first = first < 0 ? i : first;
            last = i;
        }

        segments.Add(Segment(name, first < 0 ? run : run[first..(last + 1)]));
    }

    /// <summary>Returns whether a row is unusual itself, also beside the most unusual row that shares a window with it.</summary>
    private bool IsOfEvent(List<AnomalousRow> run, int row)
    {
        if (!(run[row].Excess > 0))
        {
            return false;
        }

        // The error of a row changes the reconstruction of the whole window.
        var i = row;
        while (i > 0 && run[row].Place - run[i - 1].Place < windowLength)
        {
            i--;
        }

        for (; i < run.Count && run[i].Place - run[row].Place < windowLength; i++)
        {
            if (run[row].Excess < LeastShareOfHighest * run[i].Excess)
            {
                return false;
            }
        }

        return true;
    }

    private VaeSegment Segment(string name, List<AnomalousRow> rows)
    {
        var peak = rows.MaxBy(row => row.Moment.Score)!;
        return new()
        {
            Series = name,
            FirstRow = rows[0].Moment.Row,
            LastRow = rows[^1].Moment.Row,
            RowCount = rows.Count,
            PeakRow = peak.Moment.Row,
            PeakScore = peak.Moment.Score,
            FirstTime = Known(rows[0].Moment.Time),
            LastTime = Known(rows[^1].Moment.Time),
            PeakTime = Known(peak.Moment.Time),
            Channels = Reasons(peak.Channels),
        };
    }

    /// <summary>Returns the channels that contribute more than usual, and at least the first.</summary>
    private KeyValuePair<string, float>[] Reasons(float[] contributions)
    {
        KeyValuePair<string, float>[] channels =
        [
            .. slots
                .Select((slot, c) => KeyValuePair.Create(slot, contributions[c] - (usual?[c] ?? 0)))
                .OrderByDescending(channel => channel.Value),
        ];
        return [.. channels.Where((channel, place) => place == 0 || channel.Value > 0)];
    }

    private static double? Known(double time) => double.IsNaN(time) ? null : time;

    private static DataViewSchema.Column FindExcess(DataViewSchema schema, string name) =>
        Find(schema, name, NumberDataViewType.Single, nameof(VaeSegmentOptions.RowExcessColumnName));

    private static DataViewSchema.Column Find(DataViewSchema schema, string name, DataViewType type, string option)
    {
        var column =
            schema.GetColumnOrNull(name) ?? throw StepErrors.MissingColumn(Step, name, schema.VisibleNames(), option);
        SeriesErrors.Require(column.Type.Equals(type), Step, name, column.Type.ToString()!, $"{type}");
        return column;
    }

    private sealed class Run
    {
        public List<AnomalousRow> Rows { get; } = [];

        public int Pause { get; set; }

        public int Length { get; set; }

        public double LastTime { get; set; } = double.NaN;
    }

    private readonly record struct Moment(long Row, double Time, float Score);

    // The place is the number of the row among all rows of the run, also those of pauses.
    private sealed record AnomalousRow(Moment Moment, int Place, float Excess, float[] Channels);
}
