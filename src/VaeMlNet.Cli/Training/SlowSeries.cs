using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet.Cli;

/// <summary>Finds the series whose rows are further apart than the longest gap of a window, so that none of their windows is full.</summary>
internal sealed class SlowSeries
{
    private const int MostNamesShown = 5;

    // More steps hardly change the median.
    private const int MostSteps = 1000;

    private readonly List<double> steps = [];
    private double lastTime = double.NaN;
    private long rowCount;
    private long run;
    private long longestRun;

    private SlowSeries() { }

    private double Step => steps.Order().ElementAt(steps.Count / 2);

    /// <summary>Returns a warning that names the series, their steps and the longest gap; null if there are none.</summary>
    /// <param name="rows">The rows, each series in the order of time.</param>
    /// <param name="table">The columns of the rows.</param>
    /// <param name="windows">The windows of the model.</param>
    /// <param name="advice">What follows from it, and what to do.</param>
    public static string? Warning(CsvTableView rows, SeriesTable table, VaeSeries windows, string advice)
    {
        if (table.Time is not { } time || windows.LongestGap is not { } longest)
        {
            return null;
        }

        var unit = time.Schema.Kind == VaeColumnKind.Date ? " s" : "";
        string[] slow =
        [
            .. Read(rows, time.Name, table.Series?.Name, longest)
                .Where(of => of.Value.IsSlow(windows.WindowLength, longest))
                .Select(of =>
                    FormattableString.Invariant(
                        $"{(of.Key.Length > 0 ? of.Key : "all rows")} ({of.Value.Step:0.###}{unit})"
                    )
                ),
        ];
        var names = string.Join(", ", slow.Take(MostNamesShown)) + (slow.Length > MostNamesShown ? ", …" : "");
        return slow.Length == 0
            ? null
            : FormattableString.Invariant(
                $"The rows of {slow.Length} series are usually further apart than {longest:0.###}{unit}, the longest gap of a window, so that none of their windows is full: {names}. {advice}"
            );
    }

    private static Dictionary<string, SlowSeries> Read(
        CsvTableView rows,
        string time,
        string? series,
        double longestGap
    )
    {
        var timeColumn = rows.Schema[time];
        DataViewSchema.Column[] columns = series is null ? [timeColumn] : [timeColumn, rows.Schema[series]];
        using var cursor = rows.GetRowCursor(columns);
        var timeOf = TimestampReader.Create(cursor, time);
        var nameOf = series is null ? () => default : CurrentValue.Of<ReadOnlyMemory<char>>(cursor, columns[^1]);
        var all = new Dictionary<string, SlowSeries>(StringComparer.Ordinal);
        var names = all.GetAlternateLookup<ReadOnlySpan<char>>();
        while (cursor.MoveNext())
        {
            var name = nameOf().Span;
            if (!names.TryGetValue(name, out var found))
            {
                names[name] = found = new();
            }

            found.Add(timeOf(), longestGap);
        }

        return all;
    }

    private void Add(double time, double longestGap)
    {
        var passed = time - lastTime; // NaN for the first row
        lastTime = time;
        rowCount++;
        run = passed > longestGap ? 1 : run + 1;
        longestRun = Math.Max(longestRun, run);
        if (double.IsFinite(passed) && steps.Count < MostSteps)
        {
            steps.Add(passed);
        }
    }

    private bool IsSlow(int windowLength, double longestGap) =>
        rowCount >= windowLength && longestRun < windowLength && steps.Count > 0 && Step > longestGap;
}
