using Microsoft.ML;

namespace VaeMlNet;

/// <summary>The usual time between two rows of a series.</summary>
internal static class TimeSteps
{
    /// <summary>More differences than these hardly change the median.</summary>
    private const int MostDifferences = 1_000_000;

    /// <summary>Returns the median time between neighboring rows of a series; NaN if no series has two rows.</summary>
    /// <exception cref="InvalidOperationException">Rows are not in the order of time, or most of them have the same time.</exception>
    public static double ReadMedian(IDataView data, SeriesColumns columns)
    {
        var found = columns.FindIn(data.Schema)[columns.Channels.Count..];
        using var cursor = data.GetRowCursor(found);
        var name = SeriesNameReader.Create(cursor, columns.Series);
        var time = TimestampReader.Create(cursor, columns.Timestamp);
        var windows = new SeriesWindows(columns.Step, length: 1, channelCount: 0, longestGap: null);
        var last = new List<double>();
        var differences = new List<double>();
        while (differences.Count < MostDifferences && cursor.MoveNext())
        {
            var now = time();
            var (number, _) = windows.Add(name().Span, [], now, cursor.Position);
            if (number == last.Count)
            {
                last.Add(double.NaN);
            }

            var passed = now - last[number];
            last[number] = now;
            if (double.IsFinite(passed))
            {
                differences.Add(passed);
            }
        }

        if (differences.Count == 0)
        {
            return double.NaN;
        }

        var median = Quantile.Compute(differences, 0.5);
        return median > 0 ? median : throw SeriesErrors.SameTimes(columns.Step, columns.Timestamp!);
    }
}
