using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A trained variational autoencoder, with its network and history. It can be evaluated, exported and saved.</summary>
/// <remarks>
/// Losses are in nats: sums over slots and latents, averaged over rows. Evaluation runs the network in evaluation mode and then
/// restores its mode. Disposing the model disposes the network. Every method and <see cref="Network"/> then throw <see
/// cref="ObjectDisposedException"/>, but the properties that describe the model can still be read. Thread safety: not
/// thread-safe.
/// </remarks>
public sealed partial class TrainedVae : IDisposable
{
    private readonly VariationalAutoencoder network;

    internal TrainedVae(
        VaeTrainerOptions options,
        string featureColumnName,
        VariationalAutoencoder network,
        IReadOnlyList<VaeEpoch> history,
        TrainingDataSummary trainingData
    )
    {
        Options = options;
        FeatureColumnName = featureColumnName;
        this.network = network;
        History = history;
        TrainingData = trainingData;
        network.SetScoreSpread(trainingData.ScoreSpread);
        network.Regressions = trainingData.Regressions;
        network.Neighbors = trainingData.Neighbors;
        network.KnownAnomalies = trainingData.KnownAnomalies;
        network.eval();
    }

    /// <summary>
    /// Gets the options of the training: a copy of the trainer's options, with the values that were chosen from the data.
    /// </summary>
    public VaeTrainerOptions Options { get; private set; }

    /// <summary>Gets the number of features D. For a table, it is the number of slots of its raw columns.</summary>
    public int InputDim => network.RawWidth;

    /// <summary>Gets the shape of the images that the features form; null if it is unknown, and for tables.</summary>
    internal VaeImageShape? ImageShape => Table is null ? Options.ImageShape : null;

    /// <summary>
    /// Gets the column that the model was trained on; "Features" if it was trained on a tensor. For a table, it contains all
    /// columns; see <see cref="InputColumnNames"/>.
    /// </summary>
    public string FeatureColumnName { get; }

    /// <summary>Gets the network, on the CPU in float32 and in evaluation mode. This object owns it.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public VariationalAutoencoder Network
    {
        get
        {
            ThrowIfDisposed();
            return network;
        }
    }

    /// <summary>Gets the epochs in order.</summary>
    public IReadOnlyList<VaeEpoch> History { get; }

    internal TrainingDataSummary TrainingData { get; }

    /// <summary>Sets the threshold for covering scores of a time series, which are known after training only.</summary>
    internal void SetCoveringThreshold(double threshold) =>
        Options = Options with { Series = Options.Series! with { CoveringThreshold = threshold } };

    /// <summary>Disposes the network. Further calls do nothing.</summary>
    public void Dispose() => network.Dispose();

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(network.IsDisposed, this);

    /// <summary>Passes rows [N, D] to a function as rows for the network, which are encoded batch by batch.</summary>
    private TResult OnEncoded<TResult>(Tensor rows, Func<MemoryRows, TResult> use)
    {
        ThrowIfDisposed();
        CheckRows(rows);
        if (Table is null)
        {
            FeatureTensor.Check(new RowsOfTensor(rows), InputColumns.NewValues(network.ConditionWidth));
        }

        CellTensor.Check(
            rows,
            Table?.Columns,
            Table is null ? InputDim : 0,
            network.ConditionLayer?.Conditions.Columns ?? []
        );
        using var scope = NewDisposeScope();
        return use(Network.RowsOf(rows));
    }

    private void CheckRows(Tensor rows) =>
        FeatureTensor.CheckShape(rows, InputDim + network.ConditionWidth, $"'{FeatureColumnName}'");
}
