namespace VaeMlNet;

/// <summary>Options for <c>ProduceWindows</c>.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeWindowOptions
{
    /// <summary>Gets the name of a column that tells several series in one view apart: text, a key or an integer.</summary>
    /// <value>Default: null, which means that all rows are one series.</value>
    /// <remarks>
    /// The rows of different series can alternate in any way. A window has rows of one series only.
    /// The names of a key column with key values are their texts, and a missing key has the empty name.
    /// </remarks>
    public string? SeriesColumnName { get; init; }

    /// <summary>Gets the name of a column with the time of each row: DateTime, DateTimeOffset, TimeSpan or a number.</summary>
    /// <value>Default: null, which means that rows are equally spaced.</value>
    /// <remarks>
    /// Within a series, times must not decrease. Rows with the same time follow each other in the order of the data. Missing times (NaN) are
    /// not checked.
    /// </remarks>
    public string? TimestampColumnName { get; init; }

    /// <summary>Gets the longest gap between two rows of one window, in steps. A step is the median time between rows of the data.</summary>
    /// <value>Default: null, which means the length of the window. Range: above 0. Ignored without <see cref="TimestampColumnName"/>.</value>
    /// <remarks>The row after a longer gap begins a new window, as the first row of a series does.</remarks>
    public double? LongestGap { get; init; }

    /// <summary>Gets how many rows lie between the ends of two selected windows, for <see cref="SelectedColumnName"/>.</summary>
    /// <value>Default: 1, every window. Range: 1 and up.</value>
    public int Stride { get; init; } = 1;

    /// <summary>
    /// Gets the name of a Boolean column that is true in rows whose window is full and is one of every <see cref="Stride"/> of its series.
    /// </summary>
    /// <value>Default: null, which means no such column. Not the name of the windows' column.</value>
    /// <remarks>Set it to train on these rows only: neighboring windows are nearly alike.</remarks>
    public string? SelectedColumnName { get; init; }

    internal void Check()
    {
        if (LongestGap is { } gap && !(gap > 0))
        {
            throw new ArgumentOutOfRangeException("options", gap, "VaeWindowOptions.LongestGap must be above 0 steps.");
        }

        if (Stride < 1)
        {
            throw new ArgumentOutOfRangeException("options", Stride, "VaeWindowOptions.Stride must be at least 1 row.");
        }
    }
}
