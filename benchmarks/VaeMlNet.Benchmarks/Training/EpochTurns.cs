namespace VaeMlNet.Benchmarks;

/// <summary>Trains an epoch a turn: waits, between two epochs, where the trainer reports the first one's end.</summary>
/// <param name="turns">The lines to the parent.</param>
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

    /// <summary>Ends the turn with the epoch, whose seconds are those of its steps: nothing is evaluated.</summary>
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
