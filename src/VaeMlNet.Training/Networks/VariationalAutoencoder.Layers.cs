using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

// How the layers are made.
public sealed partial class VariationalAutoencoder : nn.Module<Tensor, Tensor>
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
        Latent = settings.Latent.Create(settings.LatentDimOrDefault);
        Layers = settings.NetworkOrDefault;
        Table = table;
        maskedSlots = table?.MaskedSlots ?? [];
        (encoder, var hiddenDim) = Layers.CreateEncoder(inputDim + maskedSlots.Length);
        likelihood = table is null ? settings.LikelihoodOrDefault.Create(inputDim) : new TableLikelihood(table);
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

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    /// <summary>Rows as the model takes them, [N, D], as the network does, [N, W]: the same without a table.</summary>
    internal Tensor EncodeRows(Tensor rows) => Table is null ? rows : new TableEncoder(Table).Encode(rows);

    /// <summary>
    /// Returns the encoder's input: the likelihood's view of rows x, then for tables 0 where cells are missing, and slots that say where
    /// numbers are missing in slots that had missing cells. [N, D] -> [N, D], for tables [N, W + masked].
    /// </summary>
    private Tensor EncoderInput(Tensor x)
    {
        var input = likelihood.EncoderInput(x); // [N, D]
        if (Table is null)
        {
            return input;
        }

        var filled = input.nan_to_num(0);
        return maskedSlots.Length == 0
            ? filled
            : cat([filled, x.isnan().index_select(1, tensor(maskedSlots)).to(x.dtype)], 1);
    }

    /// <summary>
    /// Draws every weight and bias again, uniform in ±1/sqrt(fan-in), from a generator of its own; those of a user's
    /// modules stay.
    /// </summary>
    internal void Initialize(Generator generator)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope(); // some in-place operators return one more handle to their tensor
        foreach (var module in Layers.DrawsWeights ? modules() : [posterior])
        {
            var (weight, bias) = ModuleParameters.Find(module);
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
