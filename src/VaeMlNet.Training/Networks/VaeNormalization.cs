namespace VaeMlNet;

/// <summary>The kinds of normalization between a layer and its activation.</summary>
public enum VaeNormalization
{
    /// <summary>No normalization.</summary>
    None,

    /// <summary>
    /// Each feature or channel over the batch (Ioffe &amp; Szegedy 2015). Training needs batches of at least two rows;
    /// afterwards running averages stand in for the batch.
    /// </summary>
    Batch,

    /// <summary>Each row over its features (Ba et al. 2016). Fully connected layers only.</summary>
    Layer,
}
