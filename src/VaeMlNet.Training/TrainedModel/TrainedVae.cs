using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A fitted variational autoencoder: its network, how it came about, and what it can be turned into.</summary>
/// <remarks>
/// Figures are in nats: sums over slots and latents, means over rows. Evaluation runs the network in evaluation mode
/// and leaves its mode as it was. Disposing it disposes the network: then every method and <see cref="Network"/> throw
/// <see cref="ObjectDisposedException"/>, and what describes the model can still be read. Thread safety: none.
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
    }

    /// <summary>Gets the options that the model was trained with: a copy of the trainer's, with the values that were chosen from the data.</summary>
    public VaeTrainerOptions Options { get; }

    /// <summary>Gets the number of features D; of a table the slots of its raw columns.</summary>
    public int InputDim => Table?.RawWidth ?? network.InputDim;

    /// <summary>
    /// Gets the column the model was trained on; "Features" when it was trained on a tensor; all columns of a table, see
    /// <see cref="InputColumnNames"/>.
    /// </summary>
    public string FeatureColumnName { get; }

    /// <summary>Gets the network, on the CPU in float32; this object disposes it.</summary>
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

    /// <summary>Frees the network. Further calls do nothing.</summary>
    public void Dispose() => network.Dispose();

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(network.IsDisposed, this);

    /// <summary>Uses rows [N, D] as the network takes them.</summary>
    private TResult OnEncoded<TResult>(Tensor rows, Func<Tensor, TResult> use)
    {
        ThrowIfDisposed();
        CheckRows(rows);
        using var scope = NewDisposeScope();
        return use(Network.EncodeRows(rows));
    }

    private void CheckRows(Tensor rows) => FeatureTensor.CheckShape(rows, InputDim, $"'{FeatureColumnName}'");
}
