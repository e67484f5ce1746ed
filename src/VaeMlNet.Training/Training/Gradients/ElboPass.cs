using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Computes <see cref="VariationalAutoencoder.NegativeElbo"/> of a fixed number of rows and its gradient, by manual
/// backpropagation.
/// </summary>
/// <remarks>
/// Buffers belong to the dispose scope in which the pass was created, and intermediate tensors to that of a run. Used by one
/// thread at a time.
/// </remarks>
internal sealed class ElboPass
{
    private readonly GradientLayers encoder; // [n, D] -> [n, 2 L]
    private readonly GaussianLatentGradient latent;
    private readonly GradientLayers decoder; // [n, L] -> [n, P]
    private readonly Likelihood likelihood;
    private readonly ReconstructionGradient reconstruction;

    /// <summary>Creates the pass for a network that <see cref="Supports"/> accepts.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">The parameters, which are read instead of the network's.</param>
    /// <param name="gradient">Receives the gradients. It has the length of the parameters.</param>
    /// <param name="rowCount">n.</param>
    public ElboPass(VariationalAutoencoder network, FlatParameters parameters, Tensor gradient, long rowCount)
    {
        LayerParameters Slice(nn.Module module) => parameters.Slice(module, gradient);
        encoder = new(
            [.. GradientLayers.FindLayers(network.Encoder), network.PosteriorHead],
            Slice,
            rowCount,
            needsInputGradient: false
        );
        decoder = new(GradientLayers.FindLayers(network.Decoder), Slice, rowCount, needsInputGradient: true);
        latent = new(rowCount, network.LatentDim, ((GaussianLatent)network.Latent).LogVarianceBound);
        likelihood = network.Likelihood;
        reconstruction = network.Likelihood.NewGradient()!;
    }

    /// <summary>Returns whether manual backpropagation supports all parts of a network.</summary>
    public static bool Supports(VariationalAutoencoder network) =>
        network.Table is null
        && network.ConditionLayer is null
        && network.Prior is null
        && network.Latent.GetType() == typeof(GaussianLatent)
        && network.Likelihood.NewGradient() is not null
        && GradientLayers.Supports(network.Encoder)
        && GradientLayers.Supports(network.Decoder);

    /// <summary>Computes the terms of the loss, and overwrites the gradients of all parameters.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="klWeight">The weight of KL.</param>
    /// <param name="batchSize">The number of rows of the whole step. The loss is the mean over them.</param>
    public RowSums Run(StepRows rows, double klWeight, long batchSize)
    {
        var z = latent.Sample(encoder.Forward(likelihood.EncoderInput(rows.Input)), rows.Noise);
        var parameters = decoder.Forward(z);
        var sums = new RowSums(
            reconstruction.Replace(parameters, rows.Features, 1.0 / batchSize),
            latent.KlSum().item<float>(),
            rows.Features.shape[0],
            rows.Features.abs().max().item<float>()
        );
        encoder.Backward(latent.Backward(decoder.Backward(parameters)!, klWeight / batchSize));
        return sums;
    }
}
