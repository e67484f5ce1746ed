using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace VaeMlNet;

/// <summary>Reads and writes dates in one format, or reads them in several and writes them in the first.</summary>
internal static partial class DateTexts
{
    /// <summary>Times with the most digits of a second that .NET has. More are read, as Go and InfluxDB write them, and left out.</summary>
    public const string Fractions = "H:mm:ss.FFFFFFF";

    /// <summary>The character between several formats.</summary>
    public const char Or = '|';

    private const int MostDigits = 7;

    private static readonly ConcurrentDictionary<string, string[]> Several = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string> Unpadded = new(StringComparer.Ordinal);

    /// <summary>
    /// Reads a date. Days, months and hours between separators may lack a leading 0, because files of several programs have both ways.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<char> cell, string format, out DateTime value)
    {
        var invariant = CultureInfo.InvariantCulture;
        value = default;
        if (format.Contains(Or))
        {
            foreach (var one in Several.GetOrAdd(format, static formats => formats.Split(Or)))
            {
                if (TryRead(cell, one, out value))
                {
                    return true;
                }
            }

            return false;
        }

        if (format is VaeColumnSchema.EpochSeconds or VaeColumnSchema.EpochMilliseconds)
        {
            return double.TryParse(cell, NumberStyles.Float, invariant, out var number)
                && TryAdd(number / (format == VaeColumnSchema.EpochSeconds ? 1 : 1000), out value);
        }

        if (DurationText.Is(format))
        {
            return DurationText.TryRead(cell, format, out value);
        }

        cell = format.Contains(Fractions, StringComparison.Ordinal) ? WithoutNanoseconds(cell) : cell;
        if (TryReadExactly(cell, format, out value))
        {
            return true;
        }

        var unpadded = Unpadded.GetOrAdd(format, static f => TwoDigits().Replace(f, match => match.Value[..1]));
        return unpadded != format && TryReadExactly(cell, unpadded, out value);
    }

    private static ReadOnlySpan<char> WithoutNanoseconds(ReadOnlySpan<char> cell)
    {
        var first = cell.LastIndexOf('.') + 1;
        var digits = cell[first..].IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? cell.Length - first : digits;
        return first > 0 && digits > MostDigits
            ? string.Concat(cell[..(first + MostDigits)], cell[(first + digits)..])
            : cell;
    }

    private static bool TryReadExactly(ReadOnlySpan<char> cell, string format, out DateTime value)
    {
        var invariant = CultureInfo.InvariantCulture;
        if (!format.Contains("zzz", StringComparison.Ordinal))
        {
            return DateTime.TryParseExact(cell, format, invariant, DateTimeStyles.NoCurrentDateDefault, out value);
        }

        var isRead = DateTimeOffset.TryParseExact(cell, format, invariant, DateTimeStyles.None, out var time);
        value = time.DateTime;
        return isRead;
    }

    public static string Format(DateTime value, string format)
    {
        var invariant = CultureInfo.InvariantCulture;
        return format switch
        {
            _ when format.IndexOf(Or) is var end and >= 0 => Format(value, format[..end]),
            VaeColumnSchema.EpochSeconds => Math.Round((value - DateTime.UnixEpoch).TotalSeconds).ToString(invariant),
            VaeColumnSchema.EpochMilliseconds => Math.Round((value - DateTime.UnixEpoch).TotalMilliseconds)
                .ToString(invariant),
            _ when DurationText.Is(format) => DurationText.Format(value, format),
            // The offset of this machine has nothing to do with the data.
            _ => new DateTimeOffset(DateTime.SpecifyKind(value, DateTimeKind.Unspecified), TimeSpan.Zero).ToString(
                format,
                invariant
            ),
        };
    }

    private static bool TryAdd(double seconds, out DateTime value)
    {
        var isInRange =
            seconds >= (DateTime.MinValue - DateTime.UnixEpoch).TotalSeconds
            && seconds <= (DateTime.MaxValue - DateTime.UnixEpoch).TotalSeconds - 1;
        value = isInRange ? DateTime.UnixEpoch.AddSeconds(seconds) : default;
        return isInRange;
    }

    [GeneratedRegex("(?<![A-Za-z])(dd|MM|HH|hh)(?![A-Za-z])")]
    private static partial Regex TwoDigits();
}
