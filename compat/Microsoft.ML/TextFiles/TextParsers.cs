using System.Globalization;
using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>Parses fields that are not empty: an empty one is the type's default.</summary>
internal static class TextParsers
{
    public delegate bool TryParse<T>(string text, out T value);

    private static readonly string[] True = ["true", "t", "yes", "y", "1", "+1", "+"];
    private static readonly string[] False = ["false", "f", "no", "n", "0", "-1", "-"];

    /// <summary>A <see cref="TryParse{T}"/> of the kind's raw type.</summary>
    public static Delegate Of(DataKind kind) =>
        kind switch
        {
            DataKind.Single => Real<float>(),
            DataKind.Double => Real<double>(),
            DataKind.SByte => Integer<sbyte>(),
            DataKind.Byte => Integer<byte>(),
            DataKind.Int16 => Integer<short>(),
            DataKind.UInt16 => Integer<ushort>(),
            DataKind.Int32 => Integer<int>(),
            DataKind.UInt32 => Integer<uint>(),
            DataKind.Int64 => Integer<long>(),
            DataKind.UInt64 => Integer<ulong>(),
            DataKind.Boolean => (TryParse<bool>)TryParseBoolean,
            DataKind.String => (TryParse<ReadOnlyMemory<char>>)TryParseText,
            _ => throw new NotSupportedException($"Loading {kind} from text is not supported here."),
        };

    // What is no number is NaN.
    private static TryParse<T> Real<T>()
        where T : struct, IFloatingPointIeee754<T> =>
        (string text, out T value) =>
        {
            if (!T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
                value = T.NaN;
            return true;
        };

    private static TryParse<T> Integer<T>()
        where T : struct, IBinaryInteger<T> =>
        (string text, out T value) =>
        {
            value = default;
            return text[0] != '+'
                && T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        };

    private static bool TryParseBoolean(string text, out bool value)
    {
        string trimmed = text.Trim();
        value = True.Contains(trimmed, StringComparer.OrdinalIgnoreCase);
        return value || trimmed.Length == 0 || False.Contains(trimmed, StringComparer.OrdinalIgnoreCase);
    }

    private static bool TryParseText(string text, out ReadOnlyMemory<char> value)
    {
        value = text.AsMemory();
        return true;
    }
}
