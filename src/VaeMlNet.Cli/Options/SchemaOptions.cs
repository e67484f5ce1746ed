using System.CommandLine;
using System.CommandLine.Parsing;

namespace VaeMlNet.Cli;

/// <summary>The options on the kinds of a table's columns, where the data leaves them open or the user wants others.</summary>
internal sealed class SchemaOptions : OptionGroup
{
    private const string DayFirst = "day-first";
    private const string MonthFirst = "month-first";
    private const string Comma = "comma";
    private const string Point = "point";

    private readonly Option<string?> schema = OptionFactory.Text(
        "--schema",
        "FILE.json",
        "The kinds and formats of columns, from a file or a model folder; the others are inferred from the data. 'info FILE.csv --write-schema=FILE.json' writes such a file"
    );

    private readonly Option<string[]?> categorical = OptionFactory.Names(
        "--categorical",
        "Columns of categories that are taken for something else"
    );

    private readonly Option<string[]?> numeric = OptionFactory.Names(
        "--numeric",
        "Columns of numbers that are taken for something else; texts in them are read as missing"
    );

    private readonly Option<string?> dateOrder = OptionFactory.Choice(
        "--date-order",
        "The order of day and month in dates that fit both, such as 02/01/2024",
        [DayFirst, MonthFirst]
    );

    private readonly Option<string?> decimalMark = OptionFactory.Choice(
        "--decimal",
        "The decimal mark of columns that fit both, such as one of 3,750 and 1,250",
        [Comma, Point]
    );

    private readonly Option<string[]?> missing = OptionFactory.Texts(
        "--missing",
        "TEXT",
        "A text of cells that have no value, besides empty cells, NA and the like; may be given several times"
    );

    public override IEnumerable<Option> All => [schema, categorical, numeric, dateOrder, decimalMark, missing];

    /// <summary>Reads the options.</summary>
    /// <exception cref="CommandException">The schema's file is missing or wrong.</exception>
    public VaeProfileOptions Read(ParseResult parse) =>
        new()
        {
            Schema = parse.GetValue(schema) is { } path ? TableSchemaFile.Read(path) : Categories(parse),
            NumericColumns = parse.GetList(numeric) ?? [],
            DayFirst = parse.GetValue(dateOrder) switch
            {
                DayFirst => true,
                MonthFirst => false,
                _ => null,
            },
            DecimalMark = parse.GetValue(decimalMark) switch
            {
                Comma => ',',
                Point => '.',
                _ => null,
            },
            MissingTexts = parse.GetValue(missing) ?? [],
        };

    private VaeTableSchema Categories(ParseResult parse) =>
        new()
        {
            Columns =
            [
                .. (parse.GetList(categorical) ?? [])
                    .Distinct()
                    .Select(name => new VaeColumnSchema { Name = name, Kind = VaeColumnKind.Category }),
            ],
        };

    protected override void Check(CommandResult result)
    {
        if (result.IsGiven(schema) && new[] { categorical, numeric }.FirstOrDefault(result.IsGiven) is { } kind)
        {
            result.AddError(
                $"--schema and {kind.Name} cannot be combined. Set the kinds of the columns in the schema file."
            );
        }
    }
}
