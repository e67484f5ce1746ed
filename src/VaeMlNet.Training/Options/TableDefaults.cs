namespace VaeMlNet;

/// <summary>What is chosen for tables where options were not given: one set for all of them, another for detectors.</summary>
/// <remarks>docs/anomalies.md has the measurements that these come from.</remarks>
internal sealed class TableDefaults
{
    private const int StepCount = 1500;

    // Of few rows more passes are learned by heart.
    private const int LargestEpochCount = 400;
    private const double EpochsBeforeTrimming = 0.2;

    private readonly double trimmedShare;

    private TableDefaults(DecoderLikelihood likelihood, double trimmedShare)
    {
        Likelihood = likelihood;
        this.trimmedShare = trimmedShare;
    }

    /// <summary>For features, imputation and new rows: all of the data is to be learned.</summary>
    public static TableDefaults General { get; } = new(GaussianLikelihoodOptions.ForTables, trimmedShare: 0);

    /// <summary>
    /// For the detection of anomalies, which may be in the training data, too: a likelihood that outliers do not pull at, and
    /// the rows that are hardest to explain are left out.
    /// </summary>
    public static TableDefaults Detection { get; } = new(StudentTLikelihoodOptions.ForTables, trimmedShare: 0.3);

    /// <summary>
    /// Of numbers, in standard deviations. The decoder gives the spread for each slot and row; it has a lower bound, because
    /// values that repeat exactly would outweigh all others otherwise.
    /// </summary>
    public DecoderLikelihood Likelihood { get; }

    /// <summary>The hidden layers of the encoder.</summary>
    public static int[] HiddenDims => [64];

    /// <summary>Bounded: rows far beyond the data are not extrapolated to, and stay badly explained.</summary>
    public static VaeActivation Activation => VaeActivation.Tanh;

    /// <summary>Of Adam.</summary>
    public static double LearningRate => 3e-3;

    /// <summary>L for encoded rows of a width.</summary>
    public static int LatentDim(int width) => Math.Clamp(width / 2, 2, 16);

    /// <summary>The epochs that make the steps.</summary>
    public static int EpochCount(long rowCount, int batchSize)
    {
        var stepsPerEpoch = (rowCount + batchSize - 1) / batchSize;
        return (int)Math.Min((StepCount + stepsPerEpoch - 1) / stepsPerEpoch, LargestEpochCount);
    }

    /// <summary>Once something has been learned.</summary>
    public VaeTrimmingOptions Trimming(int epochCount) =>
        new() { Share = trimmedShare, FromEpoch = (int)Math.Ceiling(epochCount * EpochsBeforeTrimming) + 1 };
}
