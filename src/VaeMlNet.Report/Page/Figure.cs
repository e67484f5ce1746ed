using System.Globalization;

namespace VaeMlNet.Report;

/// <summary>Numbers as people read them.</summary>
internal static class Figure
{
    /// <summary>A number of some digits; – where there is none.</summary>
    public static string Of(double value, string format = "G4") =>
        double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "–";

    /// <summary>A count with commas.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share as a percentage; more digits where it is small.</summary>
    public static string Percent(double share) =>
        !double.IsFinite(share) ? "–"
        : share is > 0 and < 0.0995 ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} %")
        : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");
}
