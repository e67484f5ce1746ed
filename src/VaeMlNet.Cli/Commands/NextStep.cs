using System.CommandLine;
using VaeMlNet.Cli.Files;

namespace VaeMlNet.Cli.Commands;

/// <summary>A command line that the user may run next, as text to copy.</summary>
/// <param name="verb">The verb.</param>
internal sealed class NextStep(string verb)
{
    private readonly List<string> words = ["next: vaemlnet", verb];

    /// <summary>Adds an argument.</summary>
    public NextStep With(string argument)
    {
        words.Add(Quoted(argument));
        return this;
    }

    /// <summary>Adds an option.</summary>
    public NextStep With(string name, string value)
    {
        words.Add($"{name}={Quoted(value)}");
        return this;
    }

    /// <summary>Adds options that the user gave, as they were given.</summary>
    public NextStep With(ParseResult parse, IEnumerable<Option<string?>> given)
    {
        foreach (Option<string?> option in given.Where(option => parse.CommandResult.IsGiven(option)))
        {
            string value = parse.GetValue(option)!;
            // What came through a pipe is gone.
            With(option.Name, value == StandardStreams.Name ? "FILE" : value);
        }

        return this;
    }

    /// <summary>Adds lists that the user gave, as they were given.</summary>
    public NextStep With(ParseResult parse, IEnumerable<Option<string[]?>> given)
    {
        foreach (Option<string[]?> option in given.Where(option => parse.CommandResult.IsGiven(option)))
        {
            With(option.Name, string.Join(',', parse.GetList(option) ?? []));
        }

        return this;
    }

    /// <inheritdoc />
    public override string ToString() => string.Join(' ', words);

    private static string Quoted(string text) => text.Any(char.IsWhiteSpace) ? $"\"{text}\"" : text;
}
