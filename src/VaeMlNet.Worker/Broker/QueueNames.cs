namespace VaeMlNet.Worker;

/// <summary>The names of the queues of a worker.</summary>
internal sealed record QueueNames(string Input, string Results, string DeadLetters);
