using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>-ELBO = -E[log p(x|z)] + KL(q(z|x) || p(z)) (Kingma &amp; Welling 2014, eq. 3), one draw of z per row.</summary>
/// <remarks>Intermediate tensors are left to the caller's dispose scope.</remarks>
internal static class NegativeElbo
{
    /// <summary>The temperature at which a latent is drawn from q(z|x) itself, without a relaxation.</summary>
    public const double Exact = 0;

    /// <summary>Runs the network on a batch and gives the terms of the loss.</summary>
    /// <param name="network">The network.</param>
    /// <param name="x">Features [N, D].</param>
    /// <param name="noise">A draw per row, from <see cref="LatentDistribution.DrawNoise"/>.</param>
    /// <param name="temperature">
    /// Of the relaxation of discrete latents, above 0; <see cref="Exact"/> for evaluation. Ignored by Gaussian latents.
    /// </param>
    /// <param name="encoderInput">What the encoder sees instead of <paramref name="x"/>, [N, D]; null for the same.</param>
    public static ElboTerms Compute(
        VariationalAutoencoder network,
        Tensor x,
        Tensor noise,
        double temperature,
        Tensor? encoderInput = null
    )
    {
        var head = network.ComputeHead(encoderInput ?? x);
        var z = network.Latent.Sample(head, noise, temperature); // [N, Z]
        var parameters = network.Decode(z); // [N, P]
        return new ElboTerms(
            network.Likelihood.NegativeLogLikelihoodPerSlot(parameters, x).sum(1),
            network.Latent.KlPerLatent(head)
        );
    }
}
