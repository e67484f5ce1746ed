namespace IsolatedModel;

/// <summary>The error that a worker crashed, exceeded a limit or reported an error.</summary>
internal sealed class WorkerException(string message) : Exception(message);
