using VaeMlNet.Dates;

namespace VaeMlNet;

/// <summary>Tells what is unusual about a date, whose slots are its days and the angles of its season, its weekday and its hour.</summary>
internal sealed class DateReason(VaeColumn column, ReasonPlace place, UsualRows? usual, VaeColumnSchema schema)
    : ColumnReason(column, place, usual)
{
    private static readonly TimeSpan[] Units =
    [
        TimeSpan.FromDays(1),
        TimeSpan.FromHours(1),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromSeconds(1),
    ];

    private readonly DateSlots dates = new(schema);
    private readonly DateTime origin = schema.Origin ?? DateTime.UnixEpoch;

    public override void Hide(StepBatch inputs, int row) => inputs.Input<float>(Place.Input, row).Fill(float.NaN);

    public override string Tell(in ReasonCells cells)
    {
        var slots = cells.Read<float>(Place.Input);
        if (DateOf(slots) is not { } date)
        {
            return TellMissing(Column.Name);
        }

        var text = TellCell(cells);
        if (Slots is { Lows.Count: > 0 } usual && (slots[0] < usual.Lows[0] || slots[0] > usual.Highs[0]))
        {
            return $"{text}, usually {Format(usual.Lows[0])} to {Format(usual.Highs[0])}";
        }

        var (part, largest) = ("days", ExcessOf(0, cells.Contributions));
        for (var slot = 1; slot < Place.Width; slot += 2)
        {
            // A sine and a cosine.
            var excess = ExcessOf(slot, cells.Contributions) + ExcessOf(slot + 1, cells.Contributions);
            (part, largest) = excess > largest ? (dates.Names[slot].Split('.')[0], excess) : (part, largest);
        }

        return part switch
        {
            "weekday" => $"{text}, a {date.DayOfWeek}: {Together}",
            "hour" => $"{text}: an unusual time of day {ForOthers}",
            "season" => $"{text}: an unusual season {ForOthers}",
            _ => $"{text}, {Together}",
        };
    }

    protected override string Write(float cell) => Format(cell);

    protected override string TellCell(in ReasonCells cells) =>
        DateOf(cells.Read<float>(Place.Input)) is { } date
            ? $"{Column.Name} {schema.FormatClock(date)}"
            : TellMissing(Column.Name);

    private DateTime? DateOf(ReadOnlySpan<float> slots) =>
        dates.Decode(slots, null) is not { } date ? null
        // The angle of the hour has the time of day to a fraction of a second, the days have not.
        : dates.Names.Any(name => name.StartsWith("hour", StringComparison.Ordinal)) ? Round(date, Units[^1])
        : date + (Nearest(slots[0]) - Exact(slots[0]));

    private string Format(float days) => schema.FormatClock(Nearest(days));

    private DateTime Exact(float days) => origin + TimeSpan.FromDays(days);

    /// <summary>
    /// Returns the roundest time that is this number of days as float32, because 10:00 of a day years after the origin is 09:59:50 as float32.
    /// </summary>
    private DateTime Nearest(float days)
    {
        var exact = Exact(days);
        return Units
            .Select(unit => Round(exact, unit))
            .Where(time => (float)(time - origin).TotalDays == days)
            .DefaultIfEmpty(exact)
            .First();
    }

    private DateTime Round(DateTime time, TimeSpan unit) =>
        origin + (unit * Math.Round((time - origin).Ticks / (double)unit.Ticks));
}
