namespace VaeMlNet;

/// <summary>The position of training, on which scheduled settings depend.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="StepInEpoch">The step within it, from 0.</param>
/// <param name="StepsPerEpoch">The steps of every epoch.</param>
internal readonly record struct TrainingClock(int Epoch, long StepInEpoch, long StepsPerEpoch)
{
    /// <summary>The steps done since training began.</summary>
    public long Step => ((Epoch - 1) * StepsPerEpoch) + StepInEpoch;
}
