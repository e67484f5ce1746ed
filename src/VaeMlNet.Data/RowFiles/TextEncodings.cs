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

    /// <summary>
    /// Returns the encoding of a file: that of its byte order mark, UTF-16 where every other byte at the start is 0, and Windows-1252 where the
    /// first 64 MiB are not UTF-8; null for UTF-8.
    /// </summary>
    /// <param name="open">Opens the file. The stream is disposed.</param>
    public static Encoding? Find(Func<Stream> open)
    {
        using var stream = open();
        var block = new byte[BlockBytes];
        var kept = 0;
        for (long total = 0; total < MostBytes; )
        {
            var count = stream.ReadAtLeast(block.AsSpan(kept), block.Length - kept, throwOnEndOfStream: false) + kept;
            var isEnd = count < block.Length;
            var bytes = block.AsSpan(0, count);
            if (total == 0 && FindWide(bytes) is { } wide)
            {
                return wide;
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

    /// <summary>Returns the encoding of a file whose characters have at least two bytes; null for others.</summary>
    /// <param name="start">Its first bytes.</param>
    public static Encoding? FindWide(ReadOnlySpan<byte> start) =>
        start switch
        {
            [0xFF, 0xFE, 0, 0, ..] => Encoding.UTF32,
            [0, 0, 0xFE, 0xFF, ..] => new UTF32Encoding(bigEndian: true, byteOrderMark: true),
            [0xFF, 0xFE, ..] or [not 0, 0, not 0, 0, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] or [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode,
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
