using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A fitted variational autoencoder: its network, how it came about, and what it can be turned into.</summary>
/// <remarks>
/// Figures are in nats: sums over slots and latents, means over rows. Evaluation runs the network in evaluation mode
/// and leaves its mode as it was. Disposing it disposes the network. Thread safety: none.
/// </remarks>
public sealed partial class TrainedVae : IDisposable
{
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
        Network = network;
        History = history;
        TrainingData = trainingData;
    }

    /// <summary>Gets the options that the model was trained with; a copy of the trainer's own.</summary>
    public VaeTrainerOptions Options { get; }

    /// <summary>Gets the number of features D.</summary>
    public int InputDim => Network.InputDim;

    /// <summary>Gets the column the model was trained on; "Features" when it was trained on a tensor.</summary>
    public string FeatureColumnName { get; }

    /// <summary>Gets the network, on the CPU in float32; this object disposes it.</summary>
    public VariationalAutoencoder Network { get; }

    /// <summary>Gets the epochs in order.</summary>
    public IReadOnlyList<VaeEpoch> History { get; }

    internal TrainingDataSummary TrainingData { get; }

    /// <summary>Gives the mean loss over rows, with one draw of z per row (Kingma &amp; Welling 2014, eq. 7, L = 1).</summary>
    /// <param name="rows">float32 [N, D], N at least 1.</param>
    /// <param name="seed">The seed of the draws; the same seed gives the same loss. Default: 1.</param>
    /// <exception cref="ArgumentException">The tensor is not float32 [N, D].</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    public VaeLoss Evaluate(Tensor rows, int seed = 1)
    {
        CheckRows(rows);
        return Evaluation.MeanLoss(Network, rows, seed, Options.Beta);
    }

    /// <summary>Gives each latent's share of the KL term, in nats, mean over rows. A collapsed latent has nearly 0.</summary>
    /// <param name="rows">float32 [N, D], N at least 1.</param>
    /// <returns>L numbers.</returns>
    /// <exception cref="ArgumentException">The tensor is not float32 [N, D].</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    public double[] KlPerLatentDim(Tensor rows)
    {
        CheckRows(rows);
        using var scope = NewDisposeScope();
        var (_, kl) = Evaluation.Posterior(Network, rows); // [N, L]
        return kl.to(ScalarType.Float64).mean([0L]).data<double>().ToArray();
    }

    /// <summary>
    /// Counts the latents that respond to the data: those whose posterior mean varies over the rows by more than a
    /// threshold (Burda et al. 2016, sec. 5.2).
    /// </summary>
    /// <param name="rows">float32 [N, D], N at least 1.</param>
    /// <param name="threshold">The variance to exceed, at least 0. Default: 0.01.</param>
    /// <exception cref="ArgumentException">The tensor is not float32 [N, D].</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    public int CountActiveUnits(Tensor rows, double threshold = 0.01)
    {
        CheckRows(rows);
        using var scope = NewDisposeScope();
        var means = Evaluation.Posterior(Network, rows).Codes.to(ScalarType.Float64); // [N, L]
        var deviations = means - means.mean([0L], keepdim: true);
        return deviations.square().mean([0L]).data<double>().ToArray().Count(variance => variance > threshold);
    }

    /// <summary>Frees the network.</summary>
    public void Dispose() => Network.Dispose();

    private void CheckRows(Tensor rows) => FeatureTensor.CheckShape(rows, InputDim, $"'{FeatureColumnName}'");
}
