using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>A variational autoencoder as users of TorchSharp write it: modules, a loss of operators, and autograd.</summary>
/// <remarks>It and the classes that derive from it are those of pytorch_vae.py.</remarks>
internal abstract class PlainVae : nn.Module<Tensor, (Tensor Output, Tensor Mean, Tensor LogVariance)>
{
    private readonly nn.Module<Tensor, Tensor> encoder;
    private readonly nn.Module<Tensor, Tensor> mean;
    private readonly nn.Module<Tensor, Tensor> logVariance;
    private readonly nn.Module<Tensor, Tensor> decoder;

    /// <param name="encoder">The layers from the features to the last hidden layer.</param>
    /// <param name="width">The width of the last hidden layer.</param>
    /// <param name="latents">The number of latents.</param>
    /// <param name="decoder">The layers from the latents to the parameters of the likelihood.</param>
    protected PlainVae(nn.Module<Tensor, Tensor> encoder, long width, long latents, nn.Module<Tensor, Tensor> decoder)
        : base(nameof(PlainVae))
    {
        this.encoder = encoder;
        mean = nn.Linear(width, latents);
        logVariance = nn.Linear(width, latents);
        this.decoder = decoder;
        register_module("encoder", encoder);
        register_module("mean", mean);
        register_module("log_variance", logVariance);
        register_module("decoder", decoder);
    }

    /// <inheritdoc />
    public override (Tensor Output, Tensor Mean, Tensor LogVariance) forward(Tensor input)
    {
        var hidden = encoder.forward(input); // [n, width]
        var (mu, logVar) = (mean.forward(hidden), logVariance.forward(hidden)); // [n, latents]
        var z = mu + ((0.5 * logVar).exp() * randn_like(mu));
        return (decoder.forward(z), mu, logVar);
    }

    /// <summary>Computes the loss of a batch.</summary>
    /// <param name="rows">The rows [n, width].</param>
    /// <returns>The scalar to minimize, and the negative ELBO summed over the rows, in nats.</returns>
    public abstract (Tensor Minimized, Tensor Loss) Loss(Tensor rows);

    /// <summary>Returns the KL divergence of each cell of the latents from a standard normal distribution, [n, latents].</summary>
    protected static Tensor Divergence(Tensor mu, Tensor logVar) => -0.5 * (1 + logVar - mu.pow(2) - logVar.exp());

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            encoder.Dispose();
            mean.Dispose();
            logVariance.Dispose();
            decoder.Dispose();
        }

        base.Dispose(disposing);
    }
}
