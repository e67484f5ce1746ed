namespace VaeMlNet;

/// <summary>Options of <see cref="VaeBaseline"/>.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeBaselineOptions
{
    /// <summary>Gets the method.</summary>
    /// <value>Default: <see cref="VaeBaselineMethod.NearestNeighbors"/>.</value>
    public VaeBaselineMethod Method { get; init; } = VaeBaselineMethod.NearestNeighbors;

    /// <summary>Gets the largest number of rows to learn from. Of more, random ones are taken.</summary>
    /// <value>Default: 10,000. Range: 10 to 1,000,000.</value>
    /// <remarks>
    /// With <see cref="VaeBaselineMethod.NearestNeighbors"/> and <see cref="VaeBaselineMethod.Ecod"/>, the size of the graph grows with the rows, and with
    /// the first the time of a score, too.
    /// </remarks>
    public int RowLimit { get; init; } = 10_000;

    /// <summary>Gets the options of the threshold. It is computed from the scores of rows that were held out, each fifth of the rows in turn.</summary>
    /// <value>Default: null, which means a false-positive rate of 0.01.</value>
    public VaeThresholdOptions? Threshold { get; init; }

    /// <summary>Gets the seed of the division of the rows, and of an Isolation Forest.</summary>
    /// <value>Default: 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>Gets how the texts of the columns were read, which the manifest records.</summary>
    /// <value>Default: null.</value>
    public VaeTableSchema? TableSchema { get; init; }
}
