using System.Globalization;

namespace VaeMlNet;

/// <summary>Tells what is unusual about a date whose days are counted from that of another column: about the time between both.</summary>
/// <param name="column">The column.</param>
/// <param name="place">The place of the days.</param>
/// <param name="usual">What is usual in the training rows.</param>
/// <param name="since">The name of the other column.</param>
internal sealed class DateDifferenceReason(VaeColumn column, ReasonPlace place, UsualRows? usual, string since)
    : NumberReason(column, place, usual, null)
{
    // The unit is the largest one of which the time has at least two.
    private const double FewestOfUnit = 2;
    private const int Digits = 3;

    private static readonly (string Name, double PerDay)[] Units =
    [
        ("days", 1),
        ("hours", 24),
        ("minutes", 24 * 60),
        ("seconds", 24 * 60 * 60),
    ];

    protected override string Name(InputTexts texts) => $"{Column.Name} - {since}";

    protected override string Format(double days)
    {
        var (name, perDay) =
            days == Math.Round(days)
                ? Units[0]
                : Units.FirstOrDefault(unit => Math.Abs(days) * unit.PerDay >= FewestOfUnit, Units[^1]);
        return string.Create(CultureInfo.InvariantCulture, $"{Rounded(days * perDay)} {name}");
    }

    protected override string FormatAbout(double number) => Format(number);

    private static double Rounded(double number) =>
        number == 0
            ? 0
            : Math.Round(number, Math.Clamp(Digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(number))), 0, Digits));
}
