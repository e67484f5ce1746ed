namespace VaeMlNet.Benchmarks;

/// <summary>Trains one epoch in each turn. It waits when the trainer reports the end of an epoch.</summary>
/// <param name="turns">The conversation with the parent.</param>
/// <param name="end">Canceled when there are no more turns.</param>
internal sealed class EpochTurns(ChildTurns turns, CancellationTokenSource end) : IProgress<VaeTrainingProgress>
{
    private TimeSpan cpu;

    /// <summary>Waits for a turn.</summary>
    public void Await()
    {
        if (!turns.Await())
        {
            end.Cancel();
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        cpu = Environment.CpuUsage.TotalTime;
    }

    /// <summary>Ends the turn with the seconds of the epoch's steps. Evaluation is not included.</summary>
    public void Report(VaeTrainingProgress value)
    {
        if (value.CompletedEpoch is { } epoch)
        {
            var cpuSeconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
            turns.End(new(epoch.Seconds, cpuSeconds, epoch.Training.Total));
            Await();
        }
    }
}
