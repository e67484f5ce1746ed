using System.CommandLine;

namespace VaeMlNet.Tooling;

/// <summary>A command line that the user may run next, as text to copy.</summary>
internal sealed class NextStep(string verb)
{
    private readonly List<string> arguments = [verb];

    /// <summary>Gets the arguments of the command line, without the name of the tool.</summary>
    public IReadOnlyList<string> Arguments => arguments;

    /// <summary>Adds a file or folder.</summary>
    public NextStep With(string path)
    {
        arguments.Add(ShellLine.Positional(path));
        return this;
    }

    /// <summary>Adds an option; nothing if its value is null.</summary>
    public NextStep With(string name, string? value)
    {
        if (value is not null)
        {
            arguments.Add($"{name}={value}");
        }

        return this;
    }

    /// <summary>Adds the choice of the columns that a model reads, if the file has others with a name.</summary>
    /// <param name="header">The names of the columns of the file.</param>
    /// <param name="read">The names of those that the model reads.</param>
    public NextStep WithColumns(IEnumerable<string> header, IEnumerable<string> read)
    {
        string[] chosen = [.. read.Distinct()];
        string[] others = [.. header.Except(chosen).Where(name => name.Length > 0)];
        // Commas separate names.
        return others.Length == 0 ? this
            : others.Any(HasComma) && !chosen.Any(HasComma) ? With("--columns", string.Join(',', chosen))
            : With("--ignore", string.Join(',', others));

        static bool HasComma(string name) => name.Contains(',');
    }

    /// <summary>
    /// Adds a file of which the columns of a model are read as they were for the model. The user may have set their formats and kinds.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="header">The names of its columns, except for those that the command leaves out in another way.</param>
    /// <param name="model">A model of a table.</param>
    public NextStep WithData(string path, IEnumerable<string> header, VaeModel model)
    {
        var read = ModelTable.Columns(model.Manifest).SelectMany(column => column.CellNames);
        return With("--data", path)
            .WithColumns(header, read)
            .With("--schema", model.Manifest.TableSchema is null ? null : model.Folder);
    }

    /// <summary>Adds options that the user gave.</summary>
    public NextStep With(ParseResult parse, IEnumerable<Option<string?>> given)
    {
        foreach (var option in given.Where(option => parse.CommandResult.IsGiven(option)))
        {
            var value = parse.GetValue(option)!;
            // The content of a pipe is no longer available.
            With(option.Name, InputFile.IsReadOnce(value) ? "FILE" : value);
        }

        return this;
    }

    /// <summary>Adds lists that the user gave.</summary>
    public NextStep With(ParseResult parse, IEnumerable<Option<string[]?>> given)
    {
        foreach (var option in given.Where(option => parse.CommandResult.IsGiven(option)))
        {
            With(option.Name, string.Join(',', parse.GetList(option) ?? []));
        }

        return this;
    }

    /// <summary>
    /// Returns the line to print. It can be copied to a shell without its first word, or explains why there is no
    /// command.
    /// </summary>
    public override string ToString() =>
        ShellLine.CanShow(arguments)
            ? $"next: {ShellLine.Format(arguments)}"
            : $"next: the verb '{verb}'. The command is not shown, because a name in it has control characters. Rename the file "
                + "or folder to get a command to copy.";
}
