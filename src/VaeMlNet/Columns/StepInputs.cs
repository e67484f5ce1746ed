namespace VaeMlNet;

/// <summary>
/// Creates the inputs of a step that runs an encoder or scorer: a column of features, or raw columns of a table.
/// </summary>
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

    /// <summary>Creates the inputs in the order of the graph.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="step">The name of the step in messages.</param>
    /// <param name="names">The columns as the user named them.</param>
    /// <param name="outputColumnName">
    /// The first output of the step. It is the name of the feature column if the user did not name one.
    /// </param>
    /// <param name="options">The options, which decide whether columns may be missing.</param>
    /// <exception cref="ArgumentException">The number of names differs from the number of the model's columns.</exception>
    public static StepInput[] Create(
        ModelFolder folder,
        string step,
        InputNames names,
        string outputColumnName,
        VaeStepOptions options
    )
    {
        var inputs = new StepInputs(folder, step, options.AllowMissingColumns);
        var (own, ofConditions) = inputs.Split(names);
        return
        [
            .. folder.Manifest.HasFeatures ? [inputs.Features(own, outputColumnName)] : inputs.Columns(own),
            .. CreateConditions(folder, step, ofConditions),
        ];
    }

    /// <summary>Creates the inputs of the conditions; none for a model without conditions.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="step">The name of the step in messages.</param>
    /// <param name="columnNames">The columns, one for each condition in the model's order; null for the names of the training.</param>
    /// <exception cref="ArgumentException">The number of names differs from the number of conditions.</exception>
    public static ColumnInput[] CreateConditions(
        ModelFolder folder,
        string step,
        IReadOnlyList<string>? columnNames = null
    )
    {
        var conditions = folder.Manifest.ConditionColumns;
        string[] names = [.. columnNames ?? conditions.Select(condition => condition.Name)];
        if (conditions.Count == 0 && names.Length > 0)
        {
            throw ColumnErrors.NoConditions(folder.Path, names);
        }

        if (names.Length != conditions.Count)
        {
            throw ColumnErrors.WrongConditionCount(folder.Path, conditions.Select(c => c.Name), names.Length);
        }

        return
        [
            .. conditions.Zip(
                names,
                (condition, name) =>
                    new ColumnInput(GraphTensors.Input(condition), name, folder.Path)
                    {
                        Step = step,
                        ColumnsOfStep = names,
                        KeyValues = condition.KeyValues,
                        IsCondition = true,
                        KeyCount = (uint)(condition.KeyCount ?? 0),
                    }
            ),
        ];
    }

    /// <summary>
    /// Separates the names of conditions from the others. They can be left out, have the model's names, or follow the names of all other
    /// columns in the model's order.
    /// </summary>
    private (InputNames Own, string[]? OfConditions) Split(InputNames names)
    {
        var conditions = folder.Manifest.ConditionColumns;
        if (conditions.Count == 0 || names.Several is not { } given)
        {
            return (names, null);
        }

        string[] own = [.. given.Except(conditions.Select(condition => condition.Name))];
        var columnCount = folder.Manifest.InputColumns.Count;
        return own.Length > columnCount && given.Length == columnCount + conditions.Count
            ? (InputNames.FromNames(given[..columnCount]), given[columnCount..])
            : (InputNames.FromNames(own), null);
    }

    private FeatureInput Features(InputNames names, string outputColumnName)
    {
        var manifest = folder.Manifest;
        var columnName = names.Several switch
        {
            null => names.Single ?? outputColumnName,
            [] => manifest.Columns[0].Name,
            [string only] => only,
            { } several => throw ColumnErrors.OneColumnOnly(
                folder.Path,
                manifest.Architecture.InputDim,
                several.Length
            ),
        };
        return new FeatureInput(GraphTensors.Inputs(manifest)[0], columnName, folder.Path)
        {
            Step = step,
            Range = new InputRange(manifest, folder.Path),
            Image = manifest.Architecture.Image,
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

    /// <summary>Creates an input for each column of the model, in the model's order.</summary>
    /// <param name="columnNames">The names of the columns that feed the inputs; null for a column that is left out.</param>
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
