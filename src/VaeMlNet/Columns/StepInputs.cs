namespace VaeMlNet;

/// <summary>The inputs that a step feeds a model folder's encoder or scorer: a column of features, or raw columns.</summary>
internal sealed class StepInputs
{
    private readonly ModelFolder folder;
    private readonly string step;
    private readonly bool allowsMissingColumns;

    private StepInputs(ModelFolder folder, string step, bool allowsMissingColumns)
    {
        this.folder = folder;
        this.step = step;
        this.allowsMissingColumns = allowsMissingColumns;
    }

    /// <summary>The inputs in the graphs' order.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="step">Name of the step in messages.</param>
    /// <param name="names">The columns as the user named them.</param>
    /// <param name="outputColumnName">The step's first output: what features are called when they are not named.</param>
    /// <param name="options">The options, which say whether columns may be missing.</param>
    /// <exception cref="ArgumentException">The names are not as many as the model's columns.</exception>
    public static StepInput[] Create(
        ModelFolder folder,
        string step,
        InputNames names,
        string outputColumnName,
        VaeStepOptions options
    )
    {
        var inputs = new StepInputs(folder, step, options.AllowMissingColumns);
        return folder.Manifest.IsTable ? inputs.Columns(names) : [inputs.Features(names, outputColumnName)];
    }

    private FeatureInput Features(InputNames names, string outputColumnName)
    {
        var manifest = folder.Manifest;
        var columnName = names.Several switch
        {
            null => names.Single ?? outputColumnName,
            [] when manifest.Columns is [{ } only] => only.Name,
            [string only] => only,
            { } several => throw ColumnErrors.OneColumnOnly(
                folder.Path,
                manifest.Architecture.InputDim,
                several.Length
            ),
        };
        return new FeatureInput(GraphTensors.Features(manifest), columnName, folder.Path)
        {
            Step = step,
            Range = new InputRange(manifest, folder.Path),
        };
    }

    private StepInput[] Columns(InputNames names)
    {
        var columns = folder.Manifest.Columns;
        var given = names.Several ?? (names.Single is { } single ? [single] : []);
        if (given.Length == 0)
        {
            return Matched(columns.Select(c => c.Name));
        }

        var named = given.ToHashSet();
        if (named.IsSubsetOf(columns.Select(c => c.Name)))
        {
            return columns.FirstOrDefault(c => !named.Contains(c.Name) && !MayBeMissing(c)) is { } needed
                ? throw ColumnErrors.NotNamed(folder, names, needed)
                : Matched(columns.Select(c => named.Contains(c.Name) ? c.Name : null));
        }

        return given.Length == columns.Count ? Matched(given) : throw ColumnErrors.WrongCount(folder, names);
    }

    /// <summary>An input for each column of the model, in its order.</summary>
    /// <param name="columnNames">Names of the columns that feed them; null for one that is left out.</param>
    private StepInput[] Matched(IEnumerable<string?> columnNames)
    {
        string?[] names = [.. columnNames];
        string[] all = [.. names.OfType<string>()];
        return [.. folder.Manifest.Columns.Zip(names, (column, name) => Column(column, name, all))];
    }

    private ColumnInput Column(VaeColumn column, string? columnName, string[] columnsOfStep) =>
        new(GraphTensors.Input(column), columnName ?? column.Name, folder.Path)
        {
            Step = step,
            ColumnsOfStep = columnsOfStep,
            Values = ColumnLikelihood.Get(column).Values,
            KeyValues = column.KeyValues,
            MayBeMissing = MayBeMissing(column),
            IsLeftOut = columnName is null,
        };

    private bool MayBeMissing(VaeColumn column) => allowsMissingColumns && column.CanBeMissing;
}
