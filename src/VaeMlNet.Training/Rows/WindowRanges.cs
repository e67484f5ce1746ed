using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>
/// Computes what scores compare windows with: the range of the levels of each channel in training windows, how levels follow from each other, and
/// which channels never stand still.
/// </summary>
internal sealed class WindowRanges
{
    // In a shorter window, a channel can stand still by chance.
    private const int ShortestOfChanges = 8;

    private readonly VaeSeries series;
    private readonly WindowLimits limits;
    private readonly LevelRelationFit? relations;
    private readonly float[] lowest; // [C]
    private readonly float[] highest;
    private readonly int[] mostUnchanged; // steps of a window, [C]
    private readonly int[] mostSteps; // between two known values, [C]

    private WindowRanges(VaeSeries series)
    {
        this.series = series;
        limits = new(series);
        var count = series.Channels.Count;
        relations = series.IsCentered && count is > 1 and <= LevelRelationFit.MostChannels ? new(series) : null;
        lowest = [.. Enumerable.Repeat(float.PositiveInfinity, count)];
        highest = [.. Enumerable.Repeat(float.NegativeInfinity, count)];
        mostUnchanged = new int[count];
        mostSteps = new int[count];
    }

    /// <summary>Returns the series with what scores compare its windows with, and the numbers of training windows and of those that are held out.</summary>
    /// <param name="series">The channels.</param>
    /// <param name="windows">The windows of all rows.</param>
    /// <param name="columns">The names of the columns of the windows and of <see cref="WindowStep.Use"/>. Windows for no use are not read.</param>
    /// <param name="cancellationToken">Cancels the pass.</param>
    public static (VaeSeries Series, long TrainingCount, long HeldOutCount) AddTo(
        VaeSeries series,
        IDataView windows,
        (string Window, string Use) columns,
        CancellationToken cancellationToken
    )
    {
        WindowRanges ranges = new(series);
        var (useOf, windowOf) = (windows.Schema[columns.Use], windows.Schema[columns.Window]);
        using var cursor = windows.GetRowCursor([useOf, windowOf]);
        var readUse = CurrentValue.Of<float>(cursor, useOf);
        var readWindow = CurrentValue.Of<VBuffer<float>>(cursor, windowOf);
        var (trainingCount, heldOutCount) = (0L, 0L);
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var use = readUse();
            trainingCount += use == WindowPlan.ForTraining ? 1 : 0;
            heldOutCount += use == WindowPlan.HeldOut ? 1 : 0;
            if (use != 0)
            {
                ranges.Add([.. readWindow().GetValues()]);
            }
        }

        return (ranges.Series(), trainingCount, heldOutCount);
    }

    private void Add(float[] window)
    {
        AddChanges(window);
        if (!series.IsCentered)
        {
            return;
        }

        limits.Apply(window);
        var levels = limits.LevelsOfLimited(window);
        foreach (var (c, level) in levels.Index())
        {
            if (float.IsFinite(level))
            {
                (lowest[c], highest[c]) = (Math.Min(lowest[c], level), Math.Max(highest[c], level));
            }
        }

        relations?.Add(levels);
    }

    private void AddChanges(float[] window)
    {
        var count = series.Channels.Count;
        for (var c = 0; c < count; c++)
        {
            var (steps, unchanged) = (0, 0);
            for (var i = c + count; i < window.Length; i += count)
            {
                steps += float.IsFinite(window[i] - window[i - count]) ? 1 : 0;
                unchanged += window[i] == window[i - count] ? 1 : 0;
            }

            mostSteps[c] = Math.Max(mostSteps[c], steps);
            mostUnchanged[c] = Math.Max(mostUnchanged[c], unchanged);
        }
    }

    private VaeSeries Series()
    {
        var steps = series.WindowLength - 1;
        bool[] isChanging =
        [
            .. mostUnchanged.Select(
                (most, c) => series.WindowLength >= ShortestOfChanges && mostSteps[c] == steps && 2 * most <= steps
            ),
        ];
        var ranged = series with { IsAlwaysChanging = isChanging.Contains(true) ? isChanging : null };
        return series.IsCentered
            ? ranged with
            {
                // A channel without any value has its mean as its only level.
                LowestLevels = [.. lowest.Select((level, c) => float.IsFinite(level) ? level : series.Means[c])],
                HighestLevels = [.. highest.Select((level, c) => float.IsFinite(level) ? level : series.Means[c])],
                LevelRelations = relations?.Fit(),
            }
            : ranged;
    }
}
