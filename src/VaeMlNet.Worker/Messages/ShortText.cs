using System.Collections;
using System.Text;

namespace VaeMlNet.Worker;

/// <summary>
/// The short strings of AMQP: ids, other properties, and the names of headers. The client replaces each byte of them that is not UTF-8
/// by a character of three bytes, so that a string that was received can be too long to be sent.
/// </summary>
internal static class ShortText
{
    /// <summary>Returns whether the client replaced a byte that is not UTF-8.</summary>
    public static bool HasReplacement(string? text) => text?.Contains('\uFFFD', StringComparison.Ordinal) == true;

    /// <summary>Returns a text; null if it is too long to be sent.</summary>
    public static string? WithinLimit(string? text) =>
        text is null || Encoding.UTF8.GetByteCount(text) <= byte.MaxValue ? text : null;

    /// <summary>Returns whether all names in the value of a header, a list or a table, can be sent.</summary>
    public static bool HasNamesWithinLimit(object? value) =>
        value switch
        {
            string or byte[] => true,
            IDictionary<string, object?> table => table.All(entry =>
                WithinLimit(entry.Key) is not null && HasNamesWithinLimit(entry.Value)
            ),
            IEnumerable list => list.Cast<object?>().All(HasNamesWithinLimit),
            _ => true,
        };
}
