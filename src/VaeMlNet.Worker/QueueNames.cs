namespace VaeMlNet.Worker;

/// <summary>The queues of a worker.</summary>
/// <param name="Input">Messages with rows.</param>
/// <param name="Results">Results.</param>
/// <param name="DeadLetters">Messages that cannot be used.</param>
internal sealed record QueueNames(string Input, string Results, string DeadLetters);
