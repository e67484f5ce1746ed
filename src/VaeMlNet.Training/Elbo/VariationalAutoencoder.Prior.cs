using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

// The prior p(z) and its KL divergence. Without a learned prior, Latent has the formulas.
public sealed partial class VariationalAutoencoder : nn.Module<Tensor, Tensor>
{
    /// <summary>The largest number of rows from which a prior starts. Their mean and range hardly change with more.</summary>
    private const long RowsForPrior = 100_000;

    private readonly LearnedPrior? prior;

    /// <summary>Gets the learned prior; null for that of <see cref="Latent"/>.</summary>
    internal LearnedPrior? Prior => prior;

    /// <summary>
    /// Gets the number of latents that a column of <see cref="ElboTerms.KlPerLatent"/> contains: 1, or all with a learned prior, whose KL divergence
    /// has no parts.
    /// </summary>
    internal int LatentsPerKl => prior is null ? 1 : LatentDim;

    /// <summary>Samples from the prior, [N, Z].</summary>
    internal Tensor DrawPrior(long rowCount, Generator generator) =>
        prior?.Draw(rowCount, generator) ?? Latent.DrawPrior(rowCount, generator);

    /// <summary>Initializes the parts of the prior that depend on the data.</summary>
    internal void InitializePrior(MemoryRows rows, Generator generator)
    {
        if (prior is not null)
        {
            using var scope = NewDisposeScope();
            var chosen = rows.Spread(RowsForPrior);
            prior.InitializeFrom(EncoderInput(Values(chosen.Slice(0, chosen.Count))), generator);
        }
    }

    /// <summary>
    /// Computes KL(q(z|x) || p(z)) of the training loss, [N, L]; with a learned prior its estimate from one sample of each row, log q(z|x) - log p(z)
    /// (Tomczak &amp; Welling 2018, eq. 2), [N, 1].
    /// </summary>
    private Tensor Kl(Tensor head, Tensor z)
    {
        if (prior is null)
        {
            return Latent.KlPerLatent(head);
        }

        var (mean, logVariance) = GaussianOf(head);
        return LearnedPrior.LogPosterior(mean, logVariance, z) - prior.LogDensity(z);
    }

    /// <summary>Computes KL(q(z|x) || p(z)) of the deterministic scores, summed over latents, [N, 1].</summary>
    private Tensor DeterministicKl(Tensor head)
    {
        if (prior is null)
        {
            return Latent.KlPerLatent(head).sum(1, keepdim: true);
        }

        var (mean, logVariance) = GaussianOf(head);
        return prior.DeterministicKl(mean, logVariance);
    }

    /// <summary>Adds <see cref="DeterministicKl"/> to a graph, [N, 1].</summary>
    internal OnnxValue AddDeterministicKl(OnnxGraphBuilder graph, IReadOnlyList<OnnxValue> posterior) =>
        prior?.AddDeterministicKl(new(graph, posterior[0]), new(graph, posterior[1]))
        ?? MatrixNodes.AddSum(graph, Latent.AddKlPerLatent(graph, posterior));

    /// <summary>
    /// Computes the KL divergence of each latent, [N, L], to measure its use. With a learned prior, it is that from the normal distribution with the
    /// prior's mean and variance of the latent.
    /// </summary>
    internal Tensor KlOfEachLatent(Tensor head)
    {
        if (prior is null)
        {
            return Latent.KlPerLatent(head);
        }

        var (mean, logVariance) = GaussianOf(head);
        var (center, variance) = prior.Moments();
        return DiagonalGaussian.KlPerLatent((mean - center) / variance.sqrt(), logVariance - variance.log());
    }

    /// <summary>Computes log p(z) - log q(z|x) of each row, [N].</summary>
    internal Tensor LogPriorOverPosterior(Tensor head, Tensor z) =>
        prior is null ? Latent.LogPriorOverPosterior(head, z) : -Kl(head, z).squeeze(1);

    private LearnedPrior? CreatePrior(VaePriorOptions options, int encoderWidth) =>
        options.Create(LatentDim, encoderWidth, inputs => GaussianOf(Call(posterior, Call(encoder, inputs))));

    private (Tensor Mean, Tensor LogVariance) GaussianOf(Tensor head)
    {
        var outputs = Latent.ComputeEncoderOutputs(head);
        return (outputs[0], outputs[1]);
    }
}
