namespace VaeMlNet.Data;

/// <summary>
/// The elements of a JSON array as lines: without the brackets and the commas of the array, and without line breaks in its elements. What is wrong
/// with an element is left to the reader of the lines.
/// </summary>
/// <param name="name">The file, for messages.</param>
/// <param name="bytes">Its bytes. They are disposed with this stream.</param>
internal sealed class JsonArrayLines(string name, Stream bytes) : SourceStream(bytes)
{
    private readonly byte[] chunk = new byte[1 << 16];
    private int read;
    private int length;
    private int depth; // of brackets and braces, 1 between the elements of the array
    private bool isText;
    private bool isEscaped;
    private bool hasEnded;

    /// <summary>Returns whether a file starts like an array of objects.</summary>
    /// <param name="start">Its first bytes.</param>
    /// <param name="isJson">Whether the file is JSON for certain. A line of CSV can start with a bracket, too.</param>
    public static bool IsStart(ReadOnlySpan<byte> start, bool isJson)
    {
        var first = JsonLines.WithoutMark(start).TrimStart(" \t\r\n"u8);
        return first is [(byte)'[', ..] && (isJson || first[1..].TrimStart(" \t\r\n"u8) is [(byte)'{', ..]);
    }

    public override int Read(Span<byte> buffer)
    {
        var count = 0;
        while (count == 0 && buffer.Length > 0)
        {
            if (read == length)
            {
                (read, length) = (0, Source.Read(chunk));
            }

            if (length == 0)
            {
                return hasEnded
                    ? 0
                    : throw new CommandException($"{name} is damaged: its array has no end. Write the file again.");
            }

            for (; read < length && count < buffer.Length; read++)
            {
                if (LineByte(chunk[read]) is { } value)
                {
                    buffer[count++] = value;
                }
            }
        }

        return count;
    }

    /// <summary>Returns what a byte of the array becomes; null for nothing.</summary>
    private byte? LineByte(byte value)
    {
        if (isText)
        {
            (isText, isEscaped) = (isEscaped || value != '"', !isEscaped && value == '\\');
            return value;
        }

        switch (value)
        {
            case (byte)'"':
                isText = true;
                return value;
            case (byte)'[' or (byte)'{':
                return ++depth == 1 && !hasEnded ? null : value;
            case (byte)']' or (byte)'}':
                depth--;
                hasEnded |= depth == 0;
                return depth == 0 ? (byte)'\n' : value;
            case (byte)',' when depth == 1:
                return (byte)'\n';
            case (byte)'\r' or (byte)'\n':
                return (byte)' ';
            default:
                // The byte order mark is before the array.
                return depth == 0 && !hasEnded ? null : value;
        }
    }
}
