namespace VaeMlNet;

/// <summary>The kinds of normalization between a layer and its activation.</summary>
public enum VaeNormalization
{
    /// <summary>No normalization.</summary>
    None,

    /// <summary>
    /// Normalizes each feature or channel over the batch (Ioffe &amp; Szegedy 2015). Training needs batches of at least two
    /// rows. After training, running averages replace the batch.
    /// </summary>
    Batch,

    /// <summary>Normalizes each row over its features (Ba et al. 2016). For fully connected layers only.</summary>
    Layer,
}
