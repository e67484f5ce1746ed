using System.Globalization;

namespace VaeMlNet;

/// <summary>Tells what is unusual about a date whose days are counted from that of another column: about the time between both.</summary>
/// <param name="column">The column.</param>
/// <param name="place">The place of the days.</param>
/// <param name="usual">What is usual in the training rows.</param>
/// <param name="since">The name of the other column.</param>
/// <param name="hasTimes">Whether one of both has times of day. Between dates without, the model can expect a part of a day.</param>
internal sealed class DateDifferenceReason(
    VaeColumn column,
    ReasonPlace place,
    UsualRows? usual,
    string since,
    bool hasTimes
) : NumberReason(column, place, usual, null)
{
    private const int Digits = 4;
    private const int DigitsOfAbout = 3;

    // The unit is the largest one of which the time has enough. Whole days are no hours.
    private static readonly (string Name, double PerDay, double Fewest)[] Units =
    [
        ("years", 1 / 365.25, 20),
        ("days", 1, 2),
        ("hours", 24, 2),
        ("minutes", 24 * 60, 2),
        ("seconds", 24 * 60 * 60, 0),
    ];

    protected override string Name(InputTexts texts) => $"{Column.Name} - {since}";

    protected override string Format(double days) => Format(days, Digits);

    protected override string FormatAbout(double days) => Format(days, DigitsOfAbout);

    private string Format(double difference, int digits)
    {
        var days = hasTimes ? difference : Math.Round(difference);
        var (name, perDay, _) = Array.Find(
            Units,
            unit => Math.Abs(days) * unit.PerDay >= unit.Fewest || (unit.PerDay == 1 && days == Math.Round(days))
        );
        var number = Round(days * perDay, digits);
        return string.Create(CultureInfo.InvariantCulture, $"{number} {(number is 1 or -1 ? name[..^1] : name)}");
    }

    private static double Round(double number, int digits) =>
        number == 0
            ? 0
            : Math.Round(number, Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(number))), 0, digits));
}
