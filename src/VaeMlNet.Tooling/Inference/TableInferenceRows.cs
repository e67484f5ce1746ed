using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>Raw columns of a CSV file for a table model, found by name.</summary>
internal sealed class TableInferenceRows : InferenceRows
{
    private const double MostAbsent = 0.5;

    private readonly CsvColumn[] present;
    private readonly string model;
    private readonly bool? allowMissingColumns;
    private CsvTableView? view;
    private bool namesUnseen;
    private bool hasWarned;

    /// <summary>Finds the columns of a model in a file.</summary>
    /// <param name="file">The file. Columns that the model does not read are ignored.</param>
    /// <param name="model">The model.</param>
    /// <param name="format">How the file's cells are read, and whether it may lack columns.</param>
    public TableInferenceRows(CsvFile file, VaeModel model, InferenceFormat format)
        : base(file.Path)
    {
        Csv = file;
        this.model = model.Folder;
        HasCategories = model.Manifest.MarksUnseen;
        allowMissingColumns = format.AllowMissingColumns;
        var columns = format.Schema is { } schema
            ? ModelTable.Columns(ModelTable.AllColumns(model.Manifest), ModelTable.SchemaFor(model.Manifest, schema))
            : ModelTable.Columns(model.Manifest);
        var explained = model.Manifest.Columns.Count;
        Columns = [.. columns.Select((column, index) => column with { IsCondition = index >= explained })];
        present = [.. Columns.Where(column => IsPresent(column))];
        if (Array.TrueForAll(present, column => column.IsCondition))
        {
            throw new CommandException(
                $"{Csv.Name} has none of the {ExplainedColumns.Count()} columns of model '{this.model}', such as '{Columns[0].CellNames[0]}'. It has: "
                    + $"{Data.ColumnNames.List(Csv.Header)}. Pass rows of the table that the model was trained on."
            );
        }
    }

    private TableInferenceRows(TableInferenceRows whole, CsvFile file)
        : base(whole.Path)
    {
        Csv = file;
        model = whole.model;
        HasCategories = whole.HasCategories;
        TellsUnseen = whole.TellsUnseen;
        allowMissingColumns = whole.allowMissingColumns;
        Columns = whole.Columns;
        present = whole.present;
    }

    public override CsvFile Csv { get; }

    /// <summary>Gets all columns of the model, followed by its conditions.</summary>
    public override IReadOnlyList<CsvColumn> Columns { get; }

    /// <summary>Gets the columns that the model explains.</summary>
    public IEnumerable<CsvColumn> ExplainedColumns => Columns.Where(column => !column.IsCondition);

    public override IReadOnlyList<string> SlotNames => [.. ExplainedColumns.SelectMany(column => column.SlotNames)];

    public override bool AllowMissingColumns => allowMissingColumns == true;

    public override IDataView View(MLContext ml, IProgress<double>? progress = null) =>
        view = new CsvTableView(
            Csv,
            [
                .. present.Select(column =>
                    namesUnseen ? column.WithUnseenKeys(Csv)
                    : TellsUnseen ? column.WithUnseenKey()
                    : column
                ),
            ],
            progress
        );

    public override bool HasCategories { get; }

    public override TableInferenceRows ForBlocks() => new(this, Csv);

    public override TableInferenceRows Choose(IReadOnlyList<long> chosen) =>
        new(this, Csv.Choose(chosen)) { namesUnseen = true };

    public override void Read(CsvFile block) => view!.File = block;

    public override Action Tell(InferenceRows block)
    {
        var unknown = ((TableInferenceRows)block).view!.UnknownTexts;
        return () => view!.AddUnknown(unknown);
    }

    public override void Warn(CommandTerminal terminal)
    {
        var absent = Columns.Count - present.Length;
        if (!hasWarned && absent > MostAbsent * Columns.Count)
        {
            hasWarned = true;
            terminal.Warn(
                $"'{Path}' has only {present.Length} of the {Columns.Count} columns of the model: results say little about its rows."
            );
        }

        view?.UnknownTextWarnings().ToList().ForEach(terminal.Warn);
    }

    private bool IsPresent(CsvColumn column)
    {
        if (column.CellNames.FirstOrDefault(name => !Csv.Has(name)) is not { } lacking)
        {
            return true;
        }

        var isWhollyMissing = !column.CellNames.Any(Csv.Has);
        if (AllowMissingColumns && isWhollyMissing && !column.IsCondition)
        {
            return false;
        }

        var advice =
            column.IsCondition ? "The model depends on this condition: add the column."
            : allowMissingColumns is null ? "Send the column, or train and export a model without it."
            : isWhollyMissing ? "Pass --allow-missing-columns to treat it as missing in every row."
            : "A vector needs all of its slots. With --allow-missing-columns, all of them may be missing.";
        throw new CommandException(
            $"{Csv.Name} has no column '{lacking}', which model '{model}' was trained on. It has: "
                + $"{Data.ColumnNames.List(Csv.Header)}. {advice}"
        );
    }
}
