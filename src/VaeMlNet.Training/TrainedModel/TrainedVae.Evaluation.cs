using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet;

public sealed partial class TrainedVae
{
    /// <summary>
    /// Returns the mean loss of the objective over rows, with one sample of z per row (Kingma &amp; Welling 2014, eq. 7, L = 1), or as many as
    /// an importance-weighted objective has.
    /// </summary>
    /// <param name="rows">float32 [N, D], N at least 1; with conditions, their raw slots follow, [N, D + slots].</param>
    /// <param name="seed">The seed of the samples. The same seed gives the same loss. Default: 1.</param>
    /// <exception cref="ArgumentException">The tensor is not float32 [N, D].</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is unusable.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public VaeLoss Evaluate(Tensor rows, int seed = 1) => OnEncoded(rows, encoded => Evaluate(encoded, seed));

    /// <summary>
    /// Returns the mean loss like <see cref="Evaluate(Tensor, int)"/>, over rows of ML.NET data. They are read once, and kept in memory once.
    /// </summary>
    /// <param name="data">Data with the columns <see cref="InputColumnNames"/> and <see cref="ConditionColumns"/>.</param>
    /// <param name="seed">The seed of the samples. The same seed gives the same loss. Default: 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or differs from the training data.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is unusable.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public VaeLoss Evaluate(IDataView data, int seed = 1)
    {
        using var rows = ReadStored(data, long.MaxValue);
        return Evaluate(rows, seed);
    }

    private VaeLoss Evaluate(MemoryRows rows, int seed) =>
        Evaluation.MeanLoss(Network, rows, seed, Options.BetaOrDefault);

