namespace IsolatedModel;

/// <summary>What a worker may take.</summary>
/// <param name="Memory">Largest working set in bytes.</param>
/// <param name="Time">Longest time for all rows.</param>
internal sealed record WorkerLimits(long Memory, TimeSpan Time);
