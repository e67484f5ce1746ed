using System.CommandLine;
using System.Globalization;
using System.Text;
using VaeMlNet.Cli.Commands;
using VaeMlNet.Cli.Terminal;

namespace VaeMlNet.Cli.Tests.Reference;

/// <summary>Every verb as Markdown, from the options themselves.</summary>
internal static class CliReference
{
    private const string DefaultMark = " [default: ";

    /// <summary>The verbs, in the order of the help.</summary>
    public static IReadOnlyList<VerbCommand> Verbs { get; } =
    [
        .. VaeMlNet.Cli.Commands.Verbs.For(
            [],
            new CommandContext(
                new CommandTerminal(TextWriter.Null, TextWriter.Null, isInteractive: false),
                CancellationToken.None
            )
        ),
    ];

    /// <summary>The whole text.</summary>
    public static string Write()
    {
        StringBuilder text = new();
        foreach (VerbCommand verb in Verbs)
        {
            Write(verb, text);
        }

        return text.ToString();
    }

    private static void Write(VerbCommand verb, StringBuilder text)
    {
        string arguments = string.Concat(verb.Arguments.Select(argument => $" {Name(argument)}"));
        text.Append(CultureInfo.InvariantCulture, $"\n### `{verb.Name}`\n{verb.Description}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"`vaemlnet {verb.Name}{arguments} [options]`\n");
        if (verb.Arguments.Count + verb.Options.Count > 0)
        {
            text.Append("\n| | | default |\n|---|---|---|\n");
        }

        foreach (Argument argument in verb.Arguments)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{argument.Name}` | {Cell(argument.Description)} | |\n");
        }

        foreach (Option option in verb.Options)
        {
            Write(option, text);
        }

        text.Append("\n```\n");
        foreach (string example in verb.Examples)
        {
            text.Append(CultureInfo.InvariantCulture, $"vaemlnet {example}\n");
        }

        text.Append("```\n");
    }

    private static void Write(Option option, StringBuilder text)
    {
        string value = option.ValueType == typeof(bool) ? "" : $"={option.HelpName}";
        (string description, string defaultValue) = Split(option);
        text.Append(
            CultureInfo.InvariantCulture,
            $"| `{Cell(option.Name + value)}` | {Cell(description)} | {Cell(defaultValue)} |\n"
        );
    }

    private static (string Description, string DefaultValue) Split(Option option)
    {
        string description = option.Description ?? "";
        int mark = description.LastIndexOf(DefaultMark, StringComparison.Ordinal);
        if (mark >= 0)
        {
            string end = description[(mark + DefaultMark.Length)..];
            return (description[..mark], end.TrimEnd(']'));
        }

        bool isSwitch = option.ValueType == typeof(bool);
        string value =
            option.Required ? "required"
            : isSwitch || !option.HasDefaultValue ? ""
            : Convert.ToString(option.GetDefaultValue(), CultureInfo.InvariantCulture)!.Replace('\\', '/');
        return (description, value);
    }

    private static string Name(Argument argument) =>
        argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.Name}]" : argument.Name;

    private static string Cell(string? text) => (text ?? "").Replace("|", "\\|", StringComparison.Ordinal);
}
