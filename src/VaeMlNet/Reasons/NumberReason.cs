namespace VaeMlNet;

/// <summary>Tells what is unusual about a number.</summary>
/// <param name="column">The column.</param>
/// <param name="place">The place of the number.</param>
/// <param name="usual">What is usual in the training rows.</param>
/// <param name="schema">How the column's numbers are written; null for plain numbers.</param>
internal class NumberReason(VaeColumn column, ReasonPlace place, UsualRows? usual, VaeColumnSchema? schema)
    : ColumnReason(column, place, usual)
{
    // A number is rounded to so many steps of the usual range, and differs from another one if it is farther than a few of them.
    private const double Steps = 20;
    private const double LeastDifference = 0.05;
    private const double MostlyMissing = 0.5;
    private const double FewestDecimalsFrom = 1e7;
    private const int MostDecimals = 15;

    private readonly VaeColumnSchema format = schema ?? new() { Name = column.Name, Kind = VaeColumnKind.Number };

    public override void Hide(StepBatch inputs, int row) =>
        inputs.Input<float>(Place.Input, row)[Place.SlotOfColumn] = float.NaN;

    public override void Expect(StepBatch filled, int output, int row, Span<float> expected) =>
        expected[Place.Decoded] = filled.Output<float>(output, row)[Place.SlotOfColumn];

    public override string Tell(in ReasonCells cells)
    {
        var number = NumberOf(cells);
        if (!float.IsFinite(number))
        {
            return TellMissing(Name(cells.Texts));
        }

        var text = TellCell(cells);
        if (Slots is { Lows.Count: > 0 } slots)
        {
            var (low, high) = (slots.Lows[Place.SlotOfColumn], slots.Highs[Place.SlotOfColumn]);
            if (number < low || number > high)
            {
                return low == high
                    ? $"{text}, usually {Format(low)}"
                    : $"{text}, usually {FormatAbout(low)} to {FormatAbout(high)}";
            }
        }

        if (Usual is not null && Column is { Width: 1, MissingShare: > MostlyMissing and var missing })
        {
            return $"{text}, missing in {CountText(missing * Usual.Rows)}";
        }

        var expected = cells.Expected[Place.Decoded];
        return
            Math.Abs(number - expected) > LeastDifference * Width
            && FormatAbout(expected) is var about
            && about != Format(number)
            ? $"{text}, expected about {about}{FromOthers}"
            : $"{text}, {Together}";
    }

    protected override string Write(float cell) => Format(cell);

    protected override string TellCell(in ReasonCells cells) => $"{Name(cells.Texts)} {Format(NumberOf(cells))}";

    private float NumberOf(in ReasonCells cells) => cells.Read<float>(Place.Input)[Place.SlotOfColumn];

    private double Width =>
        Slots is { Lows.Count: > 0 } slots && slots.Highs[Place.SlotOfColumn] > slots.Lows[Place.SlotOfColumn]
            ? (double)slots.Highs[Place.SlotOfColumn] - slots.Lows[Place.SlotOfColumn]
            : Math.Max(Column.Maximum - Column.Minimum, double.Epsilon);

    protected virtual string Name(InputTexts texts)
    {
        if (Column.Width == 1 && Column.SlotNames is null)
        {
            return Column.Name;
        }

        var ofInput = texts.SlotNames[Place.Input]?[Place.SlotOfColumn];
        return Column.IsUnchanged && !string.IsNullOrEmpty(ofInput)
            ? ofInput
            : $"{Column.Name}.{(Column.SlotNames?[Place.SlotOfColumn] is { Length: > 0 } own ? own : $"{Place.SlotOfColumn}")}";
    }

    protected virtual string Format(double number) => Write(format, number);

    // With the digits that matter beside the usual range.
    protected virtual string FormatAbout(double number)
    {
        var decimals = -(int)Math.Floor(Math.Log10(Width / Steps));
        var scale = Math.Pow(10, decimals);
        var rounded = decimals is >= 0 and <= MostDecimals
            ? Math.Round(number, decimals)
            : Math.Round(number * scale) / scale;
        return Write(format with { PadsDecimals = false }, rounded);
    }

    private static string Write(VaeColumnSchema format, double number) =>
        (
            Math.Abs(number) >= FewestDecimalsFrom && format.Decimals is null ? format with { Decimals = 0 } : format
        ).FormatNumber(number);
}
