using System.CommandLine;
using System.CommandLine.Parsing;

namespace VaeMlNet.Cli;

/// <summary>The options that say what columns of a table hold, where that is not to be found out from their cells.</summary>
internal sealed class SchemaOptions
{
    private readonly Option<string?> schema = OptionFactory.Text(
        "--schema",
        "FILE.json",
        "What columns hold: number, boolean, category or ignore by column; the others are found out. 'info --data --format=json' writes one"
    );

    private readonly Option<string[]?> categorical = OptionFactory.Names(
        "--categorical",
        "Columns that hold categories though they look like numbers"
    );

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(schema);
        command.Options.Add(categorical);
        command.Validators.Add(Check);
    }

    /// <summary>Names the options that the user gave.</summary>
    public IEnumerable<string> Given(CommandResult result) =>
        new Option[] { schema, categorical }
            .Where(option => result.IsGiven(option))
            .Select(option => option.Name);

    /// <summary>Reads the options.</summary>
    /// <exception cref="CommandException">The schema's file is missing or wrong.</exception>
    public TableSchema Read(ParseResult parse) =>
        parse.GetValue(schema) is { } path
            ? TableSchemaFile.Read(path)
            : TableSchema.OfCategories(parse.GetList(categorical) ?? []);

    private void Check(CommandResult result)
    {
        if (result.IsGiven(schema) && result.IsGiven(categorical))
        {
            result.AddError("--schema and --categorical exclude each other: say it in the schema.");
        }
    }
}
