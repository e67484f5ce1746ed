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
    /// <param name="options">Whether columns may be missing.</param>
    /// <exception cref="ArgumentException">The names are not as many as the model's columns.</exception>
    public static StepInput[] Of(
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
        VaeManifest manifest = folder.Manifest;
        string columnName = names.Several switch
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
        IReadOnlyList<VaeColumn> columns = folder.Manifest.Columns;
        string[] given = names.Several ?? (names.Single is { } single ? [single] : []);
        if (given.Length == 0)
        {
            return [.. columns.Select(c => Column(c, c.Name))];
        }
        if (given.All(name => columns.Any(c => c.Name == name)))
        {
            return [.. columns.Select(c => given.Contains(c.Name) ? Column(c, c.Name) : LeftOut(c, names))];
        }
        return given.Length == columns.Count
            ? [.. columns.Zip(given, Column)]
            : throw ColumnErrors.WrongCount(folder, names);
    }

    private ColumnInput Column(VaeColumn column, string columnName) =>
        new(GraphTensors.Input(column), columnName, folder.Path)
        {
            Step = step,
            KeyValues = column.KeyValues,
            MayBeMissing = allowsMissingColumns && column.CanBeMissing,
        };

    /// <summary>A column that the user did not name beside others that are the model's.</summary>
    private ColumnInput LeftOut(VaeColumn column, InputNames names) =>
        !allowsMissingColumns || !column.CanBeMissing
            ? throw ColumnErrors.NotNamed(folder, names, column)
            : new(GraphTensors.Input(column), column.Name, folder.Path)
            {
                Step = step,
                MayBeMissing = true,
                IsLeftOut = true,
            };
}
