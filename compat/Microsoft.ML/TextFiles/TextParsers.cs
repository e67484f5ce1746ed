using System.Globalization;
using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>Parses fields.</summary>
internal static class TextParsers
{
    public delegate bool TryParse<T>(ReadOnlyMemory<char> text, out T value);

    private static readonly string[] True = ["true", "t", "yes", "y", "1", "+1", "+"];
    private static readonly string[] False = ["false", "f", "no", "n", "0", "-1", "-"];
    private static readonly string[] Missing = ["?", "NaN", "NA", "N/A"];

    /// <summary>Creates a <see cref="TryParse{T}"/> for the raw type of a column type.</summary>
    public static Delegate Create(PrimitiveDataViewType type, TextFormat format) =>
        type is KeyDataViewType key ? OfKey(key) : OfKind(type, format);

    /// <summary>Parses digits after an optional minus; an empty text is zero if the type has negative values.</summary>
    public static bool TryParseInteger<T>(ReadOnlyMemory<char> text, out T value)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        value = default;
        var isSigned = T.IsNegative(T.MinValue);
        if (text.IsEmpty)
        {
            return isSigned;
        }

        var digits = isSigned && text.Span[0] == '-' ? text.Span[1..] : text.Span;
        return !digits.IsEmpty
            && !digits.ContainsAnyExceptInRange('0', '9')
            && T.TryParse(text.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    private static Delegate OfKind(PrimitiveDataViewType type, TextFormat format) =>
        type switch
        {
            _ when type == NumberDataViewType.Single => Real<float>(new RealParser(format).TryParseSingle),
            _ when type == NumberDataViewType.Double => Real<double>(new RealParser(format).TryParseDouble),
            NumberDataViewType => GenericCall.Invoke<Delegate>(Integer<int>, [type.RawType]),
            BooleanDataViewType => (TryParse<bool>)TryParseBoolean,
            TextDataViewType => (TryParse<ReadOnlyMemory<char>>)TryParseText,
            TimeSpanDataViewType => (TryParse<TimeSpan>)TryParseTimeSpan,
            DateTimeDataViewType => (TryParse<DateTime>)TryParseDateTime,
            DateTimeOffsetDataViewType => (TryParse<DateTimeOffset>)TryParseDateTimeOffset,
            _ => throw new NotSupportedException($"Loading {type} from text is not supported here."),
        };

    private static TryParse<T> Integer<T>()
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => TryParseInteger;

    // What is no number is NaN.
    private static TryParse<T> Real<T>(TryParse<T> tryParse)
        where T : struct, IFloatingPointIeee754<T> =>
        (ReadOnlyMemory<char> text, out T value) =>
        {
            if (!tryParse(text, out value))
            {
                value = T.NaN;
            }

            return true;
        };

    private static Delegate OfKey(KeyDataViewType key) =>
        GenericCall.Invoke<Delegate>(Key<int>, [key.RawType], key.Count);

    // Files count from zero, key values from one; zero is a missing key.
    private static TryParse<T> Key<T>(ulong count)
        where T : struct, IBinaryInteger<T> =>
        (ReadOnlyMemory<char> text, out T value) =>
        {
            value = default;
            if (text.IsEmpty || Missing.Contains(text.ToString(), StringComparer.OrdinalIgnoreCase))
            {
                return true;
            }

            if (!TryParseInteger(text, out ulong number) || number >= count)
            {
                return false;
            }

            value = T.CreateChecked(number + 1);
            return true;
        };

    private static bool TryParseBoolean(ReadOnlyMemory<char> text, out bool value)
    {
        var word = text.ToString();
        value = True.Contains(word, StringComparer.OrdinalIgnoreCase);
        return value || word.Length == 0 || False.Contains(word, StringComparer.OrdinalIgnoreCase);
    }

    private static bool TryParseText(ReadOnlyMemory<char> text, out ReadOnlyMemory<char> value)
    {
        value = text;
        return true;
    }

    private static bool TryParseTimeSpan(ReadOnlyMemory<char> text, out TimeSpan value)
    {
        value = default;
        return text.IsEmpty || TimeSpan.TryParse(text.Span, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryParseDateTime(ReadOnlyMemory<char> text, out DateTime value)
    {
        value = default;
        var style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return text.IsEmpty || DateTime.TryParse(text.Span, CultureInfo.InvariantCulture, style, out value);
    }

    private static bool TryParseDateTimeOffset(ReadOnlyMemory<char> text, out DateTimeOffset value)
    {
        value = default;
        var style = DateTimeStyles.AssumeUniversal;
        return text.IsEmpty || DateTimeOffset.TryParse(text.Span, CultureInfo.InvariantCulture, style, out value);
    }
}
