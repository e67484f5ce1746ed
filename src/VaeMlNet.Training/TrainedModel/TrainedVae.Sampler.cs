using static TorchSharp.torch;

namespace VaeMlNet;

public sealed partial class TrainedVae
{
    /// <summary>
    /// Fits a mixture of Gaussians with full covariances to the posterior means of rows. It is a better sampler than the prior
    /// if the posteriors of the data leave gaps in it. Pass it to <see cref="Export(string, Tensor, VaeLatentMixture)"/>.
    /// </summary>
    /// <remarks>
    /// The method is expectation-maximization with a k-means++ start (Dempster et al. 1977; Arthur &amp; Vassilvitskii 2007).
    /// Each of at most 200 iterations takes time proportional to N * components * L^2. For tens of latents, 10,000 rows are
    /// enough.
    /// </remarks>
    /// <param name="rows">Training rows, float32 [N, D], N at least 1.</param>
    /// <param name="componentCount">
    /// The largest number of components, 1 to 1024. The mixture has fewer if there are fewer distinct rows or if a component
    /// dies out. Default: 10.
    /// </param>
    /// <param name="seed">The seed of the start. Default: 1.</param>
    /// <exception cref="ArgumentException">The tensor is not float32 [N, D].</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="componentCount"/> is outside its range.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a posterior mean is not finite.</exception>
    /// <exception cref="NotSupportedException">The latents are not Gaussian, or more than 1024.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public VaeLatentMixture FitLatentMixture(Tensor rows, int componentCount = 10, int seed = 1)
    {
        ThrowIfDisposed();
        CheckRows(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(componentCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(componentCount, SamplerJson.LargestCount);
        if (Network.Latent is not GaussianLatent || Network.LatentDim > SamplerJson.LargestDim)
        {
            throw new NotSupportedException(
                $"A mixture is fitted to at most {SamplerJson.LargestDim} Gaussian latents, but '{FeatureColumnName}' is "
                    + $"encoded in {Network.LatentDim} latents of the kind {Network.Latent.GetType().Name}. Draw from the prior."
            );
        }

        using var scope = NewDisposeScope();
        var embeddings = TensorValues.Floats(Evaluation.Embeddings(Network, Network.RowsOf(rows))); // [N * L]
        if (!embeddings.All(float.IsFinite))
        {
            throw new InvalidOperationException(
                "A posterior mean is not finite, so no mixture can be fitted to them: the network has diverged. Train again with a lower LearningRate."
            );
        }

        var points = embeddings.Chunk(Network.LatentDim).Select(row => Array.ConvertAll(row, value => (double)value));
        return GaussianMixtureFit.Fit([.. points], componentCount, seed);
    }
}
