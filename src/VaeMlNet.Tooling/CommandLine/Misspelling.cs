using System.CommandLine;

namespace VaeMlNet.Tooling;

/// <summary>Describes unknown verbs and options of a command line, and suggests the names that are nearest to them.</summary>
internal static class Misspelling
{
    /// <summary>Returns a message for each unknown verb and option; empty if all are known.</summary>
    public static IReadOnlyList<string> Find(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        if (command.Subcommands.Count > 0)
        {
            return parse.UnmatchedTokens.FirstOrDefault(token => !IsOption(token)) is { } verb
                ? [Describe("verb", verb, command.Subcommands.Select(own => own.Name))]
                : [];
        }

        return
        [
            .. parse
                .UnmatchedTokens.Where(IsOption)
                .Select(token => Describe("option", token.Split('=')[0], OptionNames(command))),
        ];
    }

    private static IEnumerable<string> OptionNames(Command command) =>
        command.Options.Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name));

    private static bool IsOption(string token) => token.StartsWith("--", StringComparison.Ordinal);

    private static string Describe(string kind, string given, IEnumerable<string> known)
    {
        var nearest = known
            .Select(name => (Name: name, Distance: Distance(given, name)))
            .Where(own => own.Distance <= Math.Max(1, own.Name.Length / 3) || IsBeginning(given, own.Name))
            .OrderBy(own => own.Distance)
            .Select(own => own.Name)
            .FirstOrDefault();
        return $"There is no {kind} '{given}'." + (nearest is null ? "" : $" Did you mean '{nearest}'?");
    }

    private static bool IsBeginning(string given, string name) =>
        given.TrimStart('-').Length >= 3 && name.StartsWith(given, StringComparison.Ordinal);

    /// <summary>
    /// Returns the number of insertions, deletions, substitutions and exchanges of neighbors that make one text of the other (Damerau 1964; the
    /// restricted distance, which changes no letter twice).
    /// </summary>
    private static int Distance(string a, string b)
    {
        var distances = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                distances[i, j] =
                    i == 0 || j == 0
                        ? i + j
                        : Math.Min(
                            Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1,
                            distances[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                        );
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
                }
            }
        }

        return distances[a.Length, b.Length];
    }
}
