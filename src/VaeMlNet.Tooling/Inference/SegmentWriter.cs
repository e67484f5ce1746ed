using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet.Tooling;

/// <summary>Collects the anomalous rows of series, and writes or describes the segments that they form.</summary>
/// <remarks>Keeps the rows above the threshold in memory, and for each run of them the row that ends it.</remarks>
/// <param name="data">The rows that are scored.</param>
/// <param name="windows">The windows of the model.</param>
internal sealed class SegmentWriter(SeriesInferenceRows data, VaeSeries windows)
{
    /// <summary>The name of the column with the distance of a row itself from the threshold.</summary>
    public const string RowExcessColumn = WrittenColumn.Mark + "RowExcess";

    private const int MostChannels = 3;

    private readonly SeriesTable table = data.Table;
    private readonly List<(SegmentRow Row, long Number, string Time, float[] Values, float[]? Origins)> rows = [];
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private readonly CounterOrigins counters = new(windows.Channels, windows.Counters, windows.LongestGap);

    /// <summary>Gets the columns that <see cref="Watch"/> reads.</summary>
    public IEnumerable<string> Columns =>
        [
            ScoreWriter.ScoreColumn,
            ScoreWriter.PredictedLabelColumn,
            ScoreWriter.ContributionsColumn,
            RowExcessColumn,
            .. table.ChannelNames,
            .. new[] { table.Time?.Name, TimeColumn, table.Series?.Name }.OfType<string>().Distinct(),
        ];

    /// <summary>Gets the column with the time, of numbers the one with their texts: double has fewer digits than nanoseconds since 1970.</summary>
    private string? TimeColumn =>
        table.Time is { Type: NumberDataViewType } ? SeriesInferenceRows.TimeTextColumn : table.Time?.Name;

    /// <summary>Returns an action that adds the current row of a cursor with scores, contributions and excesses.</summary>
    public Action Watch(DataViewRow row)
    {
        var score = CurrentValue.Of<float>(row, row.Schema[ScoreWriter.ScoreColumn]);
        var label = CurrentValue.Of<bool>(row, row.Schema[ScoreWriter.PredictedLabelColumn]);
        var channels = CurrentValue.Of<VBuffer<float>>(row, row.Schema[ScoreWriter.ContributionsColumn]);
        var excess = CurrentValue.Of<float>(row, row.Schema[RowExcessColumn]);
        var series = SeriesOf(row);
        var time = TimeOf(row);
        var seconds = TimestampReader.Create(row, table.Time?.Name);
        Func<float>[] cells =
        [
            .. table.ChannelNames.Select(channel => CurrentValue.Of<float>(row, row.Schema[channel])),
        ];
        float[] Values() => Array.ConvertAll(cells, cell => cell());
        return () =>
        {
            var isAnomaly = label();
            var name = series();
            var origins = counters.HasCounters ? counters.Add(name, Values(), seconds()) : null;
            if (isAnomaly)
            {
                open.Add(name);
            }
            else if (!open.Remove(name))
            {
                // Of normal rows, only the first one after a run is needed.
                return;
            }

            rows.Add(
                (
                    new()
                    {
                        Series = name,
                        Time = seconds(),
                        Score = score(),
                        PredictedLabel = isAnomaly,
                        RowExcess = excess(),
                        Contributions = [.. channels().DenseValues()],
                    },
                    row.Position + 1,
                    time(),
                    Values(),
                    origins
                )
            );
        };
    }

    /// <summary>Writes the segments to a CSV file, in the order of their first rows.</summary>
    /// <returns>The number of segments.</returns>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public int Write(string path)
    {
        var segments = FindSegments();
        var hasPaths = rows.Exists(row => data.Find(row.Number).Path is not null);
        string[] RowColumns(string name) => hasPaths ? [$"{name}File", $"{name}Row"] : [$"{name}Row"];
        CsvTable.Write(
            path,
            [
                .. table.Series is null ? (string[])[] : ["Series"],
                .. RowColumns("From"),
                .. RowColumns("To"),
                .. table.Time is null ? (string[])[] : ["FromTime", "ToTime"],
                "Rows",
                "PeakScore",
                .. RowColumns("Peak"),
                .. table.Time is null ? (string[])[] : ["PeakTime"],
                "Channels",
            ],
            csv =>
            {
                foreach (var segment in segments)
                {
                    Write(csv, segment);
                }
            }
        );
        return segments.Count;
    }

    /// <summary>Describes the segments with the highest scores, the highest first: the header, and a line for each.</summary>
    public (string[] Header, IReadOnlyList<string[]> Lines) MostUnusual(int count) =>
        (
            [
                .. table.Series is null ? (string[])[] : ["series"],
                data.IsSorted ? "first to last row by time" : "rows",
                .. table.Time is null ? (string[])[] : ["peak"],
                "score",
                "channels at the peak",
            ],
            [.. FindSegments().OrderByDescending(segment => segment.PeakScore).Take(count).Select(Describe)]
        );

