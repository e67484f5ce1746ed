using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>The times between two rows of a series.</summary>
/// <param name="Median">The usual one.</param>
/// <param name="AreRegular">Whether rows come at this step, except for a few that are absent.</param>
internal sealed record TimeSteps(double Median, bool AreRegular)
{
    /// <summary>More differences than these hardly change the median.</summary>
    private const int MostDifferences = 1_000_000;

    // Steps that a clock makes a little longer or shorter are usual ones.
    private const double LargestDeviation = 0.1;
    private const double LeastShareOfRegular = 0.9;

    // Where more are absent, gaps are part of the data, such as nights and weekends.
    private const double LeastShareOfRows = 0.75;

    // Rows that come late make more steps than time has passed.
    private const double LargestShareOfLate = 0.02;

    private const int FewestRecurrences = 4;

    /// <summary>Returns the times between neighboring rows of a series; null without timestamps, or if no series has two rows.</summary>
    /// <param name="data">The rows, in the order of time.</param>
    /// <param name="columns">The columns of the channels, the series and the time.</param>
    /// <param name="mostSteps">The most usual steps between two rows of one window.</param>
    /// <exception cref="InvalidOperationException">Rows are not in the order of time, or most of them have the same time.</exception>
    public static TimeSteps? Read(IDataView data, SeriesColumns columns, int mostSteps)
    {
        if (columns.Timestamp is null)
        {
            return null;
        }

        var found = columns.FindIn(data.Schema)[columns.Channels.Count..];
        using var cursor = data.GetRowCursor(found);
        var name = SeriesNameReader.Create(cursor, columns.Series);
        var time = TimestampReader.Create(cursor, columns.Timestamp);
        var windows = new SeriesWindows(new(columns.Step, Length: 1, ChannelCount: 0, LongestGap: null, Units: null));
        var last = new List<double>();
        var differences = new List<(int Series, double Passed)>();
        while (differences.Count < MostDifferences && cursor.MoveNext())
        {
            var now = time();
            var (number, _, _) = windows.Add(name().Span, [], now, cursor.Position);
            if (number == last.Count)
            {
                last.Add(double.NaN);
            }

            var passed = now - last[number];
            last[number] = now;
            if (double.IsFinite(passed))
            {
                differences.Add((number, passed));
            }
        }

        if (differences.Count == 0)
        {
            return null;
        }

        var median = Quantile.Compute(differences.Select(difference => difference.Passed), 0.5);
        return median > 0
            ? new(median, IsRegular(differences, median, mostSteps))
            : throw SeriesErrors.SameTimes(columns.Step, columns.Timestamp, columns.Series);
    }

    /// <summary>Returns whether most steps are one or more usual ones, in series where few rows are absent, and not at regular times.</summary>
    private static bool IsRegular(IEnumerable<(int Series, double Passed)> differences, double median, int mostSteps)
    {
        var (regular, all) = (0, 0);
        foreach (
            var steps in differences
                .Where(of => of.Passed <= mostSteps * median)
                .GroupBy(of => of.Series, of => of.Passed / median)
        )
        {
            var (ofSeries, count, rows, passed) = (0, 0, 0L, 0.0);
            var gaps = new List<(int Absent, long Place)>();
            foreach (var step in steps)
            {
                var whole = Math.Max((int)Math.Round(step), 1);
                ofSeries += Math.Abs(step - whole) <= LargestDeviation ? 1 : 0;
                rows += whole;
                passed += step;
                count++;
                if (whole > 1)
                {
                    gaps.Add((whole - 1, rows));
                }
            }

            all += count;
            var isComplete = count >= LeastShareOfRows * rows && rows - passed <= LargestShareOfLate * count;
            regular += isComplete && !AreRecurring(gaps) ? ofSeries : 0;
        }

        return regular >= LeastShareOfRegular * all;
    }

    /// <summary>
    /// Returns whether most absent rows are in gaps of one length that come at equal distances: the time of nights and Sundays has no rows, and a clock of whole
    /// minutes shows rows every 66 s as one or two minutes apart.
    /// </summary>
    private static bool AreRecurring(List<(int Absent, long Place)> gaps) =>
        gaps.GroupBy(gap => gap.Absent).Where(IsRecurring).Sum(of => of.Key * of.Count()) * 2
        > gaps.Sum(gap => gap.Absent);

    private static bool IsRecurring(IEnumerable<(int Absent, long Place)> gaps)
    {
        double[] places = [.. gaps.Select(gap => (double)gap.Place)];
        double[] distances = [.. places.Skip(1).Zip(places, (place, last) => place - last)];
        if (distances.Length < FewestRecurrences)
        {
            return false;
        }

        var median = Quantile.Compute(distances, 0.5);
        return Quantile.Compute(distances.Select(distance => Math.Abs(distance - median)), 0.5)
            <= LargestDeviation * median;
    }
}
