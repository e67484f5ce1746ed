using System.Diagnostics;

namespace VaeMlNet.Worker;

/// <summary>The time in which nothing gets through, over as many connections as it takes, and the waits between them.</summary>
/// <remarks>Thread-safe: it ends when a result gets through, whatever the session does then.</remarks>
internal sealed class Outage
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private TimeSpan wait = ShortestWait;
    private long? start;

    /// <summary>How long it has lasted.</summary>
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

    /// <summary>The connection is lost: it begins, or goes on.</summary>
    /// <param name="sessionLength">How long the connection lasted; a long one was a good one, though nothing came through it.</param>
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

    /// <summary>A message was acknowledged.</summary>
    public void End()
    {
        lock (gate)
        {
            start = null;
            wait = ShortestWait;
        }
    }

    /// <summary>
    /// How long to wait before the next attempt: twice as long each time, and up to a quarter shorter by chance, so that workers
    /// that lost one broker do not all come at once.
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
