namespace VaeMlNet.Tests;

/// <summary>Collects progress on the reporting thread; <see cref="Progress{T}"/> would use the thread pool.</summary>
internal sealed class ProgressRecorder(Action<VaeTrainingProgress>? onReport = null) : IProgress<VaeTrainingProgress>
{
    public List<VaeTrainingProgress> All { get; } = [];

    public void Report(VaeTrainingProgress value)
    {
        All.Add(value);
        onReport?.Invoke(value);
    }
}
