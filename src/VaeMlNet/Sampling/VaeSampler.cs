namespace VaeMlNet;

/// <summary>The methods that draw new rows.</summary>
public enum VaeSampler
{
    /// <summary>
    /// Decodes latents from the prior of the training: N(0, I) or the learned prior, or uniform for each categorical latent. If the posteriors of the data
    /// leave gaps in it, some samples decode to rows that do not resemble the data.
    /// </summary>
    Prior,

    /// <summary>
    /// Decodes latents from the mixture of Gaussians that was fitted to the posterior means of data, from the model folder's
    /// <c>sampler.json</c>. Its samples stay in regions that contain data.
    /// </summary>
    Mixture,

    /// <summary>
    /// Draws the cells of a table's row one after the other, each from its distribution given the cells before it. The training must
    /// have hidden cells (<c>VaeInputNoise.HiddenCells</c>). It takes a run of encoder and decoder for each column, at most 32, and gives
    /// rows that resemble the data most.
    /// </summary>
    CellByCell,
}
