using VaeMlNet.Dates;

namespace VaeMlNet;

/// <summary>Tells what is unusual about a date, whose slots are its days and the angles of its season, its weekday and its hour.</summary>
internal sealed class DateReason(VaeColumn column, ReasonPlace place, UsualRows? usual, VaeColumnSchema schema)
    : ColumnReason(column, place, usual)
{
    private readonly DateSlots dates = new(schema);

    public override void Hide(StepBatch inputs, int row) => inputs.Input<float>(Place.Input, row).Fill(float.NaN);

    public override string Tell(in ReasonCells cells)
    {
        var slots = cells.Read<float>(Place.Input);
        if (dates.DecodeCell(slots) is not { } date)
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
            "hour" => $"{text}: an unusual time of day{ForOthers}",
            "season" => $"{text}: an unusual season{ForOthers}",
            _ => $"{text}, {Together}",
        };
    }

    protected override string Write(float cell) => Format(cell);

    protected override string TellCell(in ReasonCells cells) =>
        dates.DecodeCell(cells.Read<float>(Place.Input)) is { } date
            ? $"{Column.Name} {schema.FormatClock(date)}"
            : TellMissing(Column.Name);

    private string Format(float days) => schema.FormatClock(dates.Nearest(days));
}
