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

    /// <summary>Gets the fewest options that are worth a table of their own for several verbs.</summary>
    private const int SharedCount = 3;

    /// <summary>Returns the list of the verbs, and the options that several of them share.</summary>
    public static string WriteContents()
    {
        StringBuilder text = new();
        foreach (var verbs in Verbs.GroupBy(verb => verb.Group))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {verbs.Key}\n| verb | |\n|---|---|\n");
            foreach (var verb in verbs)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| [`{verb.Name}`](cli/{verb.Name}.md) | {Cell(verb.Description)} |\n"
                );
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"\n## The worker\n{Worker.Description} ");
        text.Append(
            CultureInfo.InvariantCulture,
            $"It is a tool of its own: [`{Worker.Name}`](cli/{Worker.Name}.md).\n"
        );
        foreach (var group in Groups())
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {group.Title}\n");
            Write(group.Rows, text);
        }

        return text.ToString();
    }

    /// <summary>Returns the pages of the verbs and of the worker, with their names.</summary>
    public static IEnumerable<(string Name, string Text)> WritePages()
    {
        var groups = Groups();
        return Verbs.Append(Worker).Select(verb => (verb.Name, Write(verb, groups)));
    }

    /// <summary>Returns the options with the same text in the same verbs, in the order of the first verb.</summary>
    private static List<Group> Groups() =>
        [
            .. Verbs
                .Append(Worker)
                .SelectMany(verb => verb.Options.Select(option => (Verb: verb.Name, Row: Row(option))))
                .GroupBy(option => option.Row, option => option.Verb)
                .GroupBy(row => string.Join(", ", row.Select(verb => $"`{verb}`")), row => row.Key)
                .Where(group => group.Key.Contains(',', StringComparison.Ordinal) && group.Count() >= SharedCount)
                .Select(group => new Group($"Options of {group.Key}", [.. group])),
        ];

    private static string Write(VerbCommand verb, List<Group> groups)
    {
        var tool = verb == Worker ? "" : "vaemlnet ";
        StringBuilder text = new();
        var arguments = string.Concat(verb.Arguments.Select(argument => $" {Name(argument)}"));
        text.Append(CultureInfo.InvariantCulture, $"# `{verb.Name}`\n{verb.Description}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"`{tool}{verb.Name}{arguments} [options]`\n\n```\n");
        foreach (var example in verb.Examples)
        {
            text.Append(CultureInfo.InvariantCulture, $"{tool}{example}\n");
        }

        text.Append("```\n");
        var rows = verb.Options.Select(Row).ToArray();
        var shared = groups.Where(group => group.Rows.All(rows.Contains)).ToArray();
        Write(
            [
                .. verb.Arguments.Select(argument => $"| `{argument.Name}` | {Cell(argument.Description)} | |"),
                .. rows.Except(shared.SelectMany(group => group.Rows)),
            ],
            text
        );
        foreach (var group in shared)
        {
            var names = verb.Options.Where(option => group.Rows.Contains(Row(option))).Select(option => option.Name);
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n[Shared](../cli-reference.md#{group.Anchor}): {string.Join(", ", names.Select(name => $"`{name}`"))}\n"
            );
        }

        return text.ToString();
    }

    private static void Write(IReadOnlyCollection<string> rows, StringBuilder text)
    {
        if (rows.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n| | | default |\n|---|---|---|\n{string.Join('\n', rows)}\n");
        }
    }

    private static string Row(Option option)
    {
        var value = option.ValueType == typeof(bool) ? "" : $"={option.HelpName}";
        (var description, var defaultValue) = Split(option);
        return $"| `{Cell(option.Name + value)}` | {Cell(description)} | {Cell(defaultValue)} |";
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

    /// <summary>A table of options that several verbs have.</summary>
    private sealed record Group(string Title, IReadOnlyList<string> Rows)
    {
        /// <summary>Gets the anchor that Markdown gives the title.</summary>
        public string Anchor =>
            string.Concat(
                Title
                    .ToLowerInvariant()
                    .Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-')
                    .Select(c => c == ' ' ? '-' : c)
            );
    }
}
