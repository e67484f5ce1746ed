namespace VaeMlNet.Worker;

/// <summary>
/// Collects the bodies of processed messages. The runtime collects large arrays late, and the later, the busier the machine is: without
/// this, a worker's memory is several times the size of the messages that it has.
/// </summary>
/// <param name="intake">The messages that are in memory at once.</param>
internal sealed class MessageGarbage(Intake intake)
{
    /// <summary>Less garbage than this is left to the runtime.</summary>
    private const long Least = 64 << 20;

    private readonly long most = Math.Max(Least, (long)intake.Prefetch * intake.LargestMessage / 2);
    private long bytes;

    /// <summary>
    /// Counts messages as processed. Collects them once their bodies take half of what the broker may deliver at once, and a message
    /// that is too large immediately.
    /// </summary>
    public void Add(IReadOnlyList<QueuedMessage> messages)
    {
        bytes += messages.Sum(message => (long)message.Body.Length);
        if (bytes > most || messages.Any(message => message.Body.Length > intake.LargestMessage))
        {
            bytes = 0;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        }
    }
}
