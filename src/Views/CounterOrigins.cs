namespace VaeMlNet.Views;

/// <summary>The values from which the increases of counters are counted, row by row, for lists and charts.</summary>
/// <remarks>Not thread-safe. This source file is compiled into each assembly that has views.</remarks>
/// <param name="channels">The channels of the model.</param>
/// <param name="counters">Those that are counters; null for none.</param>
/// <param name="longestGap">The time after which a series begins again; null for none.</param>
internal sealed class CounterOrigins(
    IReadOnlyList<string> channels,
    IReadOnlyCollection<string>? counters,
    double? longestGap
)
{
    private readonly Dictionary<string, (float[] Values, double Time)> last = new(StringComparer.Ordinal);

    private readonly bool[] isCounter = [.. channels.Select(channel => counters?.Contains(channel) == true)];

    /// <summary>Gets whether a channel is a counter.</summary>
    public bool HasCounters => counters is not null;

    /// <summary>Returns whether a channel is a counter.</summary>
    public bool IsCounter(int channel) => isCounter[channel];

    /// <summary>Adds the next row of a series.</summary>
    /// <param name="name">The name of the series.</param>
    /// <param name="row">The channels: float32 [C], NaN for missing ones.</param>
    /// <param name="time">The time; NaN without times.</param>
    /// <returns>
    /// The values to subtract from the row, float32 [C]: for counters the last known value, or 0 after a reset, or NaN where no value is known since the
    /// series began or was interrupted; 0 for other channels.
    /// </returns>
    public float[] Add(string name, ReadOnlySpan<float> row, double time)
    {
        var origins = new float[row.Length];
        if (!last.TryGetValue(name, out var before) || time - before.Time > longestGap)
        {
            before.Values = new float[row.Length];
            before.Values.AsSpan().Fill(float.NaN);
        }

        for (var c = 0; c < row.Length; c++)
        {
            origins[c] =
                !isCounter[c] ? 0
                : row[c] < before.Values[c] ? 0
                : before.Values[c];
            before.Values[c] = float.IsNaN(row[c]) ? before.Values[c] : row[c];
        }

        last[name] = (before.Values, double.IsNaN(time) ? before.Time : time);
        return origins;
    }
}
