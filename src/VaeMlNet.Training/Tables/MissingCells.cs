using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Training on rows of which cells are missing (Xu et al. 2018, sec. 3.2).</summary>
internal static class MissingCells
{
    /// <summary>Returns the rows with NaN in every slot of random cells.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="x">[n, W].</param>
    /// <param name="share">The probability of each cell.</param>
    /// <param name="generator">The random number generator.</param>
    /// <returns>[n, W].</returns>
    public static Tensor Inject(Table table, Tensor x, double share, Generator generator)
    {
        var isMissing = rand(x.shape[0], table.RawWidth, ScalarType.Float32, generator: generator).lt(Held(share)); // [n, S]
        return x.masked_fill(isMissing.index_select(1, tensor(table.RawSlotOfEachSlot)), Held(float.NaN));
    }

    /// <summary>Returns the weights of the slots in the reconstruction term, [n, W]: 0 in cells that the encoder does not read.</summary>
    public static Tensor WeightsOf(Tensor encoderInput) => encoderInput.isnan().logical_not().to(encoderInput.dtype);

    /// <summary>
    /// Returns what the M-ELBO adds to reconstruction + weight * KL, [n]: the prior has the weight b = the share of known slots in
    /// E[sum of log p(x|z) of known slots + b log p(z) - log q(z|x)].
    /// </summary>
    /// <param name="slotWeights">The result of <see cref="WeightsOf"/>, [n, W].</param>
    /// <param name="mean">The posterior means, [n, L].</param>
    /// <param name="logVariance">The log-variances, [n, L].</param>
    /// <param name="klWeight">The weight of KL.</param>
    public static Tensor PriorLoss(Tensor slotWeights, Tensor mean, Tensor logVariance, double klWeight)
    {
        // E[-log p(z)] = (log 2 pi + mean^2 + variance) / 2 for each latent.
        var crossEntropy = mean.Squared().Plus(logVariance.exp()).Plus(Held(Math.Log(2 * Math.PI))).sum(1) * Held(0.5); // [n]
        return (slotWeights.mean([1L]) - Held(1)) * crossEntropy * Held(klWeight);
    }
}
