using System.Globalization;
using static TorchSharp.torch;

namespace VaeMlNet.Cli;

/// <summary>Training rows and validation rows for a kind of model.</summary>
internal abstract class TrainingRows
{
    /// <summary>Gets the largest number of progress lines of a training.</summary>
    public virtual int MostProgressLines => int.MaxValue;

    /// <summary>Gets a value indicating whether there are validation rows, on which the model is not trained.</summary>
    public abstract bool HasValidation { get; }

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
    /// Returns the first training rows as the model takes them, float32 [n, D]. The caller must dispose the tensor.
    /// </summary>
    public abstract Tensor ReadTraining(TrainedVae trained, int rowLimit);

    /// <summary>
    /// Returns the first validation rows, or the first training rows where there are none, float32 [n, D]. The caller
    /// must dispose the tensor.
    /// </summary>
    public abstract Tensor ReadValidation(TrainedVae trained, int rowLimit);

    /// <summary>Returns the mean loss over the validation rows, or over the training rows where there are none.</summary>
    public abstract VaeLoss Evaluate(TrainedVae trained);

    /// <summary>Evaluates a model on the first validation rows, or on the first training rows where there are none.</summary>
    public abstract VaeEvaluation Diagnose(
        TrainedVae trained,
        int rowLimit,
        int sampleCount,
        int seed,
        IProgress<double> progress,
        CancellationToken cancellationToken
    );

    /// <summary>Gets how the rows' cells were read; null where a model says so, or where cells are plain numbers.</summary>
    public VaeTableSchema? Schema { get; init; }

    /// <summary>Returns what was chosen from the data, for people.</summary>
    public virtual IEnumerable<string> DescribeResult(TrainedVae trained) => [];

    /// <summary>Returns a description of the network that was chosen from the data, and of its training.</summary>
    protected static string DescribeChosen(TrainedVae trained)
    {
        var hidden = (trained.Options.Network as FullyConnectedNetworkOptions)?.HiddenDims ?? [];
        var layers = string.Join('-', [trained.InputDim, .. hidden, trained.Network.LatentDim]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"trained {layers} in {trained.History.Count} epochs of batches of {trained.Options.BatchSize}"
        );
    }

    /// <summary>Prints warnings about the rows that were read last.</summary>
    public virtual void Warn(CommandTerminal terminal) { }
}
