using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The latents of a model: the family of the posterior q(z|x), and its prior p(z).</summary>
/// <remarks>
/// <see cref="VaeTrainerOptions.LatentDim"/> sets their number. In JSON, the member <c>kind</c> names the family. Thread
/// safety: immutable.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(GaussianLatentOptions), VaeLatentSpace.Gaussian)]
[JsonDerivedType(typeof(GumbelSoftmaxLatentOptions), VaeLatentSpace.Categorical)]
public abstract record VaeLatentOptions
{
    private protected VaeLatentOptions() { }

    /// <summary>Gets the number of slots of a latent row for each latent.</summary>
    internal virtual int WidthPerLatent => 1;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal abstract void Check();

    /// <summary>Creates the distribution of a number of latents.</summary>
    internal abstract LatentDistribution Create(int latentDim);
}
