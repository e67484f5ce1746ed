namespace VaeMlNet;

/// <summary>The losses and the duration of one pass over the training rows.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="Epoch">The number of the epoch, from 1.</param>
/// <param name="Training">
/// The mean loss over the rows while the weights were still changing; its Beta is the weight of KL in the last step.
/// </param>
/// <param name="Validation">The loss on the validation rows after the epoch; null without validation data.</param>
/// <param name="Seconds">The time the epoch's training steps took, validation not included, in seconds.</param>
/// <param name="LearningRate">The learning rate of the epoch's last step.</param>
/// <param name="Temperature">The temperature of Gumbel-Softmax latents in its last step; null with other latents.</param>
public sealed record VaeEpoch(
    int Epoch,
    VaeLoss Training,
    VaeLoss? Validation,
    double Seconds,
    double LearningRate,
    double? Temperature = null
)
{
    /// <summary>
    /// What epochs are compared by: the validation loss, or without it the training loss, with the full weight of KL.
    /// </summary>
    internal double MonitoredLoss(double beta) => ((Validation ?? Training) with { Beta = beta }).Total;
}
