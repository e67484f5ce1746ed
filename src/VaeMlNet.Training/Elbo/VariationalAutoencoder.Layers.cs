using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

// The construction of the layers.
public sealed partial class VariationalAutoencoder : nn.Module<Tensor, Tensor>
{
    // Submodules are fields, because RegisterComponents finds only fields.
    private readonly nn.Module<Tensor, Tensor> encoder;
    private readonly Linear posterior;
    private readonly nn.Module<Tensor, Tensor> decoder;
    private readonly Likelihood likelihood;
    private readonly ConditionLayer? conditions;
    private readonly long[] maskedSlots;
    private readonly PseudoLikelihood? pseudoLikelihood;

    /// <summary>Creates a network whose weights are initialized from torch's global random generator.</summary>
    /// <param name="inputDim">The number of features D; at least 1.</param>
    /// <param name="options">The layers, the latents and the likelihood. Options of the training are ignored.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">D is below 1, or an option is outside its range.</exception>
    public VariationalAutoencoder(int inputDim, VaeTrainerOptions options)
        : this(inputDim, options, table: null) { }

    /// <summary>
    /// Creates a network for a table's encoded rows, D = W, or for features if the table is null; with conditions, and with a label among its
    /// latents, if there are any.
    /// </summary>
    internal VariationalAutoencoder(
        int inputDim,
        VaeTrainerOptions options,
        Table? table,
        Conditions? conditions = null,
        TableColumn? label = null
    )
        : base(nameof(VariationalAutoencoder))
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputDim, 1);
        var settings = options.ToChecked();
        // Layers free their parameters themselves. The scope frees the temporary tensors of the initialization.
        using var scope = NewDisposeScope();
        InputDim = inputDim;
        Latent = CreateLatent(settings, label);
        Layers = settings.NetworkOrDefault;
        table = table is not null && settings.Series is { } series ? TableWindows.Standardize(table, series) : table;
        Table = table;
        HiddenCells = table is null ? null : new(table);
        pseudoLikelihood = table is { MarksAllMissing: true } ? new(table) : null;
        maskedSlots = table?.MaskedSlots ?? [];
        this.conditions = conditions is null ? null : new ConditionLayer(conditions, settings.EmbedCategoriesAbove);
        var conditionWidth = this.conditions?.Width ?? 0;
        var encoderWidth = table?.EncoderWidth ?? inputDim;
        (encoder, var hiddenDim) = Layers.CreateEncoder(encoderWidth + (Layers.EncodesConditions ? conditionWidth : 0));
        likelihood = table is null ? settings.LikelihoodOrDefault.Create(inputDim) : new TableLikelihood(table);
        posterior = nn.Linear(hiddenDim + (Layers.EncodesConditions ? 0 : conditionWidth), Latent.HeadWidth);
        decoder = Layers.CreateDecoder(Latent.Width + conditionWidth, likelihood.ParameterWidth);
        prior = CreatePrior(settings.Prior, encoderWidth);
        RegisterComponents();
    }

    /// <summary>Gets the number of features D.</summary>
    public int InputDim { get; }

    /// <summary>
    /// Gets the number of latents L. The width Z of a latent row is L, or L * K if each latent is one of K categories.
    /// </summary>
    public int LatentDim => Latent.LatentDim;

    /// <summary>Gets or sets the precision of the layers. Training changes it during its steps.</summary>
    internal bool UsesMixedPrecision { get; set; }

    /// <summary>Gets the device of the weights.</summary>
    internal Device Device => posterior.weight.device;

    /// <summary>Gets whether the network was disposed.</summary>
    internal bool IsDisposed { get; private set; }

    /// <summary>Gets the options of the encoder and the decoder.</summary>
    internal VaeNetworkOptions Layers { get; }

    /// <summary>Gets the table whose columns are encoded; null for a model of features.</summary>
    internal Table? Table { get; }

    /// <summary>Gets what hides cells of the table; null for a model of features.</summary>
    internal HiddenCells? HiddenCells { get; }

    /// <summary>Gets the number of raw slots of a row without its conditions.</summary>
    internal int RawWidth => Table?.RawWidth ?? InputDim;

    /// <summary>Gets a value indicating whether the network has columns of categories, so that a category can be unseen.</summary>
    internal bool HasCategories => Table is { KeyWidths.Length: > 0 };

    /// <summary>Gets the layer that encodes the conditions; null for a model without conditions.</summary>
    internal ConditionLayer? ConditionLayer => conditions;

    /// <summary>Gets the label column that is one of the latents; null for none.</summary>
    internal TableColumn? Label => (Latent as LabeledLatent)?.Column;

    /// <summary>Gets the number of raw slots of the conditions, which follow x in a row; 0 without conditions.</summary>
    internal int ConditionWidth => conditions?.Conditions.RawWidth ?? 0;

    /// <summary>Gets the distributions of the latents: posterior and prior.</summary>
    internal LatentDistribution Latent { get; }

    /// <summary>Gets the likelihood p(x|z).</summary>
    internal Likelihood Likelihood => likelihood;

    /// <summary>Gets the layers between the features and <see cref="PosteriorHead"/>: [N, D] -> [N, H].</summary>
    internal nn.Module<Tensor, Tensor> Encoder => encoder;

    /// <summary>
    /// Gets the head. The rows of its weight are the outputs <see cref="LatentDistribution.HeadParts"/> of <see
    /// cref="Latent"/>, in order.
    /// </summary>
    internal Linear PosteriorHead => posterior;

    /// <summary>Gets the decoder with its output layer: [N, Z] -> [N, P].</summary>
    internal nn.Module<Tensor, Tensor> Decoder => decoder;

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    /// <summary>Encodes raw rows [N, D] for the network, [N, W]. Without a table, the rows do not change. Conditions never change.</summary>
    internal Tensor EncodeRows(Tensor rows) => RawEncoding?.Encode(rows) ?? rows;

    /// <summary>Returns raw rows [N, D], which are encoded batch by batch.</summary>
    internal MemoryRows RowsOf(Tensor rows) =>
        RawEncoding is { } encoding ? new EncodedRows(new RowsOfTensor(rows), encoding) : new RowsOfTensor(rows);

    private RowEncoding? RawEncoding =>
        Table is null ? null : new(new TableEncoder(Table), ConditionWidth, isOfStoredRows: false);

    /// <summary>Returns x of rows [x, c] as the layers and the likelihood read it: windows are moved by the levels of their channels.</summary>
    internal Tensor Values(Tensor rows) =>
        Table?.Windows is { } windows ? windows.Moved(OwnSlots(rows)) : OwnSlots(rows);

    /// <summary>Returns x of rows [x, c].</summary>
    private Tensor OwnSlots(Tensor rows) =>
        conditions is null ? rows : rows.narrow(1, 0, rows.shape[1] - ConditionWidth);

    /// <summary>Returns the raw conditions c of rows [x, c]; null without conditions.</summary>
    internal Tensor? ConditionsOf(Tensor rows) =>
        conditions is null ? null : rows.narrow(1, rows.shape[1] - ConditionWidth, ConditionWidth);

    /// <summary>Returns rows [x, c] with x replaced by a function of it.</summary>
    internal Tensor WithValues(Tensor rows, Func<Tensor, Tensor> change) =>
        ConditionsOf(rows) is { } own ? cat([change(OwnSlots(rows)), own], 1) : change(rows);

    /// <summary>Gets the decoder's last layer, [H] -> [P]; null for modules of the user, and for other layers.</summary>
    internal Linear? DecoderOutput =>
        Layers.DrawsWeights ? decoder.named_children().LastOrDefault().module as Linear : null;

    /// <summary>Gets or sets the linear estimates that the imputer blends with the model's; null for none.</summary>
    internal RegressionImputation? Regressions { get; set; }

    /// <summary>Gets or sets the training rows to which scores measure distances; null for none.</summary>
    internal TrainingNeighbors? Neighbors { get; set; }

    /// <summary>
    /// Gets what scores rows if training hid cells; null for other networks, which score them by the negative ELBO, and with <see
    /// cref="Neighbors"/>.
    /// </summary>
    internal PseudoLikelihood? PseudoLikelihood => Neighbors is null ? pseudoLikelihood : null;

    /// <summary>Gets or sets what known anomalies add to scores; null for none.</summary>
    internal KnownAnomalyWeights? KnownAnomalies { get; set; }

    /// <summary>Gets the number V of slots with values: all slots of a row without marks and embedded keys, which are the last ones.</summary>
    internal int ScoredWidth => Table is { } table ? table.ValueWidth - table.EmbeddedKeys.Count() : InputDim;

    /// <summary>Sets the spread of the scores of usual rows, in nats, for cells of tables that training has not seen.</summary>
    internal void SetScoreSpread(double nats) => (likelihood as TableLikelihood)?.SetScoreSpread(nats);

    /// <summary>
    /// Sets the same, and returns a function that computes by how much the scores of rows rise: [n, D] -> [n]; null without a table.
    /// </summary>
    internal Func<Tensor, Tensor>? RaiseScoreSpread(double nats) =>
        likelihood is TableLikelihood ofTable && ofTable.RaiseScoreSpread(nats) is var change
            ? x => change(Values(x))
            : null;

    /// <summary>
    /// Returns the encoder's input: the likelihood's transformation of rows x. For tables, missing cells become 0, those of windows are filled, and
    /// additional slots mark the missing numbers of slots that had missing cells in training. Keys with many categories become vectors. [N, D] ->
    /// [N, D], for tables [N, encoded values + encoded marks + masked].
    /// </summary>
    /// <param name="x">The rows, [N, D].</param>
    /// <param name="withGaps">The rows with their missing cells, if these were filled; null for the same rows.</param>
    internal Tensor EncoderInput(Tensor x, Tensor? withGaps = null)
    {
        if (Table is null)
        {
            return likelihood.EncoderInput(x);
        }

        var parts = likelihood.FilledEncoderInput(Table.ReadsWithoutGaps ? Table.Windows!.WithoutGaps(x) : x);
        return cat(
            maskedSlots.Length == 0
                ? [.. parts]
                :
                [
                    .. parts,
                    (withGaps ?? x).isnan().index_select(1, tensor(maskedSlots, device: x.device)).to(x.dtype),
                ],
            1
        );
    }

    /// <summary>
    /// Initializes every weight and bias again, uniform in ±1/sqrt(fan-in), from the given generator. Modules of the user
    /// keep their weights.
    /// </summary>
    internal void Initialize(Generator generator)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope(); // some in-place operators return another handle to their tensor
        foreach (var module in Layers.DrawsWeights ? modules() : [posterior])
        {
            var (weight, bias) = ModuleParameters.Find(module);
            if (weight is not null)
            {
                var fanIn = weight.numel() / weight.shape[0]; // PyTorch uses the same formula for transposed convolutions
                var bound = 1 / Math.Sqrt(fanIn);
                weight.uniform_(-bound, bound, generator);
                bias?.uniform_(-bound, bound, generator);
            }
        }

        prior?.Initialize(generator);
    }

    /// <summary>
    /// Adds the logarithms of the shares of a table's bins and categories to the biases of the decoder's last layer. Modules of the user keep
    /// their weights.
    /// </summary>
    internal void BeginWithShares()
    {
        if (likelihood is TableLikelihood ofTable && DecoderOutput is { bias: { } bias })
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            bias.copy_(bias.Plus(tensor(ofTable.MarginalOutputs())));
        }
    }

    private static LatentDistribution CreateLatent(VaeTrainerOptions options, TableColumn? label)
    {
        var latent = options.Latent.Create(options.LatentDimOrDefault);
        return label is null ? latent : new LabeledLatent((GaussianLatent)latent, label);
    }

    private Tensor Call(nn.Module<Tensor, Tensor> layers, Tensor input) =>
        Layers is ConvolutionalNetworkOptions
        || (UsesMixedPrecision && (Layers is not CustomNetworkOptions || layers == posterior))
            ? LayerCall.Compute(layers, input, UsesMixedPrecision)
            : layers.call(input);
}
