using VaeMlNet.Texts;

namespace VaeMlNet;

/// <summary>Options for recording a training in the formats of TensorBoard and MLflow.</summary>
/// <remarks>
/// Each epoch is written when it ends: the losses and their terms, the learning rate, the weight of KL and the seconds. At the end, the
/// embeddings of training rows follow, and for images also originals and reconstructions: those of <see cref="VaeTrainerOptions.Image"/>, or gray squares if
/// the likelihood is that of pixels and the number of features is a square. Recording does not change the training. Thread safety: immutable.
/// </remarks>
public sealed record VaeTrackingOptions
{
    /// <summary>Gets the folder of TensorBoard's event files. Each run has a folder of its own below it.</summary>
    /// <value>Default: null, none.</value>
    /// <remarks><c>tensorboard --logdir=FOLDER</c> shows all runs below a folder.</remarks>
    public string? TensorBoardFolder { get; init; }

    /// <summary>Gets the folder of MLflow's file store, such as <c>mlruns</c>. It gets one run for each training.</summary>
    /// <value>Default: null, none. The URI of a server is refused.</value>
    /// <remarks><c>mlflow ui --backend-store-uri=FOLDER</c> shows the runs.</remarks>
    public string? MlflowFolder { get; init; }

    /// <summary>Gets the name of MLflow's experiment. It is created if it does not exist.</summary>
    /// <value>Default: "Default". One line of at most 500 bytes in UTF-8.</value>
    public string ExperimentName { get; init; } = "Default";

    /// <summary>Gets the name of the run.</summary>
    /// <value>
    /// Default: null, the date and time of its start in UTC, such as <c>20261122-073000</c>. Otherwise the name of a folder, without separators,
    /// of at most 200 bytes in UTF-8.
    /// </value>
    public string? RunName { get; init; }

    /// <summary>Gets the largest number of training rows whose embeddings are recorded for TensorBoard's projector.</summary>
    /// <value>Default: 1,000. Range: 0 and up; 0 for none.</value>
    public int EmbeddedRows { get; init; } = 1000;

    /// <exception cref="ArgumentException">A name or a folder cannot be used.</exception>
    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(ExperimentName);
        ArgumentOutOfRangeException.ThrowIfNegative(EmbeddedRows);
        Check(TrackedNames.FindProblemOfExperiment(ExperimentName), nameof(ExperimentName));
        Check(RunName is { } run ? TrackedNames.FindProblemOfRun(run) : null, nameof(RunName));
        Check(
            TensorBoardFolder is { } board ? TrackedNames.FindProblemOfFolder(board) : null,
            nameof(TensorBoardFolder)
        );
        Check(MlflowFolder is { } store ? TrackedNames.FindProblemOfFolder(store) : null, nameof(MlflowFolder));
    }

    private static void Check(string? problem, string name)
    {
        if (problem is not null)
        {
            throw new ArgumentException($"{nameof(VaeTrackingOptions)}.{name} {problem}.", name);
        }
    }
}
