namespace IsolatedModel;

/// <summary>The limits of a worker process.</summary>
/// <param name="Memory">The largest working set in bytes.</param>
/// <param name="Time">The longest time for all rows.</param>
internal sealed record WorkerLimits(long Memory, TimeSpan Time);
