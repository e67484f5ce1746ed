namespace VaeMlNet;

/// <summary>What one pass over the training rows came to.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="Epoch">The number of the epoch, from 1.</param>
/// <param name="Training">The mean loss over the rows while the weights were still changing.</param>
/// <param name="Validation">The loss on the validation rows after the epoch; null without validation data.</param>
/// <param name="Seconds">The time the epoch's training steps took, validation not included, in seconds.</param>
public sealed record VaeEpoch(int Epoch, VaeLoss Training, VaeLoss? Validation, double Seconds);
