namespace VaeMlNet;

/// <summary>
/// The values for options that were not set, for tables: one set for anomaly detectors, and one for everything else.
/// </summary>
/// <remarks>They come from the measurements in docs/anomalies.md.</remarks>
internal sealed class TableDefaults
{
    private const int StepCount = 1500;

    // More passes over few rows would lead to overfitting.
    private const int LargestEpochCount = 400;
    private const double EpochsBeforeTrimming = 0.2;

    private readonly double trimmedShare;

    private TableDefaults(DecoderLikelihood likelihood, double trimmedShare, VaeMissingCells missingCells)
    {
        MissingCells = missingCells;
        Likelihood = likelihood;
        this.trimmedShare = trimmedShare;
    }

    /// <summary>Gets the defaults for features, imputation and synthetic rows, which must represent all of the data.</summary>
    public static TableDefaults General { get; } =
        new(GaussianLikelihoodOptions.ForTables, trimmedShare: 0, VaeMissingCells.WhereSeen);

    /// <summary>
    /// Gets the defaults for anomaly detection. The training data can contain anomalies, so the likelihood is robust against
    /// outliers, and training leaves out the rows that are hardest to explain.
    /// </summary>
    public static TableDefaults Detection { get; } =
        new(StudentTLikelihoodOptions.ForTables, trimmedShare: 0.3, VaeMissingCells.Everywhere);

    /// <summary>
    /// Gets the likelihood of standardized numbers. The decoder computes a scale for each slot and row. The scale has a lower
    /// bound, because values that repeat exactly would otherwise outweigh all others.
    /// </summary>
    public DecoderLikelihood Likelihood { get; }

    /// <summary>
    /// Gets the columns whose missing cells the model explains. For a detector, a cell that is missing for the first time is an anomaly.
    /// </summary>
    public VaeMissingCells MissingCells { get; }

    /// <summary>Gets the hidden layers of the encoder.</summary>
    public static int[] HiddenDims => [64];

    /// <summary>
    /// Gets a bounded activation, so that rows far outside the data are not extrapolated to and get high scores.
    /// </summary>
    public static VaeActivation Activation => VaeActivation.Tanh;

    /// <summary>Gets the learning rate of Adam.</summary>
    public static double LearningRate => 3e-3;

    /// <summary>Returns the number of latents L for the width of an encoded row.</summary>
    public static int LatentDim(int width) => Math.Clamp(width / 2, 2, 16);

    /// <summary>Returns the number of epochs for the intended number of steps.</summary>
    public static int EpochCount(long rowCount, int batchSize)
    {
        var stepsPerEpoch = (rowCount + batchSize - 1) / batchSize;
        return (int)Math.Min((StepCount + stepsPerEpoch - 1) / stepsPerEpoch, LargestEpochCount);
    }

    /// <summary>Returns the trimming, which begins when the network has learned something.</summary>
    public VaeTrimmingOptions Trimming(int epochCount) =>
        new() { Share = trimmedShare, FromEpoch = (int)Math.Ceiling(epochCount * EpochsBeforeTrimming) + 1 };
}
