namespace VaeMlNet;

/// <summary>The position in the training, which determines scheduled settings.</summary>
/// <param name="Epoch">The number of the epoch, from 1.</param>
/// <param name="StepInEpoch">The number of the step within the epoch, from 0.</param>
/// <param name="StepsPerEpoch">The number of steps in every epoch.</param>
internal readonly record struct TrainingClock(int Epoch, long StepInEpoch, long StepsPerEpoch)
{
    /// <summary>Gets the number of finished steps since training began.</summary>
    public long Step => ((Epoch - 1) * StepsPerEpoch) + StepInEpoch;
}
