using System.Globalization;

namespace VaeMlNet.Report;

/// <summary>Formats numbers for people.</summary>
internal static class Figure
{
    /// <summary>Formats a number with a few digits. Returns – where the value is not finite.</summary>
    public static string Number(double value, string format = "G4") =>
        double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "–";

    /// <summary>Formats a count with commas.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Formats a share as a percentage, with more digits where it is small.</summary>
    public static string Percent(double share) =>
        !double.IsFinite(share) ? "–"
        : share is > 0 and < 0.0995 ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} %")
        : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");
}
