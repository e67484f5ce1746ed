namespace VaeMlNet;

/// <summary>Passes finished epochs to a tracker, and all progress on.</summary>
/// <param name="tracker">The tracker.</param>
/// <param name="next">Receives all progress; null for nothing.</param>
internal sealed class TrackedProgress(TrainingTracker tracker, IProgress<VaeTrainingProgress>? next)
    : IProgress<VaeTrainingProgress>
{
    public void Report(VaeTrainingProgress value)
    {
        if (value.CompletedEpoch is { } epoch)
        {
            tracker.AddEpoch(epoch);
        }

        next?.Report(value);
    }
}
