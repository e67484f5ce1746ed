using System.CommandLine;
using System.Globalization;
using System.Text;

namespace VaeMlNet.Cli.Tests;

/// <summary>Every verb as Markdown, from the options themselves.</summary>
internal static class CliReference
{
    private const string DefaultMark = " [default: ";

    private static readonly CommandContext Context = new(
        new CommandTerminal(TextWriter.Null, TextWriter.Null, isInteractive: false),
        CancellationToken.None
    );

    /// <summary>Gets the verbs, in the order of the help.</summary>
    public static IReadOnlyList<VerbCommand> Verbs { get; } = [.. VaeMlNet.Cli.Verbs.For([], Context)];

    /// <summary>Gets the command of the worker tool, which has only one verb.</summary>
    public static VerbCommand Worker { get; } = new QueueWorkerCommand(Context);

    /// <summary>Returns the text of the whole reference.</summary>
    public static string Write()
    {
        StringBuilder text = new();
        foreach (var verb in Verbs)
        {
            Write(verb, "vaemlnet ", text);
        }

        Write(Worker, tool: "", text);
        return text.ToString();
    }

    private static void Write(VerbCommand verb, string tool, StringBuilder text)
    {
        var arguments = string.Concat(verb.Arguments.Select(argument => $" {Name(argument)}"));
        text.Append(CultureInfo.InvariantCulture, $"\n### `{verb.Name}`\n{verb.Description}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"`{tool}{verb.Name}{arguments} [options]`\n");
        if (verb.Arguments.Count + verb.Options.Count > 0)
        {
            text.Append("\n| | | default |\n|---|---|---|\n");
        }

        foreach (var argument in verb.Arguments)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{argument.Name}` | {Cell(argument.Description)} | |\n");
        }

        foreach (var option in verb.Options)
        {
            Write(option, text);
        }

        text.Append("\n```\n");
        foreach (var example in verb.Examples)
        {
            text.Append(CultureInfo.InvariantCulture, $"{tool}{example}\n");
        }

        text.Append("```\n");
    }

    private static void Write(Option option, StringBuilder text)
    {
        var value = option.ValueType == typeof(bool) ? "" : $"={option.HelpName}";
        (var description, var defaultValue) = Split(option);
        text.Append(
            CultureInfo.InvariantCulture,
            $"| `{Cell(option.Name + value)}` | {Cell(description)} | {Cell(defaultValue)} |\n"
        );
    }

    private static (string Description, string DefaultValue) Split(Option option)
    {
        var description = option.Description ?? "";
        var mark = description.LastIndexOf(DefaultMark, StringComparison.Ordinal);
        if (mark >= 0)
        {
            var end = description[(mark + DefaultMark.Length)..];
            return (description[..mark], end.TrimEnd(']'));
        }

        var isSwitch = option.ValueType == typeof(bool);
        var value =
            option.Required ? "required"
            : isSwitch || !option.HasDefaultValue ? ""
            : Convert.ToString(option.GetDefaultValue(), CultureInfo.InvariantCulture)!.Replace('\\', '/');
        return (description, value);
    }

    private static string Name(Argument argument) =>
        argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.Name}]" : argument.Name;

    private static string Cell(string? text) => (text ?? "").Replace("|", "\\|", StringComparison.Ordinal);
}
