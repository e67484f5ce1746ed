using System.Globalization;

namespace VaeMlNet.Texts;

/// <summary>The texts of key values in the invariant culture, as manifest.json has them.</summary>
/// <remarks>This source file is compiled into each assembly that writes such texts. Thread safety: immutable.</remarks>
internal static class ValueText
{
    private const int LengthWithoutKind = 27; // yyyy-MM-ddTHH:mm:ss.fffffff

    /// <summary>Returns the text of a value; an empty one for null.</summary>
    public static string Of<T>(T value) =>
        value is DateTime or DateTimeOffset
            ? ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture)
            : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    /// <summary>Returns the text of a <see cref="DateTime"/> without its kind, UTC or local, which ML.NET neither compares nor saves.</summary>
    public static string WithoutKind(string date) => date.Length > LengthWithoutKind ? date[..LengthWithoutKind] : date;
}
