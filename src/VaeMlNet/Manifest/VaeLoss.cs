using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>
/// The loss of a VAE as separate terms: -ELBO = Reconstruction + Kl at <paramref name="Beta"/> = 1 (Kingma &amp; Welling 2014,
/// eq. 3).
/// </summary>
/// <remarks>The terms are sums over features or latents, averaged over rows. Thread safety: immutable.</remarks>
/// <param name="Reconstruction">-E[log p(x|z)] in nats per row, estimated with one sample of z per row.</param>
/// <param name="Kl">KL(q(z|x) || p(z)) in nats per row, without <paramref name="Beta"/>. Never negative, except for estimates with a learned prior.</param>
/// <param name="Beta">The weight of <paramref name="Kl"/> in <see cref="Total"/>; default 1.</param>
public sealed record VaeLoss(double Reconstruction, double Kl, double Beta = 1)
{
    /// <summary>Gets the other terms of the loss in nats per row, such as the term of labels in training losses.</summary>
    /// <value>Default: 0.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double OtherTerms { get; init; }

    /// <summary>Gets what training minimizes: Reconstruction + Beta * Kl + OtherTerms, in nats per row.</summary>
    public double Total => Reconstruction + (Beta * Kl) + OtherTerms;
}
