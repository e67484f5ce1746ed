using System.Net.Http.Headers;
using System.Text;

namespace VaeMlNet.Worker;

/// <summary>Finds the character encoding of a message from its content type and its first bytes.</summary>
internal static class MessageEncoding
{
    private const string Supported = "utf-8, us-ascii, iso-8859-1, utf-16, utf-16le or utf-16be";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding LittleEndian = new(bigEndian: false, byteOrderMark: false, true);
    private static readonly UnicodeEncoding BigEndian = new(bigEndian: true, byteOrderMark: false, true);

    /// <summary>Finds the encoding and checks that the whole text is valid in it.</summary>
    /// <param name="contentType">The content type; null or empty for CSV in UTF-8.</param>
    /// <param name="body">The text.</param>
    public static Encoding Detect(string? contentType, ReadOnlySpan<byte> body)
    {
        var charset = Charset(contentType);
        var encoding = charset.ToLowerInvariant() switch
        {
            "" or "utf-8" or "utf8" => Utf8,
            "us-ascii" or "ascii" => Encoding.GetEncoding(
                "us-ascii",
                EncoderFallback.ExceptionFallback,
                DecoderFallback.ExceptionFallback
            ),
            "iso-8859-1" or "latin1" => Encoding.Latin1,
            // Without a byte order mark, UTF-16 is big-endian.
            "utf-16" => body.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? LittleEndian : BigEndian,
            "utf-16le" => LittleEndian,
            "utf-16be" => BigEndian,
            _ => throw new CommandException($"has charset '{charset}', expected {Supported}. Send the text as UTF-8"),
        };
        return IsValid(encoding, body)
            ? encoding
            : throw new CommandException(
                $"is not {encoding.WebName.ToUpperInvariant()} text. Send CSV with a header, as UTF-8 or with its charset in the "
                    + "content type"
            );
    }

    /// <summary>Returns whether a content type is that of JSON lines, which are UTF-8.</summary>
    public static bool IsJson(string? contentType) =>
        contentType is not null
        && MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType?.ToLowerInvariant()
            is "application/x-ndjson"
                or "application/jsonl"
                or "application/json-lines";

    private static string Charset(string? contentType)
    {
        // Many producers send no content type; the text is then taken as CSV in UTF-8.
        if (string.IsNullOrEmpty(contentType))
        {
            return "";
        }

        var type = MediaTypeHeaderValue.TryParse(contentType, out var parsed) ? parsed : null;
        if (IsJson(contentType))
        {
            return "";
        }

        if (type is null || !"text/csv".Equals(type.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandException(
                $"has content type '{contentType}', expected 'text/csv' or 'application/x-ndjson'. Send CSV with a header, or JSON lines"
            );
        }

        if (type.Parameters.Count(p => p.Name.Equals("charset", StringComparison.OrdinalIgnoreCase)) > 1)
        {
            throw new CommandException($"has content type '{contentType}' with several charsets. Send one charset");
        }

        var lacksHeader = type.Parameters.Any(p =>
            p.Name.Equals("header", StringComparison.OrdinalIgnoreCase)
            && "absent".Equals(p.Value?.Trim('"'), StringComparison.OrdinalIgnoreCase)
        );
        return lacksHeader
            ? throw new CommandException($"has content type '{contentType}'. Send CSV with a header")
            : type.CharSet?.Trim('"') ?? "";
    }

    private static bool IsValid(Encoding encoding, ReadOnlySpan<byte> body)
    {
        try
        {
            encoding.GetCharCount(body);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
