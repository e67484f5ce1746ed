namespace VaeMlNet;

/// <summary>The values that replace null options for tables: one set for all tables, and another for anomaly detectors.</summary>
/// <remarks>docs/tables.md and docs/anomalies.md contain the measurements behind them.</remarks>
internal sealed class TableDefaults
{
    // More epochs than this overfit small tables.
    private const int LargestEpochCount = 400;
    private const double EpochsBeforeTrimming = 0.2;

    // Fewer validation rows than this say nothing.
    private const int LeastRowsToValidate = 20;

    private TableDefaults() { }

    /// <summary>Gets the values for features, imputation and synthetic rows, which learn all of the data.</summary>
    public static TableDefaults General { get; } =
        new()
        {
            Likelihood = new HistogramLikelihoodOptions(),
            HiddenDims = [256, 256],
            Activation = VaeActivation.Silu,
            HasLinearPath = true,
            StepCount = 2500,
            LargestLatentDim = 48,
            Beta = 0.05,
            InputNoise = new() { Kind = VaeInputNoise.HiddenCells, Level = 1 },
            LearningRateSchedule = new() { Schedule = VaeLearningRateSchedule.Cosine },
            ValidationShare = 0.1,
        };

    /// <summary>
    /// Gets the values for the detection of anomalies, which can be among the training rows. The likelihood is robust against
    /// outliers, and the rows that the model explains worst are left out.
    /// </summary>
    public static TableDefaults Detection { get; } =
        new() { Likelihood = StudentTLikelihoodOptions.ForTables, TrimmedShare = 0.3 };

    /// <summary>Gets the likelihood of numbers.</summary>
    public required DecoderLikelihood Likelihood { get; init; }

    /// <summary>Gets the widths of the encoder's hidden layers.</summary>
    public int[] HiddenDims { get; private init; } = [64];

    /// <summary>Gets the activation. The default is bounded: rows far from the data are not extrapolated, and stay badly explained.</summary>
    public VaeActivation Activation { get; private init; } = VaeActivation.Tanh;

    /// <summary>Gets the learning rate of Adam.</summary>
    public static double LearningRate => 3e-3;

    public double Beta { get; private init; } = 1;

    public VaeInputNoiseOptions InputNoise { get; private init; } = new();

    public VaeLearningRateOptions LearningRateSchedule { get; private init; } = new();

    private bool HasLinearPath { get; init; }

    private int StepCount { get; init; } = 1500;

    private int LargestLatentDim { get; init; } = 16;

    private double TrimmedShare { get; init; }

    private double ValidationShare { get; init; }

    /// <summary>Returns the network with given hidden layers.</summary>
    public FullyConnectedNetworkOptions Network(int[] hiddenDims) =>
        new()
        {
            HiddenDims = hiddenDims,
            Activation = Activation,
            LinearPath = HasLinearPath,
        };

    /// <summary>Returns the number of latents L for encoded rows of a width.</summary>
    public int LatentDim(int width) => Math.Clamp(width / 2, 2, LargestLatentDim);

    /// <summary>Returns the number of epochs that makes the default number of steps.</summary>
    public int EpochCount(long rowCount, int batchSize)
    {
        var stepsPerEpoch = (rowCount + batchSize - 1) / batchSize;
        return (int)Math.Min((StepCount + stepsPerEpoch - 1) / stepsPerEpoch, LargestEpochCount);
    }

    /// <summary>Returns the share of rows that are held out.</summary>
    public double ValidationShareOf(long rowCount) => rowCount >= LeastRowsToValidate ? ValidationShare : 0;

    /// <summary>Returns when training stops early if rows are held out: after a fourth of the epochs without improvement.</summary>
    public VaeEarlyStoppingOptions? EarlyStopping(int epochCount) =>
        ValidationShare > 0 ? new() { Patience = Math.Max(epochCount / 4, 3) } : null;

    /// <summary>Returns the trimming, which starts after the first epochs.</summary>
    public VaeTrimmingOptions Trimming(int epochCount) =>
        new() { Share = TrimmedShare, FromEpoch = (int)Math.Ceiling(epochCount * EpochsBeforeTrimming) + 1 };
}
