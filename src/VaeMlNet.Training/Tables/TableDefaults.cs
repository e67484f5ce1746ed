namespace VaeMlNet;

/// <summary>What is chosen for tables where options were not given: one set for all of them.</summary>
/// <remarks>docs/anomalies.md has the measurements that these come from.</remarks>
internal static class TableDefaults
{
    private const int StepCount = 1500;
    private const double TrimmedShare = 0.3;
    private const double EpochsBeforeTrimming = 0.2;

    /// <summary>The hidden layers of the encoder.</summary>
    public static int[] HiddenDims => [64, 32];

    /// <summary>A normal distribution of learned variance for each slot, in standard deviations.</summary>
    public static DecoderLikelihood Likelihood { get; } =
        new GaussianLikelihoodOptions { Learned = LearnedScale.PerFeature };

    /// <summary>L for encoded rows of a width.</summary>
    public static int LatentDim(int width) => Math.Clamp(width / 2, 2, 8);

    /// <summary>The epochs that make the steps.</summary>
    public static int EpochCount(long rowCount, int batchSize)
    {
        var stepsPerEpoch = (rowCount + batchSize - 1) / batchSize;
        return (int)((StepCount + stepsPerEpoch - 1) / stepsPerEpoch);
    }

    /// <summary>Leaves out the rows that are hardest to explain, once something has been learnt.</summary>
    public static VaeTrimmingOptions Trimming(int epochCount) =>
        new() { Share = TrimmedShare, FromEpoch = (int)Math.Ceiling(epochCount * EpochsBeforeTrimming) + 1 };
}
