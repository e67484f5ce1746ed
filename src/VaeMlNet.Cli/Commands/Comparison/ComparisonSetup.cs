namespace VaeMlNet.Cli;

/// <summary>The models, rows and settings that all tasks of a comparison share.</summary>
internal sealed record ComparisonSetup
{
    private int fileCount;

    public required ComparedRows Rows { get; init; }

    public required IReadOnlyList<ComparedModel> Models { get; init; }

    /// <summary>Gets the columns that models of features read; table models find their columns by name.</summary>
    public required ColumnChoice Choice { get; init; }

    /// <summary>Gets the name of the label column; null without one.</summary>
    public required string? LabelColumn { get; init; }

    /// <summary>Gets the names of the baselines to run.</summary>
    public required IReadOnlyList<string> Baselines { get; init; }

    /// <summary>Gets the share of cells to hide for imputation.</summary>
    public required double HiddenShare { get; init; }

    /// <summary>Gets the seed of all random choices.</summary>
    public required int Seed { get; init; }

    /// <summary>Gets the folder for temporary files.</summary>
    public required string Folder { get; init; }

    /// <summary>Gets the action that runs before each method, with its name.</summary>
    public required Action<string> Begins { get; init; }

    /// <summary>Gets the token that cancels the comparison.</summary>
    public required CancellationToken CancellationToken { get; init; }

    /// <summary>Gets sentences about what was left out. Tasks add to them.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Returns whether a baseline runs: it was chosen, and the rows are not too wide for it, of which a note tells.</summary>
    /// <param name="baseline">The name of the baseline.</param>
    /// <param name="width">The number of columns or slots.</param>
    /// <param name="most">The largest number for the baseline.</param>
    public bool Runs(string baseline, int width, int most)
    {
        if (width > most && Baselines.Contains(baseline))
        {
            Notes.Add($"'{baseline}' did not run, because the rows have {width} slots and it takes at most {most}.");
        }

        return width <= most && Baselines.Contains(baseline);
    }

    /// <summary>Begins with a method, unless the comparison was canceled.</summary>
    public void Begin(string method)
    {
        CancellationToken.ThrowIfCancellationRequested();
        Begins(method);
    }

    /// <summary>Returns the path of a new temporary file.</summary>
    public string NewFile() => Path.Combine(Folder, $"{++fileCount}.csv");

    /// <summary>
    /// Returns the columns that all of some models read: for table models those of the first one, as far as the others have them, and otherwise
    /// all columns of numbers.
    /// </summary>
    public CsvColumn[] CommonColumns(IReadOnlyList<ComparedModel> models)
    {
        ComparedModel[] tables = [.. models.Where(model => model.Columns.Count > 0)];
        if (tables.Length == 0)
        {
            var chosen = Choice.Columns ?? Rows.Test.Names;
            return [.. chosen.Except(Choice.Ignored).Select(name => CsvColumn.Scalar(name, CsvColumnKind.Number))];
        }

        var common = ComparedModel.CommonColumns(tables);
        if (common.Length == 0)
        {
            throw new CommandException(
                $"The models {string.Join(", ", tables.Select(model => $"'{model.Name}'"))} have no column of one kind in common. Compare models of the same table."
            );
        }

        foreach (var model in tables)
        {
            NoteOwnColumns(model, common);
        }

        return common;
    }

    /// <summary>Notes the columns that a model reads, and the baselines do not, unless another task has noted them.</summary>
    private void NoteOwnColumns(ComparedModel model, CsvColumn[] common)
    {
        string[] own = [.. model.CellNames.Except(common.SelectMany(column => column.CellNames))];
        var note = $"'{model.Name}' also reads columns that the baselines do not read: {ColumnNames.List(own)}.";
        if (own.Length > 0 && !Notes.Contains(note))
        {
            Notes.Add(note);
        }
    }
}
