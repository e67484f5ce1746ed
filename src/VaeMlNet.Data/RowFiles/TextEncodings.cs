using System.Text;
using System.Text.Unicode;

namespace VaeMlNet.Data;

/// <summary>Recognizes the encoding of text files.</summary>
internal static class TextEncodings
{
    // Enough to meet the first letter with an accent; reading all of a large file would take as long as the work on it.
    private const int MostBytes = 64 << 20;
    private const int BlockBytes = 1 << 16;

    /// <summary>Gets Windows' code page 1252, which contains Latin-1 (ISO 8859-1) and the Euro sign.</summary>
    public static Encoding Windows1252 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>Returns the encoding of a file without a byte order mark, as <see cref="Find"/> does, and that of a mark of UTF-16 or UTF-32.</summary>
    /// <param name="open">Opens the file. Each stream is disposed.</param>
    public static (Encoding? Unmarked, Encoding? Marked) FindBoth(Func<Stream> open)
    {
        using var text = open();
        if (Find(text) is { } unmarked)
        {
            return (unmarked, null);
        }

        using var again = open();
        Span<byte> start = stackalloc byte[4];
        var count = again.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return (null, FindMark(start[..count]));
    }

    /// <summary>
    /// Returns the encoding of a file without a byte order mark: UTF-16 where every other byte at the start is 0, and Windows-1252
    /// where the first 64 MiB are not UTF-8; null for UTF-8, and for files with a byte order mark.
    /// </summary>
    public static Encoding? Find(Stream stream)
    {
        var block = new byte[BlockBytes];
        var kept = 0;
        for (long total = 0; total < MostBytes; )
        {
            var count = stream.ReadAtLeast(block.AsSpan(kept), block.Length - kept, throwOnEndOfStream: false) + kept;
            var isEnd = count < block.Length;
            var bytes = block.AsSpan(0, count);
            if (total == 0 && FindWide(bytes) is { } wide)
            {
                return wide.IsMarked ? null : wide.Encoding;
            }

            var whole = isEnd ? count : WholeCharacters(bytes);
            if (!Utf8.IsValid(bytes[..whole]))
            {
                return Windows1252;
            }

            if (isEnd)
            {
                return null;
            }

            total += whole;
            kept = count - whole;
            bytes[whole..].CopyTo(block);
        }

        return null;
    }

    private static Encoding? FindMark(ReadOnlySpan<byte> start) =>
        start switch
        {
            [0xFF, 0xFE, 0, 0] => Encoding.UTF32,
            [0, 0, 0xFE, 0xFF] => new UTF32Encoding(bigEndian: true, byteOrderMark: true),
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ => null,
        };

    private static (Encoding Encoding, bool IsMarked)? FindWide(ReadOnlySpan<byte> start) =>
        start switch
        {
            [0xFF, 0xFE, ..] => (Encoding.Unicode, true),
            [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, true),
            [not 0, 0, not 0, 0, ..] => (Encoding.Unicode, false),
            [0, not 0, 0, not 0, ..] => (Encoding.BigEndianUnicode, false),
            _ => null,
        };

    // A character of up to four bytes may end in the next block.
    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        for (var length = bytes.Length - 1; length >= bytes.Length - 4; length--)
        {
            if ((bytes[length] & 0xC0) == 0xC0)
            {
                return length;
            }

            if (bytes[length] < 0x80)
            {
                return length + 1;
            }
        }

        return bytes.Length;
    }
}
