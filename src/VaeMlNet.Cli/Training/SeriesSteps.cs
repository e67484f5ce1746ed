using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet.Cli;

/// <summary>The times between the rows of a series: finds series with other steps than those of the training, and rows that are absent.</summary>
internal sealed class SeriesSteps
{
    private const int MostNamesShown = 5;

    // A series of more steps is not regular, and more hardly change the median.
    private const int MostSteps = 10_000;

    // Where rows come at irregular times, the medians of series differ by less.
    private const double LargestFactor = 1.5;

    // Steps that a clock makes a little longer or shorter are usual ones. With more others, gaps are part of the data, such as weekends.
    private const double LargestDeviation = 0.1;
    private const double LeastShareOfUsual = 0.9;
    private const double FewestStepsOfGap = 1.5;

    // Of the rows that each value had if all had equally many. Blank or mistyped cells are fewer.
    private const double LeastShareOfRows = 0.1;

    private readonly Dictionary<double, long> steps = [];
    private double lastTime = double.NaN;
    private long rowCount;
    private long run;
    private long longestRun;

    private readonly Lazy<double> median;

    private SeriesSteps()
    {
        median = new(ComputeMedian);
    }

    /// <summary>Gets the median of the steps. All must have been added.</summary>
    private double Median => median.Value;

    /// <summary>
    /// Returns a warning for the series whose windows are never full, one for those whose steps are others than in training, and one for absent rows that windows lack.
    /// </summary>
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
        var all = Read(rows, time.Name, table.Series?.Name, longest);
        var found = all.Where(of => of.Value.rowCount >= windows.WindowLength && of.Value.steps.Count > 0)
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

        if (windows.FillsAbsentRows)
        {
            yield break;
        }

        var absent = all.Values.Where(of => of.steps.Count > 0).Select(of => of.Absent(longest)).ToArray();
        if (absent.Sum(of => of.Gaps) is > 0 and var gaps)
        {
            yield return FormattableString.Invariant(
                $"Rows are absent in gaps of the time that are shorter than a window (gaps: {gaps}, rows: {absent.Sum(of => of.Rows)}). Windows have the rows beside a gap as neighbors, so that usual rows there can have high scores. Add the absent rows, with their times and empty cells."
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

    /// <summary>
    /// Returns whether the rows with each value of a column take turns: their steps are regular, and longer than those of all rows, which are not regular.
    /// Values with few rows do not count.
    /// </summary>
    /// <param name="rows">The rows, in the order of time.</param>
    /// <param name="time">The column of times.</param>
    /// <param name="column">The column.</param>
    public static bool TakeTurns(CsvTableView rows, string time, string column)
    {
        var ofValues = Read(rows, time, column, double.PositiveInfinity).Values;
        var fewest = LeastShareOfRows * ofValues.Sum(of => of.rowCount) / ofValues.Count;
        SeriesSteps[] counted = [.. ofValues.Where(of => of.rowCount >= fewest)];
        return counted.Length > 1
            && Read(rows, time, null, double.PositiveInfinity).Values.Single() is { steps.Count: > 0 } all
            // Equally spaced rows are those of one series, such as of days with the name of the weekday.
            && !all.IsRegular
            && counted.All(of =>
                of is { IsRegular: true, rowCount: > 2 } && of.Median > LargestFactor * all.MeanUpTo(of.Median)
            );
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
        if (double.IsFinite(passed) && (steps.Count < MostSteps || steps.ContainsKey(passed)))
        {
            steps[passed] = steps.GetValueOrDefault(passed) + 1;
        }
    }

    private double ComputeMedian()
    {
        var (all, before) = (steps.Values.Sum(), 0L);
        return steps.OrderBy(step => step.Key).First(step => 2 * (before += step.Value) > all).Key;
    }

    /// <summary>Returns the mean of the steps that are not longer than a usual step: gaps do not count.</summary>
    private double MeanUpTo(double usual)
    {
        var counted = steps.Where(step => step.Key <= (1 + LargestDeviation) * usual).ToArray();
        return counted.Sum(step => step.Key * step.Value) / counted.Sum(step => step.Value);
    }

    private bool IsOther(double usual) => Median > LargestFactor * usual || usual > LargestFactor * Median;

    private bool IsRegular =>
        steps.Count is > 0 and < MostSteps
        && Median > 0
        && steps.Where(step => Math.Abs(step.Key - Median) <= LargestDeviation * Median).Sum(step => step.Value)
            >= LeastShareOfUsual * steps.Values.Sum();

    /// <summary>Returns the number of gaps that are shorter than a window, and of the rows that are absent there; 0 if the steps are not equal otherwise.</summary>
    private (long Gaps, long Rows) Absent(double longestGap)
    {
        if (!IsRegular)
        {
            return (0, 0);
        }

        var usual = Median;
        var gaps = steps.Where(step => step.Key >= FewestStepsOfGap * usual && step.Key <= longestGap).ToArray();
        return (gaps.Sum(gap => gap.Value), gaps.Sum(gap => gap.Value * ((long)Math.Round(gap.Key / usual) - 1)));
    }
}
