namespace VaeMlNet.Benchmarks;

/// <summary>A network with its data and optimizer.</summary>
/// <param name="Name">The name in ratios.</param>
/// <param name="Network">The network.</param>
/// <param name="BatchSize">The number of rows of a step.</param>
/// <param name="Optimizer">The optimizer: Adam or RMSProp.</param>
/// <param name="RowCount">The number of MNIST's training images, from the first one, or of the rows of a generated table.</param>
internal sealed record TrainingSection(
    string Name,
    NetworkKind Network,
    int BatchSize,
    VaeOptimizerKind Optimizer,
    int RowCount
)
{
    public const double LearningRate = 1e-3;

    /// <summary>The share of rows that a detector leaves out of each batch.</summary>
    public const double TrimmedShare = 0.3;

    /// <summary>Gets all sections, in order.</summary>
    public static IReadOnlyList<TrainingSection> All { get; } =
    [
        new("fc128", NetworkKind.FullyConnected, 128, VaeOptimizerKind.Adam, 60_000),
        new("fc256", NetworkKind.FullyConnected, 256, VaeOptimizerKind.RmsProp, 60_000),
        new("fc1024", NetworkKind.FullyConnected, 1024, VaeOptimizerKind.Adam, 60_000),
        new("conv", NetworkKind.Convolutional, 128, VaeOptimizerKind.Adam, 12_800),
        new("table", NetworkKind.Detector, 128, VaeOptimizerKind.Adam, 50_000),
    ];

    /// <summary>Gets the sections of the benchmark of GPUs, in order.</summary>
    public static IReadOnlyList<TrainingSection> OfGpu { get; } =
    [
        new("gpu-fc128", NetworkKind.FullyConnected, 128, VaeOptimizerKind.Adam, 60_000),
        new("gpu-fc1024", NetworkKind.FullyConnected, 1024, VaeOptimizerKind.Adam, 60_000),
        new("gpu-fc8192", NetworkKind.FullyConnected, 8192, VaeOptimizerKind.Adam, 60_000),
        new("gpu-conv", NetworkKind.Convolutional, 128, VaeOptimizerKind.Adam, 60_000),
        new("gpu-table", NetworkKind.Table, 1024, VaeOptimizerKind.Adam, 60_000),
    ];

    /// <summary>Gets the device: <c>cpu</c>, or <c>cuda:</c> with the number of a GPU.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Gets a value indicating whether VaeMlNet's trainer uses mixed precision.</summary>
    public bool UsesMixedPrecision { get; init; }

    /// <summary>Gets whether all candidates train the same network on the same data, so that their losses are comparable.</summary>
    public bool HasSameLoss => Network != NetworkKind.Table;

    /// <summary>Gets the number of steps of an epoch.</summary>
    public int StepCount => (RowCount + BatchSize - 1) / BatchSize;

    /// <summary>Gets whether PyTorch also runs with its default settings. It does so for the smallest batches.</summary>
    public bool HasDefaults => BatchSize == 128;

    /// <summary>Gets a description of the section.</summary>
    public string Title =>
        FormattableString.Invariant(
            $"{NetworkTitle}, batch {BatchSize}, {Optimizer} with learning rate {LearningRate}, {RowCount:N0} rows"
        );

    private string NetworkTitle =>
        Network switch
        {
            NetworkKind.FullyConnected => "784-400-20",
            NetworkKind.Convolutional => "convolutions of 32 and 64 filters, 20 latents",
            NetworkKind.Detector =>
                "a detector for a generated table of 18 numbers, 4 Booleans and 8 categories with missing cells",
            _ => "a generated table of 10 numbers and 10 categories, hidden layers of 256 and 128, 16 latents",
        };

    /// <summary>Returns the same section with fewer rows, for a short run.</summary>
    /// <param name="rowCount">
    /// The number of first rows. A larger number than that of the section changes nothing. Null: all rows.
    /// </param>
    public TrainingSection WithRows(int? rowCount) => this with { RowCount = Math.Min(RowCount, rowCount ?? RowCount) };

    /// <summary>Returns the options of the trainer.</summary>
    /// <param name="epochCount">The number of epochs.</param>
    public VaeTrainerOptions Options(int epochCount) =>
        Network == NetworkKind.Detector
            ? Common(epochCount) with
            {
                TrimmedShare = TrimmedShare,
                TrimFromEpoch = 1,
                Data = new() { ValidationShare = 0 },
            }
            : Common(epochCount);

    private VaeTrainerOptions Common(int epochCount) =>
        new()
        {
            Network = Network switch
            {
                NetworkKind.Convolutional => new ConvolutionalNetworkOptions(),
                NetworkKind.Table => new FullyConnectedNetworkOptions { HiddenDims = [256, 128] },
                _ => null,
            },
            LatentDim = Network == NetworkKind.Table ? 16 : null,
            Device = Device,
            UsesMixedPrecision = UsesMixedPrecision,
            BatchSize = BatchSize,
            Optimizer = new() { Kind = Optimizer },
            LearningRate = LearningRate,
            EpochCount = epochCount,
        };
}
