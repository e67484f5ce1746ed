namespace IsolatedModel;

/// <summary>The limits of a worker process.</summary>
/// <param name="Memory">Largest working set in bytes.</param>
/// <param name="Time">Longest time for all rows.</param>
internal sealed record WorkerLimits(long Memory, TimeSpan Time);
