using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Splits text files into lines of data, without headers, comments and empty lines.</summary>
internal sealed class TextLines(TextFormat format)
{
    /// <summary>Reads the lines of all files with their numbers, without each file's header.</summary>
    public IEnumerable<(long Number, string Text)> Data(IMultiStreamSource source) =>
        Read(source, format.HasHeader, format.MaxRows);

    /// <summary>Reads the first lines of all files, headers included.</summary>
    public string[] First(IMultiStreamSource source, int count)
    {
        try
        {
            return Read(source, skipHeader: false, count).Select(line => line.Text).ToArray();
        }
        catch (Exception e)
        {
            throw ReadingFailed(e);
        }
    }

    /// <summary>Creates the exception that ML.NET throws when reading a file fails.</summary>
    public static FormatException ReadingFailed(Exception cause) => new("Stream reading encountered exception", cause);

    /// <summary>Returns whether comments before the first line describe the columns, as ML.NET's text saver writes them.</summary>
    public static bool DescribeColumns(IMultiStreamSource source)
    {
        if (source.Count == 0)
        {
            return false;
        }

        using var reader = source.OpenTextReader(0);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("#@", StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(line[2..]))
            {
                return true;
            }

            if (line.Length > 0 && line[0] != '#' && !IsComment(line))
            {
                return false;
            }
        }

        return false;
    }

    private IEnumerable<(long Number, string Text)> Read(IMultiStreamSource source, bool skipHeader, long limit)
    {
        for (var file = 0; file < source.Count && limit > 0; file++)
        {
            using var reader = source.OpenTextReader(file);
            // A failure loses the lines of its batch, as in ML.NET.
            foreach (var batch in ReadFile(reader, skipHeader, limit).Chunk(TextFormat.LinesPerBatch))
            {
                limit -= batch.Length;
                foreach (var line in batch)
                {
                    yield return line;
                }
            }
        }
    }

    private IEnumerable<(long Number, string Text)> ReadFile(TextReader reader, bool skipHeader, long limit)
    {
        long number = 0;
        var isFirst = true;
        while (limit > 0 && NextLine(reader, number, isFirst) is { } line)
        {
            number++;
            // Lines that begin with # are comments only before the first line.
            if (line.Length == 0 || IsComment(line) || (isFirst && line[0] == '#'))
            {
                continue;
            }

            var isHeader = isFirst && skipHeader;
            isFirst = false;
            if (isHeader)
            {
                continue;
            }

            limit--;
            yield return (number, line);
        }
    }

    /// <summary>Reads a line, and those after it as long as a quoted field is open.</summary>
    private string NextLine(TextReader reader, long number, bool isFirst)
    {
        var line = reader.ReadLine();
        if (!format.ReadMultilines || string.IsNullOrEmpty(line) || IsComment(line) || (isFirst && line[0] == '#'))
        {
            return line;
        }

        if (!EndsInsideQuotes(line, startsInside: false))
        {
            return line;
        }

        var text = new StringBuilder(line);
        var isOpen = true;
        while (isOpen)
        {
            line =
                reader.ReadLine()
                ?? throw new EndOfStreamException(
                    $"A quoted field opened on line {number} was never closed, and we've read to the last line in the file without finding the closing quote"
                );
            text.Append('\n').Append(line);
            isOpen = EndsInsideQuotes(line, startsInside: true);
        }

        return text.ToString();
    }

    private static bool IsComment(string line) => line.StartsWith("//", StringComparison.Ordinal);

    /// <summary>
    /// Returns whether a quoted field is still open at the end of the line. False if the quoting of the line is wrong.
    /// </summary>
    private bool EndsInsideQuotes(string line, bool startsInside)
    {
        if (line.Length == 0)
        {
            return startsInside;
        }

        var at = 0;
        var isOpen = SkipField(line, ref at, startsInside, out var isWrong);
        while (!isWrong && at < line.Length)
        {
            isOpen = SkipField(line, ref at, startsInside: false, out isWrong);
            while (!isWrong && at < line.Length && format.IsSeparator(line[at]))
            {
                at++;
            }
        }

        return isOpen && !isWrong;
    }

    /// <summary>Moves behind a field; returns whether it is quoted and not closed.</summary>
    private bool SkipField(string line, ref int at, bool startsInside, out bool isWrong)
    {
        isWrong = false;
        if (!startsInside)
        {
            SkipSpaces(line, ref at);
        }

        if (at >= line.Length)
        {
            return startsInside;
        }

        if (!startsInside && line[at] != '"')
        {
            while (at < line.Length && !format.IsSeparator(line[at]))
            {
                at++;
            }

            return false;
        }

        if (!startsInside)
        {
            at++;
        }

        if (!SkipToClosingQuote(line, ref at))
        {
            return true;
        }

        SkipSpaces(line, ref at);
        // ML.NET takes any end of a quoted field for wrong if quotes are not escaped by quotes.
        isWrong = format.EscapeChar != '"' || (at < line.Length && !format.IsSeparator(line[at]));
        return false;
    }

    private bool SkipToClosingQuote(string line, ref int at)
    {
        for (; at < line.Length; at++)
        {
            var isEscape = line[at] == format.EscapeChar && (format.EscapeChar != '"' || NextIsQuote(line, at));
            if (isEscape)
            {
                at++;
            }
            else if (line[at] == '"')
            {
                at++;
                return true;
            }
        }

        return false;
    }

    private static bool NextIsQuote(string line, int at) => at + 1 < line.Length && line[at + 1] == '"';

    private void SkipSpaces(string line, ref int at)
    {
        while (!format.IsSeparator(' ') && at < line.Length && line[at] == ' ')
        {
            at++;
        }
    }
}
