using System.Text.RegularExpressions;

namespace VaeMlNet.Docs.Tests;

/// <summary>A command of a shell block: a program and its arguments, without comments, pipes and optional brackets.</summary>
/// <param name="Redirections">The files behind &lt; and &gt;, each with that sign before it.</param>
internal sealed partial record ShellLine(
    string Page,
    int Line,
    string Program,
    IReadOnlyList<string> Arguments,
    IReadOnlyList<string> Redirections
)
{
    public override string ToString() => $"{Page}:{Line} {Program} {string.Join(' ', Arguments)}";

    public static IEnumerable<ShellLine> Parse(CodeBlock block)
    {
        var joined = block.Text.Replace("\\\n", "  ", StringComparison.Ordinal);
        var line = block.Line;
        foreach (var text in joined.Split('\n'))
        {
            foreach (var part in Separator().Split(Comment().Replace(text, "")).Where(part => part.Trim().Length > 0))
            {
                var command = Redirection().Replace(part, "");
                string[] words = [.. Word().Matches(command).Select(match => match.Value.Trim('"', '\'', '[', ']'))];
                string[] files = [.. Redirection().Matches(part).Select(match => match.Value.Replace(" ", ""))];
                yield return new ShellLine(block.Page, line, words[0], words[1..], files);
            }

            line++;
        }
    }

    /// <summary>Matches from a # at the start of a word to the end.</summary>
    [GeneratedRegex(@"(^|\s)#.*$")]
    private static partial Regex Comment();

    /// <summary>Matches &lt; or &gt; and a file, but not a comparison within a quoted program.</summary>
    [GeneratedRegex(@"\s[<>]\s*[A-Za-z]\S*")]
    private static partial Regex Redirection();

    [GeneratedRegex(@"\s(?:&&|\||;)\s")]
    private static partial Regex Separator();

    [GeneratedRegex("""\[?--?[\w-]+(=("[^"]*"|'[^']*'|[^\s]+))?|"[^"]*"|'[^']*'|\S+""")]
    private static partial Regex Word();
}
