using System.Diagnostics;

namespace VaeMlNet.Worker;

/// <summary>
/// A time without a working connection to the broker. It measures the time over several attempts, and the waits
/// between them.
/// </summary>
/// <remarks>Thread-safe. It ends when a message is acknowledged, whatever the session does afterward.</remarks>
internal sealed class ConnectionLoss
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private TimeSpan wait = ShortestWait;
    private long? start;

    /// <summary>Gets the time since the connection was lost.</summary>
    public TimeSpan Length
    {
        get
        {
            lock (gate)
            {
                return start is { } begin ? Stopwatch.GetElapsedTime(begin) : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Records that the connection was lost. Does nothing while an earlier loss continues.</summary>
    /// <param name="sessionLength">
    /// How long the connection lasted. A long connection counts as working, even without messages.
    /// </param>
    public void Begin(TimeSpan sessionLength)
    {
        lock (gate)
        {
            if (sessionLength > LongestWait)
            {
                End();
            }

            start ??= Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Records that a message was acknowledged, so the connection works.</summary>
    public void End()
    {
        lock (gate)
        {
            start = null;
            wait = ShortestWait;
        }
    }

    /// <summary>
    /// Returns the time to wait before the next attempt. It doubles each time. A random part of up to a quarter is subtracted, so
    /// that workers that lost the same broker do not all reconnect at once.
    /// </summary>
    public TimeSpan NextWait()
    {
        lock (gate)
        {
            var next = wait * (1 - (Random.Shared.NextDouble() / 4));
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            return next;
        }
    }
}
