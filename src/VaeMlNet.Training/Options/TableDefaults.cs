namespace VaeMlNet;

/// <summary>
/// The values for options that were not set, for tables: one set for anomaly detectors, and one for everything else.
/// </summary>
/// <remarks>They come from the measurements in docs/tables.md and docs/anomalies.md.</remarks>
internal sealed record TableDefaults
{
    // Tables with fewer rows are learned within few passes, and then overfitted.
    private const long RowsOfLargeTable = 2000;

    // A hold-out of a smaller table would be one row, which says nothing.
    private const long FewestRowsToHoldOut = 20;

    // Each slot of numbers becomes up to 40 slots of bins.
    private const int MostBinnedSlots = 100;
    private const double EpochsBeforeTrimming = 0.2;

    private TableDefaults() { }

    /// <summary>Gets the defaults for features, imputation and synthetic rows, which must represent all of the data.</summary>
    public static TableDefaults General { get; } = new();

    /// <summary>
    /// Gets the defaults for anomaly detection. The training data can contain anomalies, so the likelihood is robust against
    /// outliers, and training leaves out the rows that are hardest to explain.
    /// </summary>
    public static TableDefaults Detection { get; } =
        new()
        {
            Likelihood = StudentTLikelihoodOptions.ForTables,
            HiddenDims = [64],
            // A bounded activation, so that rows far outside the data are not extrapolated to and get high scores.
            Activation = VaeActivation.Tanh,
            HasLinearPath = false,
            Dropout = 0,
            LargestLatentDim = 16,
            LargestEpochCount = 400,
            InputNoise = new(),
            LearningRateSchedule = new(),
            StopsEarly = false,
            TrimmedShare = 0.3,
            MissingCells = VaeMissingCells.Everywhere,
            BySize = _ => new(1500, 128, 3e-3, 1, 0),
        };

    /// <summary>
    /// Gets the defaults for windows of one channel: a Gaussian whose deviation the decoder computes for each cell, so that a noisy time counts
    /// less (Xu et al. 2018).
    /// </summary>
    public static TableDefaults Series { get; } =
        new()
        {
            Likelihood = new GaussianLikelihoodOptions { Learned = LearnedScale.PerRow, SmallestVariance = 0.01 },
            HiddenDims = [100, 100],
            Activation = VaeActivation.Relu,
            HasLinearPath = false,
            Dropout = 0,
            LargestLatentDim = 8,
            LargestEpochCount = 400,
            InputNoise = new(),
            LearningRateSchedule = new(),
            StopsEarly = false,
            MissingCells = VaeMissingCells.Ignore,
            BySize = _ => new(1500, 128, 1e-3, 1, 0),
        };

    /// <summary>
    /// Gets the defaults for windows of several channels: a Gaussian with a deviation for each cell that is the same in all windows, so that a
    /// channel counts in the unit of its own usual error.
    /// </summary>
    public static TableDefaults SeriesOfChannels { get; } =
        Series with
        {
            Likelihood = new GaussianLikelihoodOptions { Learned = LearnedScale.PerFeature, SmallestVariance = 0.005 },
        };

    /// <summary>Gets the likelihood of numbers.</summary>
    public DecoderLikelihood Likelihood { get; private init; } = new HistogramLikelihoodOptions();

    /// <summary>Gets the widths of the encoder's hidden layers.</summary>
    public int[] HiddenDims { get; private init; } = [256, 256];

    /// <summary>Gets the noise on the encoder's input.</summary>
    public VaeInputNoiseOptions InputNoise { get; private init; } =
        new() { Kind = VaeInputNoise.HiddenCells, Level = 1 };

    /// <summary>Gets the schedule of the learning rate.</summary>
    public VaeLearningRateOptions LearningRateSchedule { get; private init; } =
        new() { Schedule = VaeLearningRateSchedule.OneCycle };

    /// <summary>
    /// Gets the columns whose missing cells the model explains. For a detector, a cell that is missing for the first time is an anomaly.
    /// </summary>
    public VaeMissingCells MissingCells { get; private init; } = VaeMissingCells.WhereSeen;

    private VaeActivation Activation { get; init; } = VaeActivation.Silu;

    private bool HasLinearPath { get; init; } = true;

    private double Dropout { get; init; } = 0.1;

    private int LargestLatentDim { get; init; } = 48;

    private int LargestEpochCount { get; init; } = 500;

    private bool StopsEarly { get; init; } = true;

    private double TrimmedShare { get; init; }

    private Func<long, SizedValues> BySize { get; init; } =
        rowCount =>
            rowCount < RowsOfLargeTable
                ? new(1500, 128, 1e-3, 0.1, 500)
                : new(2500, 256, 1e-3 * Math.Min(3, rowCount / (double)RowsOfLargeTable), 0.05, 1000);

    /// <summary>
    /// Returns the defaults for a table with a number of number slots. Many slots would make too many bins, so that the numbers become
    /// Gaussian.
    /// </summary>
    public TableDefaults ForNumberSlots(int count) =>
        count > MostBinnedSlots && Likelihood is HistogramLikelihoodOptions
            ? this with
            {
                Likelihood = GaussianLikelihoodOptions.ForTables,
            }
            : this;

    /// <summary>Returns the values that depend on the number of rows.</summary>
    public SizedValues For(long rowCount) => BySize(rowCount);

    /// <summary>Returns the network with given hidden layers.</summary>
    public FullyConnectedNetworkOptions Network(int[] hiddenDims) =>
        new()
        {
            HiddenDims = hiddenDims,
            Activation = Activation,
            LinearPath = HasLinearPath,
            Dropout = Dropout,
        };

    /// <summary>Returns the number of latents L for the width of an encoded row.</summary>
    public int LatentDim(int width) => Math.Clamp(width / 2, 2, LargestLatentDim);

    /// <summary>Returns the number of epochs for the intended number of steps.</summary>
    public int EpochCount(long rowCount, int batchSize) =>
        Math.Min(EpochsOf(For(rowCount).StepCount, rowCount, batchSize), LargestEpochCount);

    /// <summary>Returns the share of the rows that is held out.</summary>
    public static double ValidationShare(long rowCount) => rowCount < FewestRowsToHoldOut ? 0 : 0.1;

    /// <summary>Returns when training stops early; null for never.</summary>
    public VaeEarlyStoppingOptions? EarlyStopping(long rowCount, int batchSize) =>
        StopsEarly ? new() { Patience = EpochsOf(For(rowCount).StepsOfPatience, rowCount, batchSize) } : null;

    /// <summary>Returns the trimming, which begins when the network has learned something.</summary>
    public VaeTrimmingOptions Trimming(int epochCount) =>
        new() { Share = TrimmedShare, FromEpoch = (int)Math.Ceiling(epochCount * EpochsBeforeTrimming) + 1 };

    private static int EpochsOf(int stepCount, long rowCount, int batchSize)
    {
        var stepsPerEpoch = (rowCount + batchSize - 1) / batchSize;
        return (int)((stepCount + stepsPerEpoch - 1) / stepsPerEpoch);
    }

    /// <summary>The values that depend on the number of rows.</summary>
    /// <param name="StepCount">The intended number of steps.</param>
    /// <param name="BatchSize">The number of rows of a step.</param>
    /// <param name="LearningRate">The largest learning rate.</param>
    /// <param name="Beta">The weight of the KL term.</param>
    /// <param name="StepsOfPatience">The number of steps without improvement after which training stops.</param>
    internal sealed record SizedValues(
        int StepCount,
        int BatchSize,
        double LearningRate,
        double Beta,
        int StepsOfPatience
    );
}
