namespace VaeMlNet;

/// <summary>
/// Reconstruction + (1 - Alpha) * Beta * KL + (Alpha + Lambda - 1) * MMD, with the maximum mean discrepancy MMD between the latents of all
/// rows and the prior (InfoVAE; Zhao et al. 2019).
/// </summary>
/// <remarks>
/// The KL divergence pulls the latents of each row to the prior, and so removes information about the row. The discrepancy compares only the
/// latents of all rows together. Choose this objective if the decoder ignores the latents. The discrepancy is estimated within each batch:
/// choose batches of at least 64 rows.
/// </remarks>
public sealed record MaximumMeanDiscrepancyObjectiveOptions : VaeObjectiveOptions
{
    /// <summary>Gets the share of the KL divergence that is left out.</summary>
    /// <value>Default: 0.5. Range: 0 to 1; 1 leaves out the KL divergence (MMD-VAE).</value>
    /// <remarks>
    /// At 1, nothing keeps the variances of the posterior from 0. The scores of rows, which contain the KL divergence, then mean little.
    /// </remarks>
    public double Alpha { get; init; } = 0.5;

    /// <summary>Gets the weight of the discrepancy between latents and prior, in nats per row.</summary>
    /// <value>Default: 1000 (Zhao et al. 2019, sec. 5). Range: finite and at least 1.</value>
    /// <remarks>Choose more if samples from the prior look worse than reconstructions.</remarks>
    public double Lambda { get; init; } = 1000;

    internal override void Check(VaeTrainerOptions options)
    {
        base.Check(options);
        OptionRange.Require(Alpha is >= 0 and <= 1, "Objective.Alpha", Alpha, $"from 0 to 1");
        OptionRange.FiniteAtLeast(Lambda, 1, "Objective.Lambda");
        OptionRange.Require(
            options.Prior is StandardNormalPriorOptions,
            "Prior",
            options.Prior.GetType().Name,
            $"{nameof(StandardNormalPriorOptions)} for the objective {nameof(MaximumMeanDiscrepancyObjectiveOptions)}"
        );
        OptionRange.Require(
            options.BatchSize is null or >= 2,
            "BatchSize",
            options.BatchSize ?? 0,
            $"at least 2 for the objective {nameof(MaximumMeanDiscrepancyObjectiveOptions)}"
        );
    }
}
