using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// A fully connected variational autoencoder: the encoder gives the Gaussian posterior q(z|x), the decoder, its mirror
/// image, the parameters of p(x|z).
/// </summary>
/// <remarks>
/// ReLU between the layers; one linear head gives mean and log-variance side by side, which is one matrix product
/// instead of two (Kingma &amp; Welling 2014, App. C.2). The decoder ends in raw values: logits of a Bernoulli
/// likelihood, means of a Gaussian one. Weights start as PyTorch's Linear does, uniform in ±1/sqrt(fan-in). The names
/// of the submodules (encoder, posterior, decoder) are keys of the checkpoint.
/// Whoever makes the network disposes it. Thread safety: none; not even for <see cref="forward"/> while training.
/// </remarks>
public sealed class VariationalAutoencoder : nn.Module<Tensor, Tensor>
{
    // Submodules are fields because RegisterComponents finds fields only.
    private readonly Sequential encoder;
    private readonly Linear posterior;
    private readonly Sequential decoder;

    /// <summary>Makes a network with fresh weights, drawn from torch's global random generator.</summary>
    /// <param name="inputDim">The number of features D; at least 1.</param>
    /// <param name="hiddenDims">The widths of the encoder's hidden layers; at least one, each at least 1.</param>
    /// <param name="latentDim">The number of latents L; at least 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="hiddenDims"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is below 1, or there is no hidden layer.</exception>
    public VariationalAutoencoder(int inputDim, IReadOnlyList<int> hiddenDims, int latentDim)
        : base(nameof(VariationalAutoencoder))
    {
        ArgumentNullException.ThrowIfNull(hiddenDims);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputDim, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(latentDim, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenDims.Count, 1, nameof(hiddenDims));
        foreach (var width in hiddenDims)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(width, 1, nameof(hiddenDims));
        }

        // Layers free their parameters themselves; the scope takes what drawing the weights leaves behind.
        using var scope = NewDisposeScope();
        InputDim = inputDim;
        LatentDim = latentDim;
        encoder = nn.Sequential(HiddenLayers([inputDim, .. hiddenDims]));
        posterior = nn.Linear(hiddenDims[^1], 2 * latentDim);
        int[] mirrored = [latentDim, .. hiddenDims.Reverse()];
        decoder = nn.Sequential([.. HiddenLayers(mirrored), ("output", nn.Linear(mirrored[^1], inputDim))]);
        RegisterComponents();
    }

    /// <summary>Gets the number of features D.</summary>
    public int InputDim { get; }

    /// <summary>Gets the number of latents L.</summary>
    public int LatentDim { get; }

    /// <summary>Gets the hidden layers between the features and <see cref="Posterior"/>.</summary>
    internal Sequential HiddenLayersOfEncoder => encoder;

    /// <summary>Gets the head: rows [0, L) of its weight give the mean, rows [L, 2L) the log-variance.</summary>
    internal Linear Posterior => posterior;

    /// <summary>Gets the decoder with its output layer.</summary>
    internal Sequential Decoder => decoder;

    /// <summary>Gives the posterior q(z|x) = N(mean, exp(log-variance)) of each row.</summary>
    /// <param name="x">The features, float32 [N, D].</param>
    /// <returns>Mean and log-variance, each [N, L]; the caller disposes them.</returns>
    public (Tensor Mean, Tensor LogVariance) Encode(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var hidden = encoder.call(x); // [N, H]
        using var head = posterior.call(hidden); // [N, 2L]
        var halves = head.chunk(2, 1);
        return (halves[0], halves[1]); // [N, L] each
    }

    /// <summary>Gives the parameters of p(x|z): logits (Bernoulli) or means (Gaussian).</summary>
    /// <param name="z">The latents, float32 [N, L].</param>
    /// <returns>float32 [N, D]; the caller disposes it.</returns>
    public Tensor Decode(Tensor z)
    {
        ArgumentNullException.ThrowIfNull(z);
        return decoder.call(z);
    }

    /// <summary>Encodes and decodes without noise: z is the posterior mean.</summary>
    /// <param name="input">The features, float32 [N, D].</param>
    /// <returns>The parameters of p(x|z), float32 [N, D]; the caller disposes them.</returns>
    public override Tensor forward(Tensor input)
    {
        var (mean, logVariance) = Encode(input);
        using (mean)
        using (logVariance)
        {
            return Decode(mean);
        }
    }

    /// <summary>Draws every weight and bias anew, uniform in ±1/sqrt(fan-in), from a generator of one's own.</summary>
    internal void Initialize(Generator generator)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope(); // some in-place operators return one more handle to their tensor
        foreach (var layer in modules().OfType<Linear>())
        {
            var bound = 1 / Math.Sqrt(layer.in_features);
            layer.weight.uniform_(-bound, bound, generator);
            layer.bias?.uniform_(-bound, bound, generator);
        }
    }

    private static (string, nn.Module<Tensor, Tensor>)[] HiddenLayers(int[] dims) =>
        [
            .. Enumerable
                .Range(1, dims.Length - 1)
                .SelectMany(i =>
                    new (string, nn.Module<Tensor, Tensor>)[]
                    {
                        ($"hidden{i}", nn.Linear(dims[i - 1], dims[i])),
                        ($"relu{i}", nn.ReLU()),
                    }
                ),
        ];
}
