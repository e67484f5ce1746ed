using System.Globalization;
using static TorchSharp.torch;

namespace VaeMlNet.Cli;

/// <summary>Rows of the raw columns of a table.</summary>
/// <param name="training">The training rows.</param>
/// <param name="validation">The validation rows; null when there are none.</param>
/// <param name="rowCount">The number of training rows.</param>
internal sealed class TableTrainingRows(CsvTableView training, CsvTableView? validation, long rowCount) : TrainingRows
{
    /// <summary>
    /// Gets the largest number of progress lines. It is small, because a table takes hundreds of epochs of a few
    /// milliseconds each.
    /// </summary>
    public override int MostProgressLines => 20;

    /// <summary>Gets the training rows.</summary>
    public CsvTableView Training => training;

    /// <inheritdoc />
    public override bool HasValidation => validation is not null;

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

        if (options.Labels is { ColumnName: var label })
        {
            CheckIsThere(label, "label column", "--label or --known-anomalies");
        }

        string[] explained =
        [
            .. training.ColumnNames.Except(conditions).Where(name => name != options.Labels?.ColumnName),
        ];
        return explained.Length > 0
            ? trainer.Fit(training, explained, validation, progress, cancellationToken)
            : throw new CommandException(
                "All columns are conditions or labels, so that the model has nothing to explain."
            );
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

    /// <inheritdoc />
    public override Tensor ReadTraining(TrainedVae trained, int rowLimit) => trained.ReadRows(training, rowLimit);

    /// <inheritdoc />
    public override Tensor ReadValidation(TrainedVae trained, int rowLimit) =>
        trained.ReadRows(validation ?? training, rowLimit);

    /// <inheritdoc />
    public override VaeLoss Evaluate(TrainedVae trained) => trained.Evaluate(validation ?? training);

    /// <inheritdoc />
    public override VaeEvaluation Diagnose(
        TrainedVae trained,
        int rowLimit,
        int sampleCount,
        int seed,
        IProgress<double> progress,
        CancellationToken cancellationToken
    ) => trained.Diagnose(validation ?? training, sampleCount, seed, rowLimit, progress, cancellationToken);

    /// <inheritdoc />
    public override string Describe(VaeTrainerOptions options)
    {
        var columns = training.ColumnNames is [var only] ? $"column '{only}'" : $"{training.ColumnNames.Count} columns";
        return string.Create(CultureInfo.InvariantCulture, $"on {columns} of {rowCount} rows; seed {options.Seed}");
    }

    /// <inheritdoc />
    public override IEnumerable<string> DescribeResult(TrainedVae trained) => [DescribeChosen(trained)];

    /// <inheritdoc />
    public override void Warn(CommandTerminal terminal)
    {
        training.WarnOfUnknownTexts(terminal);
        validation?.WarnOfUnknownTexts(terminal);
    }
}
