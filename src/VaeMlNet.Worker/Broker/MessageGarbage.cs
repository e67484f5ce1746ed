namespace VaeMlNet.Worker;

/// <summary>
/// Collects the bodies of processed messages. The runtime collects large arrays late, especially on a busy machine. Without
/// this class, the memory of a worker is several times the size of its messages.
/// </summary>
internal sealed class MessageGarbage(Intake intake)
{
    /// <summary>The number of bytes below which the runtime decides when to collect.</summary>
    private const long Least = 64 << 20;

    private readonly long most = Math.Max(Least, (long)intake.Prefetch * intake.LargestMessage / 2);
    private long bytes;

    /// <summary>
    /// Counts messages as processed. Collects garbage once their bodies take half of what the broker may deliver at once, or
    /// immediately after a message above the size limit.
    /// </summary>
    public void Add(IReadOnlyList<QueuedMessage> messages)
    {
        bytes += messages.Sum(message => (long)message.Body.Length);
        if (bytes > most || messages.Any(message => message.Body.Length > intake.LargestMessage))
        {
            bytes = 0;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
            // The first collection makes the array pool give up the buffers of RabbitMQ's client, in a finalizer.
            GC.WaitForPendingFinalizers();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        }
    }
}
