namespace IsolatedModel;

/// <summary>A worker crashed, was stopped at a limit, or reported an error.</summary>
internal sealed class WorkerException(string message) : Exception(message);
