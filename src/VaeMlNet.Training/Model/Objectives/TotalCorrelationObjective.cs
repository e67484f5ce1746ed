using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>The negative ELBO plus weight * (w - 1) * the total correlation of the latents (Chen et al. 2018, eq. 4).</summary>
/// <param name="weight">w.</param>
internal sealed class TotalCorrelationObjective(double weight) : ElboObjective
{
    /// <summary>Gets a number of rows for which the densities of all pairs fit into memory.</summary>
    public override long RowsPerEvaluation => 256;

    /// <inheritdoc />
    protected override Tensor? Added(
        VariationalAutoencoder network,
        ObjectiveRows rows,
        ObjectiveSettings settings,
        Tensor head,
        Tensor z,
        ElboTerms terms
    )
    {
        var outputs = network.Latent.ComputeEncoderOutputs(head);
        var (joint, product) = LogAggregatePosterior(outputs[0], outputs[1], z, settings.RowCount);
        return (joint - product) * Held(settings.KlWeight * (weight - 1));
    }

    /// <summary>
    /// Estimates log q(z) and the sum of log q(z_l) of the posterior of all N rows, at the samples of a batch, by minibatch stratified
    /// sampling (Chen et al. 2018, app. C.2).
    /// </summary>
    /// <remarks>exp(log q(z)) is unbiased over the random rows of the batch. A batch of one row has no estimate: both are equal.</remarks>
    /// <param name="mean">The posterior means of the batch, [n, L].</param>
    /// <param name="logVariance">The log-variances, [n, L].</param>
    /// <param name="z">A sample of each row's posterior, [n, L].</param>
    /// <param name="rowCount">N, at least n.</param>
    /// <returns>[n] each.</returns>
    internal static (Tensor Joint, Tensor Product) LogAggregatePosterior(
        Tensor mean,
        Tensor logVariance,
        Tensor z,
        long rowCount
    )
    {
        var difference = z.unsqueeze(1) - mean.unsqueeze(0); // [n samples, n rows, L]
        var scaled = difference.Squared() * (-logVariance).exp().unsqueeze(0);
        var densities = scaled.Plus(logVariance.unsqueeze(0)).Plus(Held(Math.Log(2 * Math.PI))) * Held(-0.5); // log q(z_i|x_j), [n, n, L]
        var weights = LogWeights(mean.shape[0], rowCount).to(mean.dtype, mean.device); // [n, n]
        var joint = densities.sum(2).Plus(weights).logsumexp(1); // [n]
        var product = densities.Plus(weights.unsqueeze(2)).logsumexp(1).sum(1); // [n]
        return mean.shape[0] == 1 ? (joint, joint) : (joint, product);
    }

    /// <summary>
    /// Returns the logarithms of the weights of the rows of a batch, [n, n], which add up to 1 for each sample. The row that a sample is from has
    /// the weight 1/N: it is in the batch for certain, unlike the others, which stand for the other rows of the data.
    /// </summary>
    private static Tensor LogWeights(long batchSize, long rowCount)
    {
        var others = batchSize - 1.0; // M of the paper
        var weights = new double[batchSize * batchSize];
        for (var sample = 0; sample < batchSize; sample++)
        {
            for (var row = 0; row < batchSize; row++)
            {
                weights[(sample * batchSize) + row] = Math.Log(
                    batchSize == 1 ? 1
                    : row == sample ? 1.0 / rowCount
                    : row == (sample + 1) % batchSize ? (rowCount - others) / (rowCount * others)
                    : 1 / others
                );
            }
        }

        return tensor(weights, [batchSize, batchSize]);
    }
}
