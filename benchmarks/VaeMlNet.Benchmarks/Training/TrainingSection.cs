namespace VaeMlNet.Benchmarks;

/// <summary>One network trained in one way.</summary>
/// <param name="Name">Name in ratios.</param>
/// <param name="Network">The network.</param>
/// <param name="BatchSize">Rows of a step.</param>
/// <param name="Optimizer">Adam or RMSProp.</param>
/// <param name="RowCount">The first rows of MNIST's training images.</param>
internal sealed record TrainingSection(
    string Name,
    NetworkKind Network,
    int BatchSize,
    VaeOptimizerKind Optimizer,
    int RowCount
)
{
    public const double LearningRate = 1e-3;

    /// <summary>All sections, in order.</summary>
    public static IReadOnlyList<TrainingSection> All { get; } =
    [
        new("fc128", NetworkKind.FullyConnected, 128, VaeOptimizerKind.Adam, 60_000),
        new("fc256", NetworkKind.FullyConnected, 256, VaeOptimizerKind.RmsProp, 60_000),
        new("fc1024", NetworkKind.FullyConnected, 1024, VaeOptimizerKind.Adam, 60_000),
        new("conv", NetworkKind.Convolutional, 128, VaeOptimizerKind.Adam, 12_800),
    ];

    /// <summary>The steps of an epoch.</summary>
    public int StepCount => (RowCount + BatchSize - 1) / BatchSize;

    /// <summary>Whether PyTorch runs with its untouched defaults, too: for the smallest batches.</summary>
    public bool HasDefaults => BatchSize == 128;

    /// <summary>The section in a sentence.</summary>
    public string Title =>
        FormattableString.Invariant(
            $"{(Network == NetworkKind.FullyConnected ? "784-400-20" : "convolutions of 32 and 64 filters, 20 latents")}, batch {BatchSize}, {Optimizer} with learning rate {LearningRate}, {RowCount:N0} rows"
        );

    /// <summary>The same on fewer rows, for a quick look.</summary>
    /// <param name="rowCount">How many of the first rows; more than there are change nothing. Null: all.</param>
    public TrainingSection WithRows(int? rowCount) => this with { RowCount = Math.Min(RowCount, rowCount ?? RowCount) };

    /// <summary>The trainer's options.</summary>
    /// <param name="epochCount">How many epochs to train.</param>
    public VaeTrainerOptions Options(int epochCount) =>
        new()
        {
            Network = Network == NetworkKind.Convolutional ? new ConvolutionalNetworkOptions() : null,
            BatchSize = BatchSize,
            Optimizer = new() { Kind = Optimizer },
            LearningRate = LearningRate,
            EpochCount = epochCount,
        };
}
