using System.Threading.Channels;

namespace VaeMlNet.Worker;

/// <summary>Collects messages until they have enough rows for a pass, or until the timeout.</summary>
/// <param name="RowCount">The number of rows that is enough for a pass.</param>
/// <param name="Timeout">The longest time that the first message waits for others.</param>
/// <param name="MessageCount">
/// The largest number of messages. The broker sends no more while they are unacknowledged.
/// </param>
/// <param name="Idle">The longest time to wait for a first message; null waits without limit.</param>
internal sealed record BatchCollector(int RowCount, TimeSpan Timeout, int MessageCount, TimeSpan? Idle)
{
    /// <summary>Collects the next messages.</summary>
    /// <param name="incoming">The messages from the broker.</param>
    /// <param name="cancellationToken">Cancels the wait and drops the collected messages.</param>
    /// <returns>
    /// At least one message; null when no more messages will come, or none came within <see cref="Idle"/>.
    /// </returns>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    public async Task<IReadOnlyList<QueuedMessage>?> NextAsync(
        ChannelReader<QueuedMessage> incoming,
        CancellationToken cancellationToken
    )
    {
        List<QueuedMessage> batch = [];
        if (!await WaitAsync(incoming, Idle, cancellationToken))
        {
            return null;
        }

        long rows = 0;
        var start = TimeProvider.System.GetTimestamp();
        while (rows < RowCount && batch.Count < MessageCount)
        {
            if (incoming.TryRead(out var message))
            {
                batch.Add(message);
                rows += message.RowEstimate;
                continue;
            }

            var left = Timeout - TimeProvider.System.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || !await WaitAsync(incoming, left, cancellationToken))
            {
                break;
            }
        }

        return batch;
    }

    // Returns false when no message came in time, or when no more messages will come.
    private static async Task<bool> WaitAsync(
        ChannelReader<QueuedMessage> incoming,
        TimeSpan? limit,
        CancellationToken cancellationToken
    )
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (limit is { } time)
        {
            timer.CancelAfter(time);
        }

        try
        {
            return await incoming.WaitToReadAsync(timer.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
