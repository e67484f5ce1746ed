namespace VaeMlNet;

/// <summary>The outputs of the encoder for one row: the parameters of q(z|x).</summary>
/// <param name="latent">The latent space.</param>
/// <param name="prior">The prior of Gaussian latents.</param>
/// <param name="encoder">A batch that ran, with the outputs <see cref="LatentKind.EncoderOutputs"/>.</param>
/// <param name="row">The place of the row in the batch.</param>
internal readonly struct EncodedRow(VaeLatentSpace latent, PriorDistribution prior, OnnxBatch encoder, int row)
{
    public VaeLatentSpace Latent => latent;

    public PriorDistribution Prior => prior;

    /// <summary>Gets the mean of q(z|x); for categories, their probabilities. A label's probabilities follow the mean.</summary>
    public ReadOnlySpan<float> Mean => encoder.Output<float>(0, row);

    public ReadOnlySpan<float> LogVariance => encoder.Output<float>(1, row);
}
