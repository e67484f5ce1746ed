using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The latents of a model: the family of the posterior q(z|x), and the prior p(z) that goes with it.</summary>
/// <remarks>
/// How many there are is <see cref="VaeTrainerOptions.LatentDim"/>. Immutable, hence safe to use from several threads. In
/// JSON the member <c>kind</c> names the family.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(GaussianLatentOptions), VaeLatentSpace.Gaussian)]
[JsonDerivedType(typeof(GumbelSoftmaxLatentOptions), VaeLatentSpace.Categorical)]
public abstract record VaeLatentOptions
{
    private protected VaeLatentOptions() { }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal abstract void Check();

    /// <summary>Makes the distribution of a number of latents.</summary>
    internal abstract LatentDistribution Create(int latentDim);
}
