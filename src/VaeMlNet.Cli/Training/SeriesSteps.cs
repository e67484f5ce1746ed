using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet.Cli;

/// <summary>The times between the rows of a series: finds series with other steps than those of the training.</summary>
internal sealed class SeriesSteps
{
    private const int MostNamesShown = 5;

    // More steps hardly change the median.
    private const int MostSteps = 1000;

    // Where rows come at irregular times, the medians of series differ by less.
    private const double LargestFactor = 1.5;

    private readonly List<double> steps = [];
    private double lastTime = double.NaN;
    private long rowCount;
    private long run;
    private long longestRun;

    private SeriesSteps() { }

    private double Median => steps.Order().ElementAt(steps.Count / 2);

    /// <summary>Returns a warning for the series whose windows are never full, and one for those whose steps are others than in training.</summary>
    /// <param name="rows">The rows, each series in the order of time.</param>
    /// <param name="table">The columns of the rows.</param>
    /// <param name="windows">The windows of the model.</param>
    /// <param name="adviceForSlow">What follows for series without a full window, and what to do.</param>
    /// <param name="adviceForOthers">What follows for the other series, and what to do.</param>
    public static IEnumerable<string> Warnings(
        CsvTableView rows,
        SeriesTable table,
        VaeSeries windows,
        string adviceForSlow,
        string adviceForOthers
    )
    {
        if (table.Time is not { } time || windows.LongestGap is not { } longest)
        {
            yield break;
        }

        var unit = time.Schema.Kind == VaeColumnKind.Date ? " s" : "";
        var found = Read(rows, time.Name, table.Series?.Name, longest)
            .Where(of => of.Value.rowCount >= windows.WindowLength && of.Value.steps.Count > 0)
            .ToLookup(of => of.Value.longestRun < windows.WindowLength && of.Value.Median > longest);
        if (found[true].ToArray() is { Length: > 0 } slow)
        {
            yield return FormattableString.Invariant(
                $"The rows of {slow.Length} series are usually further apart than {longest:0.###}{unit}, the longest gap of a window, so that none of their windows is full: {Names(slow)}. {adviceForSlow}"
            );
        }

        if (
            windows.TimeStep is { } usual
            && found[false].Where(of => of.Value.IsOther(usual)).ToArray() is { Length: > 0 } others
        )
        {
            yield return FormattableString.Invariant(
                $"The usual time between two rows of {others.Length} series is far from the {usual:0.###}{unit} of the training: {Names(others)}. {adviceForOthers}"
            );
        }

        string Names(KeyValuePair<string, SeriesSteps>[] series) =>
            string.Join(
                ", ",
                series
                    .Take(MostNamesShown)
                    .Select(of =>
                        FormattableString.Invariant(
                            $"{(of.Key.Length > 0 ? of.Key : "all rows")} ({of.Value.Median:0.###}{unit})"
                        )
                    )
            ) + (series.Length > MostNamesShown ? ", …" : "");
    }

    private static Dictionary<string, SeriesSteps> Read(
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
        var all = new Dictionary<string, SeriesSteps>(StringComparer.Ordinal);
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

    private bool IsOther(double usual) => Median > LargestFactor * usual || usual > LargestFactor * Median;
}
