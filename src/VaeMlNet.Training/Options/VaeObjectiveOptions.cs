using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The loss that training minimizes.</summary>
/// <remarks>
/// A model is exported and used in the same way, whatever its objective. <see cref="VaeTrainerOptions.Beta"/> and <see
/// cref="VaeTrainerOptions.Kl"/> apply to every objective. All objectives except the ELBO need Gaussian latents, do not support <see
/// cref="VaeKlOptions.FreeBits"/>, and train by autograd. In JSON, the member <c>kind</c> names the objective. Thread safety: immutable.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ElboObjectiveOptions), "elbo")]
[JsonDerivedType(typeof(ImportanceWeightedObjectiveOptions), "importance_weighted")]
[JsonDerivedType(typeof(TotalCorrelationObjectiveOptions), "total_correlation")]
[JsonDerivedType(typeof(MaximumMeanDiscrepancyObjectiveOptions), "maximum_mean_discrepancy")]
public abstract record VaeObjectiveOptions
{
    private protected VaeObjectiveOptions() { }

    /// <summary>Checks every value, and that the other options fit this objective.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range, or an option does not fit.</exception>
    internal virtual void Check(VaeTrainerOptions options)
    {
        var name = GetType().Name;
        OptionRange.Require(
            options.Latent is GaussianLatentOptions,
            "Latent",
            options.Latent.GetType().Name,
            $"{nameof(GaussianLatentOptions)} for the objective {name}"
        );
        OptionRange.Require(
            options.Kl.FreeBits == 0,
            "Kl.FreeBits",
            options.Kl.FreeBits,
            $"0 for the objective {name}, because it has other terms of the latents"
        );
    }
}
