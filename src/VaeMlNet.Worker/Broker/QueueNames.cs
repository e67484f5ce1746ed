namespace VaeMlNet.Worker;

/// <summary>The names of the queues of a worker.</summary>
/// <param name="Input">The queue of messages with rows.</param>
/// <param name="Results">The queue of results.</param>
/// <param name="DeadLetters">The queue of messages that cannot be used.</param>
internal sealed record QueueNames(string Input, string Results, string DeadLetters);
