namespace VaeMlNet;

/// <summary>
/// The values for options that were not set, for each kind of training data. Tests compare the documentation with them.
/// </summary>
/// <remarks>
/// Those of features are the network of the first papers. The others come from the measurements in docs/tables.md, docs/anomalies.md and
/// docs/series-benchmark.md.
/// </remarks>
internal sealed record TrainerDefaults
{
    /// <summary>The number of rows of a large table. Smaller ones are learned within few passes, and then overfitted.</summary>
    public const long RowsOfLargeTable = 2000;

    /// <summary>The number of rows up to which a table is learned in the fewest steps. Between this and a large table, steps grow with the rows.</summary>
    public const long RowsOfFewestSteps = 1000;

    /// <summary>The number of rows up to which a table has the smallest network. A larger one soon knows so few rows by heart.</summary>
    public const long RowsOfSmallestNetwork = 500;

    /// <summary>The number of rows from which some are held out. That of a smaller table would be one row, which says nothing.</summary>
    public const long FewestRowsToHoldOut = 20;

    /// <summary>The most encoded slots of a table of normal rows.</summary>
    public const int MostSlotsOfNormalRows = 1000;

    /// <summary>The smallest weight of the KL term with conditions. With less, latents repeat them, and rows under another condition stay as they were.</summary>
    public const double SmallestBetaWithConditions = 0.05;

    // Each slot of numbers becomes up to 40 slots of bins.
    private const int MostBinnedSlots = 100;
    private const int FewestSteps = 750;
    private const int MostStepsOfSmallTable = 1500;
    private const double TrimmedShareWithCategories = 0.05;
    private const double EpochsBeforeTrimming = 0.2;
    private const double HeldOutShare = 0.1;
    private const int FoldCount = 5;

    private TrainerDefaults() { }

    /// <summary>Gets the defaults for features, which the model takes as they are.</summary>
    public static TrainerDefaults Features { get; } =
        new()
        {
            Likelihood = VaeLikelihoodOptions.Bernoulli,
            Activation = VaeActivation.Relu,
            HasLinearPath = false,
            Dropout = 0,
            SmallestLatentDim = 20,
            LargestLatentDim = 20,
            SmallestEpochCount = 10,
            LargestEpochCount = 10,
            InputNoise = new(),
            LearningRateSchedule = new(),
            StopsEarly = false,
            HoldsOut = false,
            MissingCells = null,
            BySize = _ => new([400], 1, 128, 1e-3, Beta: 1, 0),
        };

    /// <summary>Gets the defaults for tables: imputation, synthetic rows and features, which must represent all of the data.</summary>
    public static TrainerDefaults Tables { get; } = new() { RowsOfFolds = RowsOfSmallestNetwork };

    /// <summary>
    /// Gets the defaults for anomaly detection. The training data can contain anomalies, so the likelihood is robust against
    /// outliers, and training leaves out the rows that are hardest to explain.
    /// </summary>
    public static TrainerDefaults Detectors { get; } =
        new()
        {
            Likelihood = StudentTLikelihoodOptions.ForTables,
            // A bounded activation, so that rows far outside the data are not extrapolated to and get high scores.
            Activation = VaeActivation.Tanh,
            HasLinearPath = false,
            Dropout = 0,
            LargestLatentDim = 16,
            LargestEpochCount = 400,
            InputNoise = new(),
            LearningRateSchedule = new(),
            StopsEarly = false,
            LargestTrimmedShare = 0.3,
            MissingCells = VaeMissingCells.Everywhere,
            RowsOfFolds = RowsOfLargeTable,
            BySize = _ => new([64], 1500, 128, 3e-3, Beta: 1, 0),
        };

