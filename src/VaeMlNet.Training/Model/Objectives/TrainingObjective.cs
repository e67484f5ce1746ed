using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Computes the loss of a batch for training and validation.</summary>
/// <remarks>Stateless. Intermediate tensors belong to the caller's dispose scope.</remarks>
internal abstract class TrainingObjective
{
    /// <summary>Gets the largest number of rows to evaluate at once.</summary>
    public virtual long RowsPerEvaluation => 1000;

    /// <summary>Creates the objective of checked options.</summary>
    public static TrainingObjective Create(VaeTrainerOptions options) =>
        options.Labels is SemiSupervisedOptions ? new SemiSupervisedObjective() : Create(options.Objective);

    /// <summary>Creates the objective of options, without labels.</summary>
    public static TrainingObjective Create(VaeObjectiveOptions options) =>
        options switch
        {
            ElboObjectiveOptions => new ElboObjective(),
            ImportanceWeightedObjectiveOptions importanceWeighted => new ImportanceWeightedObjective(
                importanceWeighted
            ),
            TotalCorrelationObjectiveOptions totalCorrelation => new TotalCorrelationObjective(totalCorrelation.Weight),
            MaximumMeanDiscrepancyObjectiveOptions discrepancy => new DiscrepancyObjective(discrepancy),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options, "This objective has no loss."),
        };

    /// <summary>Draws the random numbers of rows, [n, a width of the objective's own].</summary>
    public virtual Tensor DrawNoise(LatentDistribution latent, long rowCount, Generator generator) =>
        latent.DrawNoise(rowCount, generator);

    /// <summary>Computes the terms of the loss of each row.</summary>
    /// <param name="network">The network.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="settings">The settings of the step.</param>
    /// <returns>
    /// The terms with gradients, and an action to run after the backward pass of their loss, which completes the gradients; null for none.
    /// </returns>
    public abstract (ElboTerms Terms, Action? CompleteGradients) Compute(
        VariationalAutoencoder network,
        ObjectiveRows rows,
        ObjectiveSettings settings
    );
}
