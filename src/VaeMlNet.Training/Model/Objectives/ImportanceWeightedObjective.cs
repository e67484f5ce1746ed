using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>The importance-weighted bound of Burda et al. 2016, eq. 8, with the gradient of Tucker et al. 2019.</summary>
/// <remarks>
/// With the weights w_k = p(x|z_k) p(z_k) / q(z_k|x) and their shares v_k, the gradient of the bound is the sum of v_k d(log w_k). For the
/// encoder, the doubly reparameterized gradient is the sum of v_k^2 d(log w_k)/dz_k dz_k, with the parameters of q in log w_k held fixed
/// (Tucker et al. 2019, eq. 8).
/// </remarks>
internal sealed class ImportanceWeightedObjective(ImportanceWeightedObjectiveOptions options) : TrainingObjective
{
    private int Samples => options.Samples;

    /// <inheritdoc />
    public override long RowsPerEvaluation => Math.Max(1, base.RowsPerEvaluation / Samples);

    /// <summary>Draws the noise of all samples of a row side by side, [n, K * Z].</summary>
    public override Tensor DrawNoise(LatentDistribution latent, long rowCount, Generator generator) =>
        latent.DrawNoise(rowCount * Samples, generator).reshape(rowCount, -1);

    /// <inheritdoc />
    public override (ElboTerms Terms, Action? CompleteGradients) Compute(
        VariationalAutoencoder network,
        ObjectiveRows rows,
        ObjectiveSettings settings
    )
    {
        var isDoubly = options.DoublyReparameterizedGradient;
        var rowCount = rows.Features.shape[0];
        var head = network.ComputeHead(rows.Input); // [n, H]
        var heads = Repeated(head); // [n K, H]
        var noise = rows.Noise.reshape(rowCount * Samples, -1); // [n K, Z]
        var sampled = network.Latent.Sample(heads, noise, settings.Temperature);
        // The backward pass of the loss ends at z, so that the shares of the weights can scale the gradient of each z.
        var z = isDoubly ? sampled.detach().requires_grad_() : sampled;
        var ratio = network.LogPriorOverPosterior(isDoubly ? heads.detach() : heads, z); // [n K]
        var perSlot = network.ReconstructionPerSlot(z, Repeated(rows.Features)); // [n K, D]
        var errors = (rows.SlotWeights is { } weights ? perSlot * Repeated(weights) : perSlot).sum(1); // [n K]
        var logWeights = ((ratio * Held(settings.KlWeight)) - errors).reshape(rowCount, Samples); // [n, K]
        var bound = logWeights.logsumexp(1) - Held(Math.Log(Samples)); // [n]
        // These two terms are for reports; the gradient is that of the bound alone.
        var reconstruction = errors.detach().reshape(rowCount, Samples).mean([1L]); // [n]
        var kl = network.KlOfEachLatent(head).detach(); // [n, L]
        var terms = new ElboTerms(reconstruction, kl)
        {
            Other = -bound - reconstruction - (kl.sum(1) * Held(settings.KlWeight)),
        };
        return (terms, isDoubly ? CompleteGradients : null);

        void CompleteGradients()
        {
            var shares = logWeights.detach().softmax(1).reshape(-1, 1); // [n K, 1]
            (sampled * (z.grad! * shares)).sum().backward();
        }
    }

    /// <summary>Repeats each row K times in a row, [n, W] -> [n K, W].</summary>
    private Tensor Repeated(Tensor rows) =>
        rows.unsqueeze(1).expand(rows.shape[0], Samples, rows.shape[1]).reshape(-1, rows.shape[1]);
}
