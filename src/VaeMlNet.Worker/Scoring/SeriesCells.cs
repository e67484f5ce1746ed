using Microsoft.ML;

namespace VaeMlNet.Worker;

/// <summary>The channels, the time and the series of the current row of a message.</summary>
internal sealed class SeriesCells
{
    private readonly TableCells[] cells;
    private readonly ValueGetter<float>[] channels;
    private readonly Delegate? timeGetter;
    private readonly Func<double> time;
    private readonly ValueGetter<ReadOnlyMemory<char>>? name;
    private readonly float[] values;

    /// <summary>Creates the cells.</summary>
    /// <param name="rows">The message, whose columns are those of a <see cref="SeriesTable"/>.</param>
    /// <param name="series">The model's series.</param>
    public SeriesCells(MessageRows rows, VaeSeries series)
    {
        cells = rows.MakeCells();
        var count = series.Channels.Count;
        values = new float[count];
        channels = [.. cells[..count].Select(cell => (ValueGetter<float>)cell.Getter)];
        timeGetter = series.TimeColumn is null ? null : cells[count].Getter;
        time = timeGetter is null ? () => double.NaN : TimeGetter(timeGetter);
        name = series.SeriesColumn is null ? null : (ValueGetter<ReadOnlyMemory<char>>)cells[^1].Getter;
    }

    /// <summary>Gets the channels: float32 [C], NaN for missing ones.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>Gets the time: seconds since 1970 for dates, and the number itself for numbers; NaN without a time.</summary>
    public double Time { get; private set; }

    /// <summary>Gets the name of the series; empty if there is only one.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Reads a row.</summary>
    /// <exception cref="CommandException">A cell does not fit the type of its column.</exception>
    public void Read(CsvRecord record)
    {
        foreach (var cell in cells)
        {
            cell.Read(record);
        }

        for (var i = 0; i < channels.Length; i++)
        {
            channels[i](ref values[i]);
        }

        Time = time();
        if (name is not null)
        {
            ReadOnlyMemory<char> text = default;
            name(ref text);
            Name = text.ToString();
        }
    }

    /// <summary>
    /// Returns the time of a clock, as <see cref="Time"/> has it: local time for dates without an offset from UTC, which are the local times
    /// of their producer. It is infinite if times are not dates.
    /// </summary>
    public double Now(TimeProvider clock) =>
        timeGetter switch
        {
            ValueGetter<DateTime> => (clock.GetLocalNow().DateTime - DateTime.UnixEpoch).TotalSeconds,
            ValueGetter<DateTimeOffset> => (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds,
            _ => double.PositiveInfinity,
        };

    private static Func<double> TimeGetter(Delegate getter) =>
        getter switch
        {
            ValueGetter<DateTime> getDate => () => (Value(getDate) - DateTime.UnixEpoch).TotalSeconds,
            ValueGetter<DateTimeOffset> getInstant => () => (Value(getInstant) - DateTimeOffset.UnixEpoch).TotalSeconds,
            _ => () => Value((ValueGetter<double>)getter),
        };

    private static T Value<T>(ValueGetter<T> getter)
        where T : struct
    {
        T value = default;
        getter(ref value);
        return value;
    }
}