    private string[] Describe(VaeSegment segment)
    {
        var (first, last, peak) = (rows[(int)segment.FirstRow], rows[(int)segment.LastRow], rows[(int)segment.PeakRow]);
        var channels = segment
            .Channels.Take(MostChannels)
            .Select(channel =>
            {
                var index = Array.IndexOf(table.ChannelNames, channel.Key);
                var value = peak.Values[index];
                return float.IsNaN(value) ? $"{channel.Key} missing"
                    : counters.IsCounter(index) && peak.Origins![index] is var origin && !float.IsNaN(origin)
                        ? FormattableString.Invariant($"{channel.Key} +{value - origin}")
                    : FormattableString.Invariant($"{channel.Key} {value}");
            });
        return
        [
            .. table.Series is null ? (string[])[] : [segment.Series],
            Places(data.Find(first.Number), data.Find(last.Number)),
            .. table.Time is null ? (string[])[] : [peak.Time],
            FormattableString.Invariant($"{segment.PeakScore:0.0#}"),
            string.Join("; ", channels),
        ];
    }

    private static string Places((string? Path, long Row) first, (string? Path, long Row) last)
    {
        var from = FormattableString.Invariant($"{(first.Path is { } path ? $"{path}, " : "")}{first.Row}");
        return first == last
            ? from
            : FormattableString.Invariant(
                $"{from} to {(last.Path is { } other && other != first.Path ? $"{other}, " : "")}{last.Row}"
            );
    }

    private IReadOnlyList<VaeSegment> FindSegments()
    {
        var schema = SchemaDefinition.Create(typeof(SegmentRow));
        var contributions = schema[nameof(SegmentRow.Contributions)];
        contributions.ColumnType = new VectorDataViewType(NumberDataViewType.Single, table.Channels.Count);
        VBuffer<ReadOnlyMemory<char>> names = new(
            table.Channels.Count,
            Array.ConvertAll(table.ChannelNames, name => name.AsMemory())
        );
        contributions.AddAnnotation(
            "SlotNames",
            names,
            new VectorDataViewType(TextDataViewType.Instance, table.Channels.Count)
        );
        MLContext ml = new(seed: 1);
        return ml.Data.FindAnomalySegments(
            ml.Data.LoadFromEnumerable(rows.Select(row => row.Row), schema),
            new()
            {
                SeriesColumnName = nameof(SegmentRow.Series),
                TimestampColumnName = nameof(SegmentRow.Time),
                LongestGap = windows.LongestGap,
                ContributionsColumnName = nameof(SegmentRow.Contributions),
                UsualContributions = windows.UsualContributions,
                RowExcessColumnName = nameof(SegmentRow.RowExcess),
                WindowLength = windows.WindowLength,
            }
        );
    }

    private void Write(CsvWriter csv, VaeSegment segment)
    {
        var (first, last, peak) = (rows[(int)segment.FirstRow], rows[(int)segment.LastRow], rows[(int)segment.PeakRow]);
        if (table.Series is not null)
        {
            csv.WriteField(segment.Series, CsvQuoting.WhenNeededOrWhitespace);
        }

        WritePlace(csv, first.Number);
        WritePlace(csv, last.Number);
        WriteTimes(csv, first.Time, last.Time);
        csv.WriteField(segment.RowCount);
        csv.WriteField(segment.PeakScore);
        WritePlace(csv, peak.Number);
        WriteTimes(csv, peak.Time);
        csv.WriteField(
            string.Join(';', segment.Channels.Take(MostChannels).Select(channel => channel.Key)),
            CsvQuoting.WhenNeededOrWhitespace
        );
        csv.EndRecord();
    }

    private void WritePlace(CsvWriter csv, long number)
    {
        var (path, row) = data.Find(number);
        if (path is not null)
        {
            csv.WriteField(path, CsvQuoting.WhenNeededOrWhitespace);
        }

        csv.WriteField(row);
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

    private Func<string> SeriesOf(DataViewRow row) =>
        table.Series is { } column
            ? CurrentValue.Of<ReadOnlyMemory<char>, string>(row, row.Schema[column.Name], name => name.ToString())
            : () => "";

    /// <summary>Returns a function that gives the time of the current row in the format of the file.</summary>
    private Func<string> TimeOf(DataViewRow row)
    {
        if (TimeColumn is not { } name)
        {
            return () => "";
        }

        var (source, schema) = (row.Schema[name], table.Time!.Schema);
        return source.Type switch
        {
            DateTimeDataViewType => CurrentValue.Of<DateTime, string>(row, source, schema.FormatDate),
            DateTimeOffsetDataViewType => CurrentValue.Of<DateTimeOffset, string>(row, source, schema.FormatInstant),
            _ => CurrentValue.Of<ReadOnlyMemory<char>, string>(row, source, text => text.ToString()),
        };
    }

    private sealed class SegmentRow
    {
        public required string Series { get; init; }

        public required double Time { get; init; }

        public required float Score { get; init; }

        public required bool PredictedLabel { get; init; }

        public required float RowExcess { get; init; }

        public required float[] Contributions { get; init; }
    }
}
