namespace VaeMlNet;

/// <summary>
/// A histogram for each numeric column of a table: the decoder gives the probabilities of bins, which are chosen from the training
/// data. A frequent value has a bin of its own. Distributions of any shape are learned, with several peaks, with point masses such as
/// many zeros, and of whole numbers.
/// </summary>
/// <remarks>
/// <para>
/// Source: discretized decoders as in van den Oord et al. 2016, "Pixel Recurrent Neural Networks" (softmax over values); bins by quantiles
/// and values. -log p is that of the bin, in nats, so that all values of a bin have the same score, and values beyond the training range
/// have the score of the outermost bin. For anomaly detection use <see cref="StudentTLikelihoodOptions"/>.
/// </para>
/// <para>For tables only, not for features.</para>
/// </remarks>
public sealed record HistogramLikelihoodOptions : VaeLikelihoodOptions
{
    private const long RowsPerBin = 10;
    private const int FewestBins = 12;
    private const int MostBins = 40;

    /// <summary>Gets the largest number of bins of a slot.</summary>
    /// <value>
    /// Default: null, which means one for each ten training rows, at least 12 and at most 40. Range: 2 to 1,024. More bins follow the
    /// distribution closer and need more rows.
    /// </value>
    public int? MaximumBins { get; init; }

    internal override bool IsForNumbers => true;

    internal override VaeLikelihoodOptions ToChecked()
    {
        OptionRange.Require(
            MaximumBins is null or (>= 2 and <= 1024),
            "Likelihood.MaximumBins",
            MaximumBins ?? 0,
            $"2 to 1024, or null"
        );
        return this;
    }

    /// <summary>Returns the largest number of bins for a number of training rows.</summary>
    internal int BinsFor(long rowCount) => MaximumBins ?? (int)Math.Clamp(rowCount / RowsPerBin, FewestBins, MostBins);

    internal override IReadOnlyList<SlotGroup> SlotGroups(int inputDim) => [new(inputDim, AllowedValues.Finite)];

    internal override Likelihood Create(int inputDim) =>
        throw new ArgumentOutOfRangeException(
            nameof(inputDim),
            "VaeTrainerOptions.Likelihood is HistogramLikelihoodOptions, which is for the numeric columns of a table, but the model is for features. Use another likelihood, or "
                + "train on the columns of a table."
        );
}
