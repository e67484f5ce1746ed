using System.Globalization;
using static TorchSharp.torch;

namespace VaeMlNet.Cli;

/// <summary>Rows of a table: its raw columns.</summary>
/// <param name="training">Rows to train on.</param>
/// <param name="validation">Rows to judge by; null when there are none.</param>
/// <param name="rowCount">How many there are to train on.</param>
internal sealed class TableRows(CsvTableView training, CsvTableView? validation, long rowCount) : TrainingRows
{
    /// <summary>Gets how the rows' cells were read; null where a model says so.</summary>
    public VaeTableSchema? Schema { get; init; }

    /// <summary>A table takes hundreds of epochs of a few milliseconds each.</summary>
    public override int MostProgressLines => 20;

    /// <inheritdoc />
    public override TrainedVae Fit(
        VaeTrainer trainer,
        IProgress<VaeTrainingProgress> progress,
        CancellationToken cancellationToken
    ) => trainer.Fit(training, training.ColumnNames, validation, progress, cancellationToken);

    /// <inheritdoc />
    public override Tensor ReadTraining(TrainedVae trained, int rowLimit = int.MaxValue) =>
        trained.ReadRows(training, rowLimit);

    /// <inheritdoc />
    public override Tensor ReadJudged(TrainedVae trained, int rowLimit = int.MaxValue) =>
        trained.ReadRows(validation ?? training, rowLimit);

    /// <inheritdoc />
    public override string Describe(VaeTrainerOptions options)
    {
        var columns = training.ColumnNames is [var only] ? $"column '{only}'" : $"{training.ColumnNames.Count} columns";
        return string.Create(CultureInfo.InvariantCulture, $"on {columns} of {rowCount} rows; seed {options.Seed}");
    }

    /// <inheritdoc />
    public override void Warn(CommandTerminal terminal)
    {
        training.WarnOfUnknownTexts(terminal);
        validation?.WarnOfUnknownTexts(terminal);
    }
}