    /// <summary>
    /// Evaluates how well the model explains rows, and how it uses its latents: the loss, an estimate of the log-likelihood log p(x), and the KL
    /// divergence and activity of each latent.
    /// </summary>
    /// <remarks>
    /// It takes K passes through the decoder for the log-likelihood, and a few passes for the rest. Memory does not grow with K. The model does not
    /// change.
    /// </remarks>
    /// <param name="rows">
    /// float32 [N, D], N at least 1, with the D slots of <see cref="InputDim"/>; with conditions, their raw slots follow, [N, D + slots]. Use held-out
    /// rows for meaningful results.
    /// </param>
    /// <param name="sampleCount">The number K of samples per row for the log-likelihood, at least 1. Default: 50.</param>
    /// <param name="seed">The seed of the samples. Default: 1.</param>
    /// <param name="progress">
    /// Receives the finished share of the samples, in [0, 1]. Called on the calling thread. Default: null.
    /// </param>
    /// <param name="cancellationToken">Cancels before the next sample of a batch of rows. Default: none.</param>
    /// <returns>Figures in nats per row, and one item for each of the L latents. The loss has the beta of the training.</returns>
    /// <exception cref="ArgumentException">The tensor is not float32 [N, D].</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sampleCount"/> is below 1.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is unusable.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was canceled.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public VaeEvaluation Diagnose(
        Tensor rows,
        int sampleCount = 50,
        int seed = 1,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default
    ) => OnEncoded(rows, encoded => Diagnose(encoded, sampleCount, seed, progress, cancellationToken));

    /// <summary>
    /// Evaluates the model like <see cref="Diagnose(Tensor, int, int, IProgress{double}, CancellationToken)"/>, on rows of ML.NET data. They are
    /// read once, and kept in memory once.
    /// </summary>
    /// <param name="data">Data with the columns <see cref="InputColumnNames"/> and <see cref="ConditionColumns"/>.</param>
    /// <param name="sampleCount">The number K of samples per row for the log-likelihood, at least 1. Default: 50.</param>
    /// <param name="seed">The seed of the samples. Default: 1.</param>
    /// <param name="rowLimit">The largest number of rows to evaluate, at least 1. The first rows are used. Default: all.</param>
    /// <param name="progress">
    /// Receives the finished share of the samples, in [0, 1]. Called on the calling thread. Default: null.
    /// </param>
    /// <param name="cancellationToken">Cancels before the next sample of a batch of rows. Default: none.</param>
    /// <returns>Figures in nats per row, and one item for each of the L latents. The loss has the beta of the training.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="sampleCount"/> or <paramref name="rowLimit"/> is below 1; or a column is missing, or differs from the training data.
    /// </exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is unusable.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was canceled.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public VaeEvaluation Diagnose(
        IDataView data,
        int sampleCount = 50,
        int seed = 1,
        long rowLimit = long.MaxValue,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleCount, 1);
        using var rows = ReadStored(data, rowLimit);
        return Diagnose(rows, sampleCount, seed, progress, cancellationToken);
    }

    private VaeEvaluation Diagnose(
        MemoryRows rows,
        int sampleCount,
        int seed,
        IProgress<double>? progress,
        CancellationToken cancellationToken
    ) =>
        new()
        {
            LogLikelihood = ImportanceWeightedBound
                .PerRow(Network, rows, sampleCount, seed, progress, cancellationToken)
                .Average(),
            SampleCount = sampleCount,
            RowCount = rows.Count,
            Loss = Evaluate(rows, seed),
            Latents = MeasureLatents(rows),
        };

    /// <summary>
    /// Estimates log p(x) of each row with K importance-weighted samples from the posterior (Burda et al. 2016, eq. 8). It is a
    /// lower bound that equals the ELBO for K = 1 and rises with K.
    /// </summary>
    /// <remarks>
    /// It takes K passes through the decoder. Memory does not grow with K. Average the result to get one figure for a data set.
    /// </remarks>
    /// <param name="rows">float32 [N, D], N at least 1; with conditions, their raw slots follow, [N, D + slots].</param>
    /// <param name="sampleCount">The number K of samples per row, at least 1. Choose 500 or more for published figures.</param>
    /// <param name="seed">The seed of the samples. The same seed gives the same result. Default: 1.</param>
    /// <returns>N numbers, in nats.</returns>
    /// <exception cref="ArgumentException">The tensor is not float32 [N, D].</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sampleCount"/> is below 1.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is unusable.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public double[] LogLikelihoodPerRow(Tensor rows, int sampleCount, int seed = 1) =>
        OnEncoded(rows, encoded => ImportanceWeightedBound.PerRow(Network, encoded, sampleCount, seed));

    /// <summary>Returns the KL divergence of each latent in nats, averaged over rows. A collapsed latent has nearly 0.</summary>
    /// <param name="rows">float32 [N, D], N at least 1; with conditions, their raw slots follow, [N, D + slots].</param>
    /// <returns>L numbers.</returns>
    /// <exception cref="ArgumentException">The tensor is not float32 [N, D].</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is unusable.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public double[] KlPerLatentDim(Tensor rows) =>
        OnEncoded(rows, encoded => MeasureLatents(encoded).Select(latent => latent.Kl).ToArray());

    /// <summary>
    /// Counts the active latents: those whose posterior mean has a variance over the rows above a threshold (Burda et al. 2016,
    /// sec. 5.2).
    /// </summary>
    /// <param name="rows">float32 [N, D], N at least 1; with conditions, their raw slots follow, [N, D + slots].</param>
    /// <param name="threshold">The threshold of the variance, at least 0. Default: 0.01.</param>
    /// <exception cref="ArgumentException">The tensor is not float32 [N, D].</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is unusable.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public int CountActiveUnits(Tensor rows, double threshold = 0.01) =>
        OnEncoded(rows, MeasureLatents).Count(latent => latent.PosteriorMeanVariance > threshold);

    private IReadOnlyList<VaeLatentUse> MeasureLatents(MemoryRows rows)
    {
        LatentUseMeasure measure = new(Network.Latent.Describe());
        Evaluation.ForEachBatch(
            Network,
            rows,
            (x, _) =>
            {
                var head = Network.ComputeHead(x);
                var (means, kl) = (Network.Latent.Embed(head), Network.KlOfEachLatent(head)); // [n, Z], [n, L]
                var rowMeans = TensorValues.Floats(means).Chunk((int)means.shape[1]);
                foreach (var (mean, klOfRow) in rowMeans.Zip(TensorValues.Floats(kl).Chunk((int)kl.shape[1])))
                {
                    measure.AddKl(mean, klOfRow);
                }
            }
        );
        return measure.Latents();
    }
}
