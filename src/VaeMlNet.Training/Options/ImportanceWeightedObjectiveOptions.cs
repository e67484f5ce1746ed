namespace VaeMlNet;

/// <summary>
/// The negative importance-weighted bound on log p(x) with K samples of z for each row, -log (1/K) sum p(x|z_k) (p(z_k) / q(z_k|x))^Beta
/// (Burda et al. 2016, eq. 8, with Beta = 1).
/// </summary>
/// <remarks>
/// The bound is tighter than the ELBO, so that the model explains the data better, with more active latents. A step takes about K times as
/// long. The posterior fits less well as a single Gaussian, so that the ELBO, which the default score uses, can become worse.
/// </remarks>
public sealed record ImportanceWeightedObjectiveOptions : VaeObjectiveOptions
{
    /// <summary>Gets the number of samples K of z for each row.</summary>
    /// <value>Default: 50 (Burda et al. 2016, sec. 5). Range: 1 to 1,000.</value>
    /// <remarks>Choose fewer, such as 5, for faster training. Memory grows with K times the batch size.</remarks>
    public int Samples { get; init; } = 50;

    /// <summary>
    /// Gets whether the encoder's gradient is the doubly reparameterized one (Tucker et al. 2019, eq. 8) instead of the gradient of the bound.
    /// </summary>
    /// <value>Default: true.</value>
    /// <remarks>
    /// Both have the same expectation. Choose false to compare them: the variance of the plain gradient grows with the number of samples
    /// in relation to the gradient.
    /// </remarks>
    public bool DoublyReparameterizedGradient { get; init; } = true;

    internal override void Check(VaeTrainerOptions options)
    {
        base.Check(options);
        OptionRange.Require(Samples is >= 1 and <= 1000, "Objective.Samples", Samples, $"from 1 to 1,000");
        OptionRange.Require(
            options.Kl.Capacity is null,
            "Kl.Capacity",
            options.Kl.Capacity ?? 0,
            $"null for the objective {nameof(ImportanceWeightedObjectiveOptions)}, which has no KL term"
        );
    }
}
