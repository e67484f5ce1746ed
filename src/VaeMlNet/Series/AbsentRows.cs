namespace VaeMlNet;

/// <summary>The rows that are absent between two others, because a logger skipped them: windows have them, without values.</summary>
/// <param name="Step">The usual time between two rows, above 0.</param>
/// <param name="LongestGap">The longest time between two rows where the absent ones between them count.</param>
internal sealed record AbsentRows(double Step, double LongestGap)
{
    /// <summary>The mark of windows that end with an absent row.</summary>
    public const int Mark = -1;

    /// <summary>The time in steps by which rows may come earlier after an absent one. If they come earlier still, the row was late.</summary>
    public const double LargestLead = 0.5 + 1e-6;

    /// <summary>The time in steps below which rows come together, because they were kept until then.</summary>
    public const double StepsOfBunch = 0.25;

    /// <summary>The time in steps between two rows from which a row is absent.</summary>
    private const double FewestStepsOfGap = 1.5;

    /// <summary>Returns the absent rows of gaps that are shorter than a window.</summary>
    /// <param name="step">The usual time between two rows.</param>
    /// <param name="length">The number W of rows in a window.</param>
    /// <param name="longestGap">The longest time between two rows of one window; null for any.</param>
    public static AbsentRows Of(double step, int length, double? longestGap) =>
        new(step, Math.Min(step * length, longestGap ?? double.PositiveInfinity));

    /// <summary>Returns the absent rows in the windows of a model; null if they have none.</summary>
    public static AbsentRows? Of(VaeSeries series) =>
        series is { FillsAbsentRows: true, TimeStep: { } step }
            ? Of(step, series.WindowLength, series.LongestGap)
            : null;

    /// <summary>Returns the time of the first row that is absent between two times; null if none is.</summary>
    public double? FirstBetween(double last, double next)
    {
        var (passed, first) = (next - last, last + Step);
        // A step that is lost in the digits of the time would be added for ever.
        return passed >= FewestStepsOfGap * Step && passed <= LongestGap && first > last ? first : null;
    }
}
