namespace TorchSharp
{
    /// <summary>What became of the tensors of a thread.</summary>
    public class LifetimeStatistics
    {
        public long CreatedOutsideScopeCount { get; internal set; }

        public long DisposedOutsideScopeCount { get; internal set; }

        public long CreatedInScopeCount { get; internal set; }

        public long DisposedInScopeCount { get; internal set; }

        public long AttachedToScopeCount { get; internal set; }

        public long DetachedFromScopeCount { get; internal set; }

        public long ThreadTotalLiveCount =>
            CreatedInScopeCount - DisposedInScopeCount + (CreatedOutsideScopeCount - DisposedOutsideScopeCount);

        public void Reset()
        {
            CreatedOutsideScopeCount = 0;
            DisposedOutsideScopeCount = 0;
            CreatedInScopeCount = 0;
            DisposedInScopeCount = 0;
            AttachedToScopeCount = 0;
            DetachedFromScopeCount = 0;
        }

        public override string ToString() =>
            $"ThreadTotalLiveCount: {ThreadTotalLiveCount}; CreatedOutsideScopeCount: {CreatedOutsideScopeCount}; "
            + $"DisposedOutsideScopeCount: {DisposedOutsideScopeCount}; CreatedInScopeCount: {CreatedInScopeCount}; "
            + $"DisposedInScopeCount: {DisposedInScopeCount}; AttachedToScopeCount: {AttachedToScopeCount}; "
            + $"DetachedFromScopeCount: {DetachedFromScopeCount}";
    }

    /// <summary>The statistics of a thread; all disposables of this binding are tensors.</summary>
    public class ThreadDisposeScopeStatistics
    {
        public LifetimeStatistics TensorStatistics { get; } = new();

        public long CreatedOutsideScopeCount => TensorStatistics.CreatedOutsideScopeCount;

        public long DisposedOutsideScopeCount => TensorStatistics.DisposedOutsideScopeCount;

        public long CreatedInScopeCount => TensorStatistics.CreatedInScopeCount;

        public long DisposedInScopeCount => TensorStatistics.DisposedInScopeCount;

        public long AttachedToScopeCount => TensorStatistics.AttachedToScopeCount;

        public long DetachedFromScopeCount => TensorStatistics.DetachedFromScopeCount;

        public long ThreadTotalLiveCount => TensorStatistics.ThreadTotalLiveCount;

        public void Reset() => TensorStatistics.Reset();

        public override string ToString() => TensorStatistics.ToString();
    }
}
