namespace VaeMlNet;

/// <summary>
/// The negative ELBO plus Beta * (Weight - 1) * TC, with the total correlation TC = KL(q(z) || product of q(z_l)) of the latents over all
/// rows (beta-TC-VAE; Chen et al. 2018, eq. 4).
/// </summary>
/// <remarks>
/// It makes the latents independent of each other, so that each describes a factor of its own. Compared with a large <see
/// cref="VaeTrainerOptions.Beta"/>, the latents keep more information about each row. The total correlation is estimated within each batch:
/// choose batches of at least 64 rows. <c>TrainedVae.MutualInformationGap</c> measures the result.
/// </remarks>
public sealed record TotalCorrelationObjectiveOptions : VaeObjectiveOptions
{
    /// <summary>Gets the weight of the total correlation; beta in the paper.</summary>
    /// <value>Default: 6. Range: finite and at least 0; 1 is the ELBO.</value>
    /// <remarks>Choose a higher weight if latents still share factors, and a lower one if reconstructions lack detail.</remarks>
    public double Weight { get; init; } = 6;

    internal override void Check(VaeTrainerOptions options)
    {
        base.Check(options);
        OptionRange.FiniteAtLeast(Weight, 0, "Objective.Weight");
        OptionRange.Require(
            options.BatchSize is null or >= 2,
            "BatchSize",
            options.BatchSize ?? 0,
            $"at least 2 for the objective {nameof(TotalCorrelationObjectiveOptions)}"
        );
    }
}
