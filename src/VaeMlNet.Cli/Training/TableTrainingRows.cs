using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Cli;

/// <summary>Rows of the raw columns of a table.</summary>
/// <param name="training">The training rows.</param>
/// <param name="validation">The validation rows; null when there are none.</param>
/// <param name="rowCount">The number of training rows.</param>
/// <param name="labeled">The training rows with a column of labels that the file does not have; null without one.</param>
internal sealed class TableTrainingRows(
    CsvTableView training,
    CsvTableView? validation,
    long rowCount,
    IDataView? labeled = null
) : TrainingRows(labeled ?? training, validation)
{
    public CsvTableView Training => training;

    public override (CsvFile, IReadOnlyList<CsvColumn>)? Cells =>
        HasValidation ? null : (training.File, training.Columns);

    /// <summary>Gets the column of dates that could be the time of a series; null for none.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>Returns the same rows with labels; the rows themselves where there are none.</summary>
    /// <exception cref="CommandException">A label belongs to a row that is not read.</exception>
    public TableTrainingRows WithKnown(KnownRows? known)
    {
        if (known is null)
        {
            return this;
        }

        known.Check(rowCount, "Pass the file that was labeled, without --rows.");
        var view = new MLContext(seed: 0).Data.WithVaeLabels(training, known.Labels, KnownRows.ColumnName);
        return new TableTrainingRows(training, validation, rowCount, view) { Schema = Schema };
    }

    /// <inheritdoc />
    public override TrainedVae Fit(
        VaeTrainer trainer,
        VaeTrainerOptions options,
        IProgress<VaeTrainingProgress> progress,
        CancellationToken cancellationToken
    )
    {
        var conditions = options.ConditionColumns ?? [];
        foreach (var condition in conditions)
        {
            CheckIsThere(condition, "condition", "--condition");
        }

        CheckLikelihoods(options.ColumnLikelihoods?.Keys ?? []);
        if (labeled is null && options.Labels is { ColumnName: var label })
        {
            CheckIsThere(label, "label column", "--label or --known-anomalies");
            if (options.Labels is SemiSupervisedLabelOptions)
            {
                CheckHasGroups(label);
            }
        }

        string[] explained =
        [
            .. training.ColumnNames.Except(conditions).Where(name => name != options.Labels?.ColumnName),
        ];
        return explained.Length > 0
            ? trainer.Fit(labeled ?? training, explained, validation, progress, cancellationToken)
            : throw new CommandException(
                "All columns are conditions or labels, so that the model has nothing to explain."
            );
    }

    private void CheckLikelihoods(IEnumerable<string> names)
    {
        string[] numbers =
        [
            .. training
                .Schema.Where(column =>
                    (column.Type as VectorDataViewType)?.ItemType == NumberDataViewType.Single
                    || column.Type == NumberDataViewType.Single
                )
                .Select(column => column.Name),
        ];
        if (names.Except(numbers).FirstOrDefault() is { } other)
        {
            throw new CommandException(
                $"--column-likelihood names '{other}', which is not one of the columns of numbers that the model reads: {ColumnNames.List(numbers)}. "
                    + "Name one of them, or leave the column out."
            );
        }
    }

    private void CheckIsThere(string name, string use, string option)
    {
        if (!training.ColumnNames.Contains(name))
        {
            throw new CommandException(
                $"The {use} '{name}' is not one of the columns that the model reads: {ColumnNames.List([.. training.ColumnNames])}. "
                    + $"Name one of them with {option}, or do not leave the column out."
            );
        }
    }

    private void CheckHasGroups(string label)
    {
        switch (training.Schema[label].Type)
        {
            case BooleanDataViewType or KeyDataViewType { Count: > 1 }:
                break;
            case KeyDataViewType:
                throw new CommandException(
                    $"The label column '{label}' has only one category, but --label needs at least 2. Pass rows of other categories, or another column."
                );
            default:
                throw new CommandException(
                    $"The label column '{label}' is read as numbers or dates, but --label needs categories. Read it as categories with {ShellLine.Option("--categorical", label)}, or pass another column."
                );
        }
    }

    public override string Describe(VaeTrainerOptions options)
    {
        var columns = training.ColumnNames is [var only] ? $"column '{only}'" : $"{training.ColumnNames.Count} columns";
        return FormattableString.Invariant($"on {columns} of {rowCount} rows; seed {options.Seed}");
    }
}
