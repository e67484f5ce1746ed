using System.CommandLine;
using System.CommandLine.Parsing;

namespace VaeMlNet.Cli;

/// <summary>The options for the types of columns that cannot be inferred from their cells.</summary>
internal sealed class SchemaOptions
{
    private readonly Option<string?> schema = OptionFactory.Text(
        "--schema",
        "FILE.json",
        "The types of columns: number, boolean, category or ignore. The types of other columns are inferred. 'info --data --format=json' writes such a file"
    );

    private readonly Option<string[]?> categorical = OptionFactory.Names(
        "--categorical",
        "Columns of categories that look like numbers"
    );

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(schema);
        command.Options.Add(categorical);
        command.Validators.Add(Check);
    }

    /// <summary>Returns the names of the options that the user gave.</summary>
    public IEnumerable<string> Given(CommandResult result) =>
        new Option[] { schema, categorical }
            .Where(option => result.IsGiven(option))
            .Select(option => option.Name);

    /// <summary>Reads the options.</summary>
    /// <exception cref="CommandException">The schema file is missing or wrong.</exception>
    public TableSchema Read(ParseResult parse) =>
        parse.GetValue(schema) is { } path
            ? TableSchemaFile.Read(path)
            : TableSchema.FromCategories(parse.GetList(categorical) ?? []);

    private void Check(CommandResult result)
    {
        if (result.IsGiven(schema) && result.IsGiven(categorical))
        {
            result.AddError(
                "--schema and --categorical cannot be combined. Set the type of the columns in the schema file."
            );
        }
    }
}
