using System.Text.RegularExpressions;

namespace VaeMlNet.Docs.Tests;

/// <summary>A command of a shell block: a program and its arguments, without comments, pipes and optional brackets.</summary>
internal sealed partial record ShellLine(string Page, int Line, string Program, IReadOnlyList<string> Arguments)
{
    public override string ToString() => $"{Page}:{Line} {Program} {string.Join(' ', Arguments)}";

    public static IEnumerable<ShellLine> Parse(CodeBlock block)
    {
        var joined = block.Text.Replace("\\\n", "  ", StringComparison.Ordinal);
        var line = block.Line;
        foreach (var text in joined.Split('\n'))
        {
            var command = Redirection().Replace(Comment().Replace(text, ""), "").Trim();
            foreach (var part in Separator().Split(command).Where(part => part.Trim().Length > 0))
            {
                string[] words = [.. Word().Matches(part).Select(match => match.Value.Trim('"', '\'', '[', ']'))];
                yield return new ShellLine(block.Page, line, words[0], words[1..]);
            }

            line++;
        }
    }

    /// <summary>Matches from a # at the start of a word to the end.</summary>
    [GeneratedRegex(@"(^|\s)#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s[<>]\s*\S+")]
    private static partial Regex Redirection();

    [GeneratedRegex(@"\s(?:&&|\||;)\s")]
    private static partial Regex Separator();

    [GeneratedRegex("""\[?--?[\w-]+(=("[^"]*"|'[^']*'|[^\s]+))?|"[^"]*"|'[^']*'|\S+""")]
    private static partial Regex Word();
}
