using System.Text;

namespace Microsoft.ML.Data;

/// <summary>How a text file is cut into lines and fields.</summary>
internal sealed record TextFormat(char Separator, bool HasHeader, bool AllowQuoting, bool TrimWhitespace)
{
    /// <summary>The lines of the data with their numbers: without the header, comments and empty lines.</summary>
    public IEnumerable<(long Number, string Text)> DataLines(string path) => Lines(path).Skip(HasHeader ? 1 : 0);

    public List<string> Fields(string line)
    {
        if (TrimWhitespace)
            line = line.TrimEnd();
        var fields = new List<string>();
        int at = 0;
        do fields.Add(NextField(line, ref at));
        while (at <= line.Length);
        return fields;
    }

    private static IEnumerable<(long Number, string Text)> Lines(string path)
    {
        long number = 0;
        bool isFirst = true;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            // Lines that begin with # are comments only before the first line.
            if (line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal) || (isFirst && line[0] == '#'))
                continue;
            isFirst = false;
            yield return (number, line);
        }
    }

    /// <summary>Reads the field at a position and moves behind its separator, or behind the end of the line.</summary>
    private string NextField(string line, ref int at)
    {
        while (Separator != ' ' && at < line.Length && line[at] == ' ')
            at++;
        if (AllowQuoting && at < line.Length && line[at] == '"')
            return QuotedField(line, ref at);
        int end = line.IndexOf(Separator, at);
        if (end < 0)
            end = line.Length;
        string field = line[at..end];
        at = end + 1;
        return field;
    }

    /// <summary>A field in quotes, in which a doubled quote stands for one; empty if the quoting is wrong.</summary>
    private string QuotedField(string line, ref int at)
    {
        var text = new StringBuilder();
        bool isClosed = false;
        for (at++; at < line.Length && !isClosed; at++)
        {
            if (line[at] != '"')
                text.Append(line[at]);
            else if (at + 1 < line.Length && line[at + 1] == '"')
                text.Append(line[at++]);
            else
                isClosed = true;
        }
        int end = line.IndexOf(Separator, at);
        if (end < 0)
            end = line.Length;
        bool isWrong = !isClosed || line.AsSpan(at, end - at).ContainsAnyExcept(' ');
        at = end + 1;
        return isWrong ? "" : text.ToString();
    }
}
