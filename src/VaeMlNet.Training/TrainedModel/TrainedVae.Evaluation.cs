using static TorchSharp.torch;

namespace VaeMlNet;

public sealed partial class TrainedVae
{
    /// <summary>Gives the mean loss over rows, with one draw of z per row (Kingma &amp; Welling 2014, eq. 7, L = 1).</summary>
    /// <param name="rows">float32 [N, D], N at least 1.</param>
    /// <param name="seed">The seed of the draws; the same seed gives the same loss. Default: 1.</param>
    /// <exception cref="ArgumentException">The tensor is not float32 [N, D].</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public VaeLoss Evaluate(Tensor rows, int seed = 1) =>
        OnEncoded(rows, encoded => Evaluation.MeanLoss(Network, encoded, seed, Options.Beta));

    /// <summary>Says how well the model explains rows, and what use it makes of its latents.</summary>
    /// <param name="rows">float32 [N, D], N at least 1; held-out rows, for figures that mean anything.</param>
    /// <param name="sampleCount">The number K of draws per row for the log-likelihood, at least 1. Default: 50.</param>
    /// <param name="seed">The seed of the draws. Default: 1.</param>
    /// <param name="progress">Receives the finished share of the draws, in [0, 1]. Called on the calling thread. Default: null.</param>
    /// <param name="cancellationToken">Looked at before each draw of a batch of rows. Default: none.</param>
    /// <exception cref="ArgumentException">The tensor is not float32 [N, D].</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sampleCount"/> is below 1.</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public VaeEvaluation Diagnose(
        Tensor rows,
        int sampleCount = 50,
        int seed = 1,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default
    ) =>
        new()
        {
            LogLikelihood = LogLikelihoodPerRow(rows, sampleCount, seed, progress, cancellationToken).Average(),
            SampleCount = sampleCount,
            RowCount = rows.shape[0],
            Loss = Evaluate(rows, seed),
            Latents = MeasureLatents(rows),
        };

    /// <summary>
    /// Estimates log p(x) of each row with K importance-weighted draws from the posterior (Burda et al. 2016, eq. 8): a lower
    /// bound that is the ELBO for K = 1 and rises with K.
    /// </summary>
    /// <remarks>Takes K passes through the decoder; memory does not grow with K. Average it for a figure per data set.</remarks>
    /// <param name="rows">float32 [N, D], N at least 1.</param>
    /// <param name="sampleCount">The number K of draws per row, at least 1; 500 and up for published figures.</param>
    /// <param name="seed">The seed of the draws; the same seed gives the same numbers. Default: 1.</param>
    /// <returns>N numbers, in nats.</returns>
    /// <exception cref="ArgumentException">The tensor is not float32 [N, D].</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sampleCount"/> is below 1.</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public double[] LogLikelihoodPerRow(Tensor rows, int sampleCount, int seed = 1) =>
        LogLikelihoodPerRow(rows, sampleCount, seed, progress: null, CancellationToken.None);

    private double[] LogLikelihoodPerRow(
        Tensor rows,
        int sampleCount,
        int seed,
        IProgress<double>? progress,
        CancellationToken cancellationToken
    )
    {
        ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleCount, 1);
        return OnEncoded(
            rows,
            encoded => ImportanceWeightedBound.PerRow(Network, encoded, sampleCount, seed, progress, cancellationToken)
        );
    }

    /// <summary>Gives each latent's share of the KL term, in nats, mean over rows. A collapsed latent has nearly 0.</summary>
    /// <param name="rows">float32 [N, D], N at least 1.</param>
    /// <returns>L numbers.</returns>
    /// <exception cref="ArgumentException">The tensor is not float32 [N, D].</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public double[] KlPerLatentDim(Tensor rows) => [.. MeasureLatents(rows).Select(latent => latent.Kl)];

    /// <summary>
    /// Counts the latents that respond to the data: those whose posterior mean varies over the rows by more than a
    /// threshold (Burda et al. 2016, sec. 5.2).
    /// </summary>
    /// <param name="rows">float32 [N, D], N at least 1.</param>
    /// <param name="threshold">The variance to exceed, at least 0. Default: 0.01.</param>
    /// <exception cref="ArgumentException">The tensor is not float32 [N, D].</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public int CountActiveUnits(Tensor rows, double threshold = 0.01) =>
        MeasureLatents(rows).Count(latent => latent.PosteriorMeanVariance > threshold);

    private IReadOnlyList<VaeLatentUse> MeasureLatents(Tensor rows) =>
        OnEncoded(
            rows,
            encoded =>
            {
                var (means, kl) = Evaluation.Posterior(Network, encoded); // [N, Z], [N, L]
                using (means)
                using (kl)
                {
                    var meanWidth = (int)means.shape[1];
                    var latentCount = (int)kl.shape[1];
                    LatentUseMeasure measure = new(latentCount, meanWidth);
                    var rowMeans = TensorValues.Floats(means).Chunk(meanWidth);
                    foreach ((var mean, var klOfRow) in rowMeans.Zip(TensorValues.Floats(kl).Chunk(latentCount)))
                    {
                        measure.AddKl(mean, klOfRow);
                    }

                    return measure.Latents();
                }
            }
        );
}