    /// <summary>
    /// Gets the defaults for windows of one channel: a Gaussian whose deviation the decoder computes for each cell, so that a noisy time counts
    /// less (Xu et al. 2018).
    /// </summary>
    public static TrainerDefaults Series { get; } =
        new()
        {
            Likelihood = new GaussianLikelihoodOptions { Learned = VaeLearnedScale.PerRow, SmallestVariance = 0.01 },
            Activation = VaeActivation.Relu,
            HasLinearPath = false,
            Dropout = 0,
            LargestLatentDim = 8,
            LargestEpochCount = 100,
            InputNoise = new(),
            LearningRateSchedule = new(),
            StopsEarly = false,
            MissingCells = VaeMissingCells.Ignore,
            KlWarmUpShare = 0.2,
            BySize = _ => new([100, 100], 1500, 128, 1e-3, Beta: 1, 0),
        };

    /// <summary>
    /// Gets the defaults for windows of several channels: a Gaussian with a deviation for each cell that is the same in all windows, so that a
    /// channel counts in the unit of its own usual error.
    /// </summary>
    public static TrainerDefaults SeriesOfChannels { get; } =
        Series with
        {
            Likelihood = new GaussianLikelihoodOptions
            {
                Learned = VaeLearnedScale.PerFeature,
                SmallestVariance = 0.005,
            },
        };

    /// <summary>Gets the likelihood of numbers.</summary>
    public VaeLikelihoodOptions Likelihood { get; private init; } = new HistogramLikelihoodOptions();

