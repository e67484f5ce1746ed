using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>What a training step minimises: the terms of -ELBO, with weights of rows, trimming and free bits.</summary>
/// <remarks>Tensors of the caller's dispose scope.</remarks>
internal static class TrainingObjective
{
    /// <summary>Mean over the rows kept of weight * reconstruction, plus KL likewise, times its weight.</summary>
    /// <param name="terms">The terms of each row.</param>
    /// <param name="weights">How much each row counts, [n]; null when all count 1.</param>
    /// <param name="klWeight">The weight of KL (Higgins et al. 2017, eq. 4).</param>
    /// <param name="rowsKept">How many rows to keep: those with the smallest loss; at least 1.</param>
    /// <param name="freeBits">The least that each latent's mean KL counts, in nats (Kingma et al. 2016, eq. 15).</param>
    /// <returns>A scalar that carries gradients.</returns>
    public static Tensor Loss(ElboTerms terms, Tensor? weights, double klWeight, long rowsKept, double freeBits)
    {
        if (rowsKept < terms.Reconstruction.shape[0])
        {
            var rows = RowsWithSmallestLoss(terms, klWeight, rowsKept); // [kept]
            terms = new(terms.Reconstruction.index_select(0, rows), terms.KlPerLatent.index_select(0, rows));
            weights = weights?.index_select(0, rows);
        }

        var reconstruction = weights is null ? terms.Reconstruction : terms.Reconstruction * weights; // [kept]
        var kl = weights is null ? terms.KlPerLatent : terms.KlPerLatent * weights.unsqueeze(1); // [kept, L]
        var klOfLatents = kl.mean([0L]); // [L]
        var counted = freeBits > 0 ? klOfLatents.clamp_min(freeBits) : klOfLatents; // [L]
        return reconstruction.mean() + (counted.sum() * klWeight);
    }

    private static Tensor RowsWithSmallestLoss(ElboTerms terms, double klWeight, long count)
    {
        var losses = terms.Reconstruction.detach() + (terms.KlPerLatent.detach().sum(1) * klWeight); // [n]
        return losses.topk((int)count, 0, largest: false).indexes;
    }
}
