using System.Text;

namespace VaeMlNet.Data;

/// <summary>
/// The columns of CSV text whose format describes them above the rows: logs of web servers in the extended log file format of the W3C, as IIS writes
/// them, and Weka's ARFF files.
/// </summary>
/// <param name="Names">The names of the columns.</param>
/// <param name="Separator">The separator of the cells; <see cref="CsvHeader.InsteadOfBlanks"/> for blanks.</param>
/// <param name="Comment">The character at the start of lines that are no rows.</param>
internal sealed record DescribedColumns(IReadOnlyList<string> Names, char Separator, char Comment)
{
    private const int LongestDescription = 1 << 16;
    private const string FieldsOfLog = "#Fields:";
    private const string Relation = "@relation";
    private const string Attribute = "@attribute";
    private const string Data = "@data";
    private const char CommentOfArff = '%';

    /// <summary>Gets the number of lines above the rows or the comments among them.</summary>
    public long LinesAbove { get; private init; }

    /// <summary>Gets the length of these lines in UTF-8.</summary>
    public long BytesAbove { get; private init; }

    /// <summary>Gets the number of lines above the names.</summary>
    public long LinesAboveNames { get; private init; }

    /// <summary>Gets a value indicating whether cells can be in single quotes, as in ARFF.</summary>
    public bool HasSingleQuotes => Comment == CommentOfArff;

    /// <summary>Throws if a comment among the rows of a log says that the rows below it have other columns.</summary>
    /// <param name="comment">The comment.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="line">The number of the comment's line, from 1.</param>
    /// <exception cref="CommandException">It has other names.</exception>
    public void CheckComment(string comment, string path, long line)
    {
        if (Has(comment, FieldsOfLog) && !NamesOfLog(comment).SequenceEqual(Names))
        {
            throw new CommandException(
                FormattableString.Invariant(
                    $"'{path}' has rows with different columns: '{comment.Trim()}' in line {line} has other names than line {LinesAboveNames + 1}. Write the rows below line {line} to a file of their own."
                )
            );
        }
    }

    /// <summary>Finds the description of columns; null for other files.</summary>
    /// <param name="open">Opens the text in UTF-8.</param>
    public static DescribedColumns? Find(Func<Stream> open)
    {
        using var stream = open();
        var start = new byte[LongestDescription];
        var length = stream.ReadAtLeast(start, Encoding.UTF8.Preamble.Length + 1, throwOnEndOfStream: false);
        var mark = start.AsSpan(0, length).StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        if (length == mark || start[mark] is not ((byte)'#' or (byte)'%' or (byte)'@' or (byte)'\r' or (byte)'\n'))
        {
            return null;
        }

        length += stream.ReadAtLeast(start.AsSpan(length), start.Length - length, throwOnEndOfStream: false);
        var lines = Encoding.UTF8.GetString(start, mark, length - mark).Split('\n');
        var found = start[mark] == '#' ? FindLog(lines) : FindArff(lines);
        return found is null ? null : found with { BytesAbove = mark + found.BytesAbove };
    }

    private static DescribedColumns? FindLog(string[] lines)
    {
        var line = Array.FindIndex(lines, line => Has(line, FieldsOfLog) || !line.StartsWith('#'));
        return line >= 0 && Has(lines[line], FieldsOfLog)
            ? new(NamesOfLog(lines[line]), CsvHeader.InsteadOfBlanks, Comment: '#') { LinesAboveNames = line }
            : null;
    }

    private static string[] NamesOfLog(string line) =>
        line.Trim()[FieldsOfLog.Length..].Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static DescribedColumns? FindArff(string[] lines)
    {
        var first = Array.Find(lines, line => line.Trim() is not ("" or ['%', ..]));
        var data = Array.FindIndex(lines, line => Has(line, Data));
        return first is not null && Has(first, Relation) && data >= 0
            ? new([.. lines.Take(data).Where(line => Has(line, Attribute)).Select(NameOf)], ',', CommentOfArff)
            {
                LinesAbove = data + 1,
                BytesAbove = lines.Take(data + 1).Sum(line => Encoding.UTF8.GetByteCount(line) + 1),
                LinesAboveNames = data + 1,
            }
            : null;
    }

    private static bool Has(string line, string start) =>
        line.AsSpan().TrimStart().StartsWith(start, StringComparison.OrdinalIgnoreCase);

    // Names with blanks are in quotes.
    private static string NameOf(string line)
    {
        var name = line.Trim()[Attribute.Length..].Trim();
        var end = name is ['\'' or '"', ..] ? name.IndexOf(name[0], 1) : name.IndexOfAny([' ', '\t']);
        return end < 0 ? name
            : name[0] is '\'' or '"' ? name[1..end]
            : name[..end];
    }
}
