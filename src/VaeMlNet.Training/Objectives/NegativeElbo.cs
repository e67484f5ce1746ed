using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>-ELBO = -E[log p(x|z)] + KL(q(z|x) || p(z)) (Kingma &amp; Welling 2014, eq. 3), one draw of z per row.</summary>
/// <remarks>Intermediate tensors are left to the caller's dispose scope.</remarks>
internal static class NegativeElbo
{
    /// <summary>Runs the network on a batch and gives the terms of the loss.</summary>
    /// <param name="network">The network.</param>
    /// <param name="likelihood">The likelihood that reads the decoder's output.</param>
    /// <param name="x">Features [N, D].</param>
    /// <param name="eps">Draws from N(0, 1), [N, L].</param>
    public static ElboTerms Compute(VariationalAutoencoder network, Likelihood likelihood, Tensor x, Tensor eps)
    {
        var rowCount = (double)x.shape[0];
        var (mean, logVariance) = network.Encode(x); // [N, L] each
        var z = DiagonalGaussian.Reparameterize(mean, logVariance, eps); // [N, L]
        var parameters = network.Decode(z); // [N, D]
        return new ElboTerms(
            likelihood.NegativeLogLikelihoodSum(parameters, x) / rowCount,
            DiagonalGaussian.KlPerLatent(mean, logVariance).sum() / rowCount
        );
    }
}
