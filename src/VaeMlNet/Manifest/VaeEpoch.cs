using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The losses and the duration of one pass over the training rows.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="Epoch">The number of the epoch, from 1.</param>
/// <param name="Training">
/// The mean loss over the rows while the weights were still changing. Its Beta is the weight of KL in the last step.
/// </param>
/// <param name="Validation">The loss on the validation rows after the epoch; null without validation data.</param>
/// <param name="Seconds">The duration of the epoch's training steps in seconds, without validation.</param>
/// <param name="LearningRate">The learning rate of the epoch's last step.</param>
/// <param name="Temperature">The temperature of Gumbel-Softmax latents in the epoch's last step; null with other latents.</param>
public sealed record VaeEpoch(
    int Epoch,
    VaeLoss Training,
    VaeLoss? Validation,
    double Seconds,
    double LearningRate,
    double? Temperature = null
)
{
    /// <summary>Gets the share of rows that the epoch left out of each batch, because their loss was largest.</summary>
    /// <value>Default: 0, also in the histories of older versions. <see cref="Training"/> includes all rows.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double TrimmedShare { get; init; }

    /// <summary>
    /// Returns the loss by which epochs are compared: the validation loss, or the training loss without validation data, with
    /// the full weight of KL.
    /// </summary>
    internal double MonitoredLoss(double beta) => ((Validation ?? Training) with { Beta = beta }).Total;
}
