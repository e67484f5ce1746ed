using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>The range of the levels of channels in training windows.</summary>
internal static class WindowLevels
{
    /// <summary>Returns the series with the lowest and the highest level of each channel.</summary>
    /// <param name="series">The channels.</param>
    /// <param name="windows">The windows of all rows.</param>
    /// <param name="columns">The names of the columns of the windows and of <see cref="WindowStep.Use"/>. Windows for no use are not read.</param>
    /// <param name="cancellationToken">Cancels the pass.</param>
    public static VaeSeries AddTo(
        VaeSeries series,
        IDataView windows,
        (string Window, string Use) columns,
        CancellationToken cancellationToken
    )
    {
        // A channel without any value has its mean as its only level.
        float[] lowest = [.. Enumerable.Repeat(float.PositiveInfinity, series.Channels.Count)];
        float[] highest = [.. Enumerable.Repeat(float.NegativeInfinity, series.Channels.Count)];
        WindowLimits limits = new(series);
        var (useOf, windowOf) = (windows.Schema[columns.Use], windows.Schema[columns.Window]);
        using var cursor = windows.GetRowCursor([useOf, windowOf]);
        var (getUse, getWindow) = (cursor.GetGetter<float>(useOf), cursor.GetGetter<VBuffer<float>>(windowOf));
        var (use, window) = (0f, default(VBuffer<float>));
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            getUse(ref use);
            if (use == 0)
            {
                continue;
            }

            getWindow(ref window);
            foreach (var (c, level) in limits.Levels(window.GetValues()).Index())
            {
                if (float.IsFinite(level))
                {
                    (lowest[c], highest[c]) = (Math.Min(lowest[c], level), Math.Max(highest[c], level));
                }
            }
        }

        return series with
        {
            LowestLevels = [.. lowest.Select((level, c) => float.IsFinite(level) ? level : series.Means[c])],
            HighestLevels = [.. highest.Select((level, c) => float.IsFinite(level) ? level : series.Means[c])],
        };
    }
}
