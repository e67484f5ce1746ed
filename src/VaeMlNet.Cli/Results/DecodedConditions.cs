using System.CommandLine;
using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>The option of the verbs that decode latents under conditions: those of the rows, or values for all rows.</summary>
internal sealed class DecodedConditions
{
    private readonly Option<string[]?> where = OptionFactory.Texts(
        "--where",
        "CONDITION",
        "A condition under which all rows are decoded instead of their own, such as \"machine=press\"; may be repeated"
    );

    /// <summary>Adds the option to a verb.</summary>
    public void AddTo(Command command)
    {
        where.Aliases.Add("--condition");
        command.Options.Add(where);
    }

    /// <summary>Checks that the model has conditions if some are given.</summary>
    public void Check(ParseResult parse, VaeModel model)
    {
        if (Read(parse).Count > 0 && model.Manifest.ConditionColumns.Count == 0)
        {
            throw new CommandException(
                $"--where needs a model with conditions, but model '{model.Folder}' has none. Train with --condition=COLUMN."
            );
        }
    }

    /// <summary>Returns the conditions for all rows.</summary>
    public IReadOnlyList<string> Read(ParseResult parse) => parse.GetValue(where) ?? [];

    /// <summary>Returns the condition columns of a CSV file with latents. Columns that the file lacks must be given.</summary>
    public IDataView View(ParseResult parse, VaeModel model, string path)
    {
        var file = CsvFile.Open(path);
        var columns = ModelTable.Columns(model.Manifest)[model.Manifest.Columns.Count..];
        var given = Read(parse);
        foreach (var column in columns.Where(column => !column.CellNames.All(file.Has)))
        {
            if (!given.Any(text => text.StartsWith($"{column.Name}=", StringComparison.Ordinal)))
            {
                throw new CommandException(
                    $"{file.Name} has no column '{column.Name}', but model '{model.Folder}' depends on this condition. Add the column, as 'vaemlnet encode --keep={column.Name}' does, or pass --where={column.Name}=VALUE."
                );
            }
        }

        return new CsvTableView(
            file,
            [.. columns.Where(column => column.CellNames.All(file.Has)).Select(column => column.WithUnseenKey())]
        );
    }
}
