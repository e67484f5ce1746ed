using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet.Cli;

/// <summary>Training rows and validation rows for a kind of model.</summary>
/// <param name="training">The training rows.</param>
/// <param name="validation">The validation rows; null when there are none.</param>
internal abstract class TrainingRows(IDataView training, IDataView? validation)
{
    /// <summary>
    /// Gets the largest number of progress lines of a training. Default: few, because a table takes hundreds of epochs of a few milliseconds
    /// each.
    /// </summary>
    public virtual int MostProgressLines => 20;

    /// <summary>Gets a value indicating whether a model of the rows finds its columns by name. Default: true.</summary>
    public virtual bool FindsColumns => true;

    /// <summary>Returns whether the verbs that run a model of the rows find a column of the file. Default: true.</summary>
    public virtual bool Has(string column) => true;

    /// <summary>Gets a value indicating whether there are validation rows, on which the model is not trained.</summary>
    public bool HasValidation => validation is not null;

    /// <summary>
    /// Gets the file and the columns of the rows for messages; null where they are not cells, and where a row could be one of another file.
    /// </summary>
    public virtual (CsvFile File, IReadOnlyList<CsvColumn> Columns)? Cells => null;

    /// <summary>Gets how the rows' cells were read; null where a model says so, or where cells are plain numbers.</summary>
    public VaeTableSchema? Schema { get; init; }

    /// <summary>Gets the shape of the images that the rows are; null where they are not, or where nobody said so.</summary>
    public VaeImageShape? Image { get; init; }

    /// <summary>Returns a description of the model and the rows for people.</summary>
    public abstract string Describe(VaeTrainerOptions options);

    /// <summary>Trains on the rows.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="options">The options of the trainer, which name the columns that the model does not explain.</param>
    /// <param name="progress">Receives progress reports.</param>
    /// <param name="cancellationToken">Cancels training.</param>
    /// <returns>The trained model. The caller must dispose it.</returns>
    public abstract TrainedVae Fit(
        VaeTrainer trainer,
        VaeTrainerOptions options,
        IProgress<VaeTrainingProgress> progress,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Returns the first validation rows, or the first training rows where there are none, float32 [n, D]. The caller
    /// must dispose the tensor.
    /// </summary>
    public virtual Tensor ReadValidation(TrainedVae trained, int rowLimit) =>
        trained.ReadRows(Evaluated(trained), rowLimit);

    /// <summary>Returns the training rows as a trained model reads them.</summary>
    public IDataView ForDensityRatio(TrainedVae trained) => ForModel(trained, training);

    /// <summary>Returns the mean loss over the validation rows, or over the training rows where there are none.</summary>
    public virtual VaeLoss Evaluate(TrainedVae trained) => trained.Evaluate(Evaluated(trained));

    /// <summary>Evaluates a model on the first validation rows, or on the first training rows where there are none.</summary>
    public virtual VaeEvaluation Diagnose(
        TrainedVae trained,
        int rowLimit,
        int sampleCount,
        int seed,
        IProgress<double> progress,
        CancellationToken cancellationToken
    ) => trained.Diagnose(Evaluated(trained), sampleCount, seed, rowLimit, progress, cancellationToken);

    /// <summary>Returns what was chosen from the data, for people.</summary>
    public virtual IEnumerable<string> DescribeResult(TrainedVae trained)
    {
        var hidden = (trained.Options.Network as FullyConnectedNetworkOptions)?.HiddenDims ?? [];
        var layers = string.Join('-', [trained.InputDim, .. hidden, trained.Network.LatentDim]);
        yield return FormattableString.Invariant(
            $"trained {layers} in {trained.History.Count} epochs of batches of {trained.Options.BatchSize}"
        );
    }

    /// <summary>Returns warnings about rows that the trained model has not learned.</summary>
    public virtual IEnumerable<string> Warnings(TrainedVae trained) => [];

    /// <summary>Prints warnings about the rows that were read last.</summary>
    public void Warn(CommandTerminal terminal)
    {
        foreach (var rows in new[] { training, validation }.OfType<CsvTableView>())
        {
            rows.UnknownTextWarnings().ToList().ForEach(terminal.Warn);
        }
    }

    /// <summary>Returns rows as a trained model reads them.</summary>
    protected virtual IDataView ForModel(TrainedVae trained, IDataView rows) => rows;

    private IDataView Evaluated(TrainedVae trained) => ForModel(trained, validation ?? training);
}
