using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// A variational autoencoder (Kingma &amp; Welling 2014): an encoder and a linear head give the posterior q(z|x), a decoder
/// gives the parameters of the likelihood p(x|z).
/// </summary>
/// <remarks>
/// The decoder ends in raw values: logits of a Bernoulli likelihood, means of a Gaussian one. Weights start as PyTorch's
/// do, uniform in ±1/sqrt(fan-in). The names of the submodules (encoder, posterior, decoder, likelihood) are keys of the
/// checkpoint. Whoever makes the network disposes it. Thread safety: none; not even for <see cref="forward"/> while
/// training.
/// </remarks>
public sealed class VariationalAutoencoder : nn.Module<Tensor, Tensor>
{
    // Submodules are fields because RegisterComponents finds fields only.
    private readonly nn.Module<Tensor, Tensor> encoder;
    private readonly Linear posterior;
    private readonly nn.Module<Tensor, Tensor> decoder;
    private readonly Likelihood likelihood;
    private readonly long[] maskedSlots;

    /// <summary>Makes a network with fresh weights, drawn from torch's global random generator.</summary>
    /// <param name="inputDim">The number of features D; at least 1.</param>
    /// <param name="options">The layers, the latents and the likelihood; options of training do not matter here.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">D is below 1, or an option is outside its range.</exception>
    public VariationalAutoencoder(int inputDim, VaeTrainerOptions options)
        : this(inputDim, options, table: null) { }

    /// <summary>Makes a network for a table's encoded rows, D = W, or for features where there is no table.</summary>
    internal VariationalAutoencoder(int inputDim, VaeTrainerOptions options, Table? table)
        : base(nameof(VariationalAutoencoder))
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputDim, 1);
        var settings = options.ToChecked();
        // Layers free their parameters themselves; the scope takes what drawing the weights leaves behind.
        using var scope = NewDisposeScope();
        InputDim = inputDim;
        Latent = settings.Latent.Create(settings.LatentDim);
        Layers = settings.NetworkOrDefault;
        Table = table;
        maskedSlots = table?.MaskedSlots ?? [];
        (encoder, var hiddenDim) = Layers.CreateEncoder(inputDim + maskedSlots.Length);
        likelihood = table is null ? settings.Likelihood.Create(inputDim) : new TableLikelihood(table);
        posterior = nn.Linear(hiddenDim, Latent.HeadWidth);
        decoder = Layers.CreateDecoder(Latent.Width, likelihood.ParameterWidth);
        RegisterComponents();
    }

    /// <summary>Gets the number of features D.</summary>
    public int InputDim { get; }

    /// <summary>Gets the number of latents L. The width Z of a latent row is L, or L * K where each is one of K categories.</summary>
    public int LatentDim => Latent.LatentDim;

    /// <summary>Gets whether the weights are gone.</summary>
    internal bool IsDisposed { get; private set; }

    /// <summary>Gets the options that encoder and decoder were made with.</summary>
    internal VaeNetworkOptions Layers { get; }

    /// <summary>Gets the columns that rows are encoded from; null for features.</summary>
    internal Table? Table { get; }

    /// <summary>Gets posterior and prior.</summary>
    internal LatentDistribution Latent { get; }

    /// <summary>Gets p(x|z).</summary>
    internal Likelihood Likelihood => likelihood;

    /// <summary>Gets the layers between the features and <see cref="PosteriorHead"/>: [N, D] -> [N, H].</summary>
    internal nn.Module<Tensor, Tensor> Encoder => encoder;

    /// <summary>Gets the head: the rows of its weight are the parts of <see cref="Latent"/>, one after the other.</summary>
    internal Linear PosteriorHead => posterior;

    /// <summary>Gets the decoder with its output layer: [N, Z] -> [N, P].</summary>
    internal nn.Module<Tensor, Tensor> Decoder => decoder;

    /// <summary>
    /// Gives the code of each row: the mean of a Gaussian posterior q(z|x), the probabilities of a categorical one.
    /// </summary>
    /// <param name="x">The features, float32 [N, D].</param>
    /// <returns>float32 [N, Z]; the caller disposes it.</returns>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public Tensor Encode(Tensor x)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ArgumentNullException.ThrowIfNull(x);
        using var scope = NewDisposeScope();
        return Latent.Code(ComputeHead(x)).MoveToOuterDisposeScope();
    }

    /// <summary>Gives the parameters of p(x|z): logits (Bernoulli, categorical, multinomial) or means.</summary>
    /// <param name="z">The latents, float32 [N, Z].</param>
    /// <returns>float32 [N, P]; the caller disposes it.</returns>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public Tensor Decode(Tensor z)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ArgumentNullException.ThrowIfNull(z);
        return decoder.call(z);
    }

    /// <summary>Encodes and decodes without noise: z is the posterior's code.</summary>
    /// <param name="input">The features, float32 [N, D].</param>
    /// <returns>The parameters of p(x|z), float32 [N, P]; the caller disposes them.</returns>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public override Tensor forward(Tensor input)
    {
        using var z = Encode(input);
        return Decode(z);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    /// <summary>Gives what <see cref="Latent"/> reads the posterior from, [N, <see cref="LatentDistribution.HeadWidth"/>].</summary>
    internal Tensor ComputeHead(Tensor x)
    {
        var input = likelihood.EncoderInput(x); // [N, D]
        var hidden = encoder.call(Table is null ? input : FillMissing(input)); // [N, H]; not disposed here, because a module of the user's may return x itself
        return posterior.call(hidden);
    }

    /// <summary>Rows as the model takes them, [N, D], as the network does, [N, W]: the same without a table.</summary>
    internal Tensor EncodeRows(Tensor rows) => Table is null ? rows : new TableEncoder(Table).Encode(rows);

    /// <summary>0 for what is missing, then where numbers are, in slots that had missing cells: [N, W + masked].</summary>
    private Tensor FillMissing(Tensor x)
    {
        var filled = x.nan_to_num(0);
        return maskedSlots.Length == 0
            ? filled
            : cat([filled, x.isnan().index_select(1, tensor(maskedSlots)).to(x.dtype)], 1);
    }

    /// <summary>
    /// Draws every weight and bias anew, uniform in ±1/sqrt(fan-in), from a generator of one's own; those of a user's
    /// modules stay.
    /// </summary>
    internal void Initialize(Generator generator)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope(); // some in-place operators return one more handle to their tensor
        foreach (var module in Layers.DrawsWeights ? modules() : [posterior])
        {
            var (weight, bias) = ModuleParameters.Of(module);
            if (weight is not null)
            {
                var fanIn = weight.numel() / weight.shape[0]; // also PyTorch's of a transposed convolution
                var bound = 1 / Math.Sqrt(fanIn);
                weight.uniform_(-bound, bound, generator);
                bias?.uniform_(-bound, bound, generator);
            }
        }
    }
}
