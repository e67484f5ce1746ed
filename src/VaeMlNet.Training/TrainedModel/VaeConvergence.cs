namespace VaeMlNet;

/// <summary>The reasons for which a training ended.</summary>
public enum VaeConvergence
{
    /// <summary>
    /// The loss no longer fell: early stopping ended the training, or the last tenth of the epochs lowered the loss by at most a hundredth
    /// of its whole decrease.
    /// </summary>
    Converged,

    /// <summary>The loss still fell in the last tenth of the epochs. Raise <see cref="VaeTrainerOptions.EpochCount"/>.</summary>
    StillImproving,

    /// <summary>The time ran out before the last epoch. Raise <see cref="VaeTrainerOptions.TimeBudget"/>.</summary>
    OutOfTime,
}
