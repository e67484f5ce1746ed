namespace VaeMlNet;

/// <summary>The methods of <see cref="VaeBaseline"/>, which score the rows of a table without a network.</summary>
public enum VaeBaselineMethod
{
    /// <summary>
    /// The squared Mahalanobis distance from the mean (Mahalanobis 1936). It sees rows that break linear relations between columns. Contributions are
    /// the squares of the whitened row, never negative (Garthwaite &amp; Koch 2016).
    /// </summary>
    Mahalanobis,

    /// <summary>
    /// The distance to the fifth nearest training row (Ramaswamy, Rastogi &amp; Shim 2000). A column contributes its share of the squared distance,
    /// times the distance. The graph contains the training rows.
    /// </summary>
    NearestNeighbors,

    /// <summary>
    /// An Isolation Forest of 100 trees (Liu, Ting &amp; Zhou 2008). A column contributes by how much its splits isolate the row earlier or later than
    /// other rows, so that contributions can be negative; the score of a row of average depth is divided equally.
    /// </summary>
    IsolationForest,

    /// <summary>The tail probabilities of each column (ECOD; Li et al. 2022). A column contributes the negative logarithm of its tail probability.</summary>
    Ecod,
}
