using System.Globalization;
using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tooling;

/// <summary>Joins rows of a series that follow each other and are above the threshold to segments.</summary>
/// <remarks>Keeps the segments in memory, and no rows.</remarks>
/// <param name="table">The columns of the series.</param>
internal sealed class SegmentWriter(SeriesTable table)
{
    private const int MostChannels = 3;

    private readonly List<Segment> segments = [];
    private readonly Dictionary<string, Segment> open = [];

    /// <summary>Gets the number of segments.</summary>
    public int Count => segments.Count;

    /// <summary>Gets the columns that <see cref="Watch"/> reads.</summary>
    public IEnumerable<string> Columns =>
        [
            ScoreWriter.ScoreColumn,
            ScoreWriter.PredictedLabelColumn,
            ScoreWriter.ContributionsColumn,
            .. new[] { table.Series, table.Time }.OfType<CsvColumn>().Select(column => column.Name),
        ];

    /// <summary>Returns an action that adds the current row of a cursor with scores and contributions.</summary>
    public Action Watch(DataViewRow row)
    {
        var getScore = row.GetGetter<float>(row.Schema[ScoreWriter.ScoreColumn]);
        var getLabel = row.GetGetter<bool>(row.Schema[ScoreWriter.PredictedLabelColumn]);
        var getChannels = row.GetGetter<VBuffer<float>>(row.Schema[ScoreWriter.ContributionsColumn]);
        var series = SeriesOf(row);
        var time = TimeOf(row);
        VBuffer<float> channels = default;
        return () =>
        {
            var isAnomaly = false;
            getLabel(ref isAnomaly);
            var name = series();
            if (!isAnomaly)
            {
                open.Remove(name);
                return;
            }

            if (!open.TryGetValue(name, out var segment))
            {
                open[name] = segment = new Segment(name, row.Position + 1, time(), table.Channels.Count);
                segments.Add(segment);
            }

            float score = 0;
            getScore(ref score);
            getChannels(ref channels);
            segment.Add(row.Position + 1, time(), score, channels.GetValues());
        };
    }

    /// <summary>Writes the segments to a CSV file, in the order of their first rows.</summary>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public void Write(string path) =>
        CsvTable.Write(
            path,
            [
                .. table.Series is null ? (string[])[] : ["Series"],
                "FromRow",
                "ToRow",
                .. table.Time is null ? (string[])[] : ["FromTime", "ToTime"],
                "Rows",
                "PeakScore",
                "PeakRow",
                .. table.Time is null ? (string[])[] : ["PeakTime"],
                "Channels",
            ],
            csv => segments.ForEach(segment => Write(csv, segment))
        );

    private void Write(CsvWriter csv, Segment segment)
    {
        if (table.Series is not null)
        {
            csv.WriteField(segment.Series, CsvQuoting.WhenNeededOrWhitespace);
        }

        csv.WriteField(segment.FirstRow);
        csv.WriteField(segment.LastRow);
        WriteTimes(csv, segment.FirstTime, segment.LastTime);
        csv.WriteField(segment.RowCount);
        csv.WriteField(segment.PeakScore);
        csv.WriteField(segment.PeakRow);
        WriteTimes(csv, segment.PeakTime);
        csv.WriteField(
            string.Join(
                ';',
                segment
                    .Channels.Zip(table.ChannelNames)
                    .OrderByDescending(channel => channel.First)
                    .Take(MostChannels)
                    .Select(channel => channel.Second)
            ),
            CsvQuoting.WhenNeededOrWhitespace
        );
        csv.EndRecord();
    }

    private void WriteTimes(CsvWriter csv, params ReadOnlySpan<string> times)
    {
        if (table.Time is null)
        {
            return;
        }

        foreach (var time in times)
        {
            csv.WriteField(time, CsvQuoting.WhenNeededOrWhitespace);
        }
    }

    private Func<string> SeriesOf(DataViewRow row)
    {
        if (table.Series is not { } column)
        {
            return () => "";
        }

        var getter = row.GetGetter<ReadOnlyMemory<char>>(row.Schema[column.Name]);
        ReadOnlyMemory<char> name = default;
        return () =>
        {
            getter(ref name);
            return name.ToString();
        };
    }

    /// <summary>Returns a function that gives the time of the current row in the format of the file.</summary>
    private Func<string> TimeOf(DataViewRow row)
    {
        if (table.Time is not { } column)
        {
            return () => "";
        }

        var source = row.Schema[column.Name];
        if (column.Schema.Kind != VaeColumnKind.Date)
        {
            var getNumber = row.GetGetter<double>(source);
            return () =>
            {
                double number = 0;
                getNumber(ref number);
                return number.ToString("R", CultureInfo.InvariantCulture);
            };
        }

        var getDate = row.GetGetter<DateTime>(source);
        return () =>
        {
            DateTime date = default;
            getDate(ref date);
            return column.Schema.FormatDate(date);
        };
    }

    private sealed class Segment(string series, long firstRow, string firstTime, int channelCount)
    {
        public string Series => series;

        public long FirstRow => firstRow;

        public string FirstTime => firstTime;

        public long LastRow { get; private set; }

        public string LastTime { get; private set; } = "";

        public long RowCount { get; private set; }

        public float PeakScore { get; private set; } = float.NegativeInfinity;

        public long PeakRow { get; private set; }

        public string PeakTime { get; private set; } = "";

        public double[] Channels { get; } = new double[channelCount];

        public void Add(long row, string time, float score, ReadOnlySpan<float> channels)
        {
            (LastRow, LastTime) = (row, time);
            RowCount++;
            if (score > PeakScore)
            {
                (PeakScore, PeakRow, PeakTime) = (score, row, time);
            }

            for (var i = 0; i < Channels.Length; i++)
            {
                Channels[i] += channels.Length > i ? channels[i] : 0;
            }
        }
    }
}