    /// <summary>Gets the noise on the encoder's input.</summary>
    public VaeInputNoiseOptions InputNoise { get; private init; } =
        new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 1 };

    public VaeLearningRateOptions LearningRateSchedule { get; private init; } =
        new() { Schedule = VaeLearningRateSchedule.OneCycle };

    /// <summary>
    /// Gets the columns whose missing cells the model explains. For a detector, a cell that is missing for the first time is an anomaly.
    /// </summary>
    /// <value>null for features, which have no cells.</value>
    public VaeMissingCells? MissingCells { get; private init; } = VaeMissingCells.WhereSeen;

    /// <summary>Gets the fewest latents.</summary>
    public int SmallestLatentDim { get; private init; } = 2;

    /// <summary>Gets the most latents.</summary>
    public int LargestLatentDim { get; private init; } = 48;

    /// <summary>Gets the fewest epochs.</summary>
    public int SmallestEpochCount { get; private init; } = 1;

    /// <summary>Gets the most epochs.</summary>
    public int LargestEpochCount { get; private init; } = 500;

    /// <summary>Gets whether training stops when the validation loss no longer falls.</summary>
    public bool StopsEarly { get; private init; } = true;

    /// <summary>Gets whether some rows are held out to validate on.</summary>
    public bool HoldsOut { get; private init; } = true;

    // Windows have many numbers that a mean explains well at first, so that the full KL term turns latents off before they tell anything.
    private double KlWarmUpShare { get; init; }

    private VaeActivation Activation { get; init; } = VaeActivation.Silu;

    private bool HasLinearPath { get; init; } = true;

    private double Dropout { get; init; } = 0.1;

    private double LargestTrimmedShare { get; init; }

    // The rows of rare categories have high losses, too, and training must learn them.
    private double TrimmedShare =>
        HasCategories ? Math.Min(LargestTrimmedShare, TrimmedShareWithCategories) : LargestTrimmedShare;

    private bool HasCategories { get; init; }

    // Fewer rows than these are divided in folds for the threshold: a tenth of them has no quantile of 0.99.
    private long RowsOfFolds { get; init; }

    private Func<long, SizedValues> BySize { get; init; } =
        rowCount =>
            rowCount < RowsOfLargeTable
                ? OfSmallTable(rowCount)
                : new([256, 256], 2500, 256, 1e-3 * Math.Min(3, rowCount / (double)RowsOfLargeTable), Beta: 0.05, 1000);

    /// <summary>
    /// Returns the defaults for a table with a number of number slots. Many slots would make too many bins, so that the numbers become
    /// Gaussian. A convolutional network reads one number for each slot: no bins, and no marks of hidden cells.
    /// </summary>
    public TrainerDefaults ForNumberSlots(int count, VaeNetworkOptions? network)
    {
        var areImages = network is ConvolutionalNetworkOptions;
        return this with
        {
            Likelihood =
                (areImages || count > MostBinnedSlots) && Likelihood is HistogramLikelihoodOptions
                    ? GaussianLikelihoodOptions.ForTables
                    : Likelihood,
            InputNoise = areImages ? new() : InputNoise,
        };
    }

    public TrainerDefaults ForColumns(Table table) =>
        this with
        {
            HasCategories = table.Columns.Any(column => column.Kind == TableColumnKind.Key),
        };

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
    public int LatentDim(int width) => Math.Clamp(width / 2, SmallestLatentDim, LargestLatentDim);

    /// <summary>Returns the number of epochs for the intended number of steps.</summary>
    public int EpochCount(long rowCount, int batchSize) =>
        Math.Clamp(EpochsOf(For(rowCount).StepCount, rowCount, batchSize), SmallestEpochCount, LargestEpochCount);

    /// <summary>Returns the number of epochs in which the weight of the KL term rises.</summary>
    public int KlWarmUpEpochs(int epochCount) => (int)Math.Round(epochCount * KlWarmUpShare);

    /// <summary>Returns the share of the rows that is held out.</summary>
    public double ValidationShare(long rowCount) => HoldsOut && rowCount >= FewestRowsToHoldOut ? HeldOutShare : 0;

    /// <summary>Returns the number of folds for the threshold; 0 where the rows that are held out suffice.</summary>
    public int ThresholdFolds(long rowCount) => rowCount < RowsOfFolds ? FoldCount : 0;

    /// <summary>Returns when training stops early; null for never.</summary>
    public VaeEarlyStoppingOptions? EarlyStopping(long rowCount, int batchSize) =>
        StopsEarly ? new() { Patience = EpochsOf(For(rowCount).StepsOfPatience, rowCount, batchSize) } : null;

    /// <summary>Returns the trimming, which begins when the network has learned something.</summary>
    public Trimming Trimming(int epochCount) =>
        TrimmedShare == 0 ? new() : new(TrimmedShare, (int)Math.Ceiling(epochCount * EpochsBeforeTrimming) + 1);

    // Few rows are learned in half of the steps with twice the rate.
    private static SizedValues OfSmallTable(long rowCount)
    {
        var growth = Math.Max(rowCount / (double)RowsOfFewestSteps, 1);
        var steps = Math.Min((int)Math.Ceiling(FewestSteps * growth), MostStepsOfSmallTable);
        int[] hidden = rowCount <= RowsOfSmallestNetwork ? [64, 64] : [128, 128];
        // With more, latents tell too little about few columns, whose dependencies are then too weak in synthetic rows.
        return new(hidden, steps, 128, 1e-3 * MostStepsOfSmallTable / steps, Beta: 0.02, steps / 3);
    }

    private static int EpochsOf(int stepCount, long rowCount, int batchSize)
    {
        var stepsPerEpoch = (rowCount + batchSize - 1) / batchSize;
        return (int)((stepCount + stepsPerEpoch - 1) / stepsPerEpoch);
    }

    /// <summary>The values that depend on the number of rows.</summary>
    /// <param name="HiddenDims">The widths of the encoder's hidden layers.</param>
    /// <param name="StepCount">The intended number of steps.</param>
    /// <param name="BatchSize">The number of rows of a step.</param>
    /// <param name="LearningRate">The largest learning rate.</param>
    /// <param name="Beta">The weight of the KL term.</param>
    /// <param name="StepsOfPatience">The number of steps without improvement after which training stops.</param>
    internal sealed record SizedValues(
        int[] HiddenDims,
        int StepCount,
        int BatchSize,
        double LearningRate,
        double Beta,
        int StepsOfPatience
    );
}
