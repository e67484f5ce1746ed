using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace VaeMlNet.Worker;

/// <summary>
/// Remembers the last messages whose results the broker confirmed, by id and content: two messages that a producer gave one
/// id are two messages all the same.
/// </summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="capacity">How many; the oldest is forgotten.</param>
internal sealed class ConfirmedMessages(int capacity)
{
    private readonly Lock gate = new();
    private readonly HashSet<UInt128> known = [];
    private readonly Queue<UInt128> order = [];

    /// <summary>Whether a message was delivered before, and its result is confirmed.</summary>
    public bool IsKnown(QueuedMessage message)
    {
        // A producer that sends the same rows again wants them processed again.
        if (!message.IsRedelivered)
        {
            return false;
        }

        var key = Key(message);
        lock (gate)
        {
            return known.Contains(key);
        }
    }

    /// <summary>Remembers a message.</summary>
    public void Add(QueuedMessage message)
    {
        var key = Key(message);
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

    private static UInt128 Key(QueuedMessage message)
    {
        var id = Encoding.UTF8.GetBytes(message.Id ?? "");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([(byte)id.Length]);
        hash.AppendData(id);
        hash.AppendData(message.Body.Span);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset());
    }
}
