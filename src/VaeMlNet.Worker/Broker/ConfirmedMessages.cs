namespace VaeMlNet.Worker;

/// <summary>
/// Remembers the last messages whose results the broker confirmed. It compares their keys, because a producer may give one id to
/// two different messages.
/// </summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="capacity">The number of messages to remember. The oldest one is forgotten first.</param>
internal sealed class ConfirmedMessages(int capacity)
{
    private readonly Lock gate = new();
    private readonly HashSet<UInt128> known = [];
    private readonly Queue<UInt128> order = [];

    /// <summary>Returns whether a message was delivered before and its result is confirmed.</summary>
    public bool IsKnown(QueuedMessage message)
    {
        // A message that a producer sends again must be processed again.
        if (!message.IsRedelivered)
        {
            return false;
        }

        var key = message.Key;
        lock (gate)
        {
            return known.Contains(key);
        }
    }

    /// <summary>Remembers a message.</summary>
    public void Add(QueuedMessage message)
    {
        var key = message.Key;
        lock (gate)
        {
            if (!known.Add(key))
            {
                return;
            }

            order.Enqueue(key);
            if (order.Count > capacity)
            {
                known.Remove(order.Dequeue());
            }
        }
    }
}
