using System.Threading.Channels;

namespace VaeMlNet.Worker;

/// <summary>Takes messages until they have enough rows for a pass, or no more come in time.</summary>
/// <param name="RowCount">Rows that are enough.</param>
/// <param name="Timeout">How long the first message waits for others.</param>
/// <param name="MessageCount">The most messages; the broker sends no more than that while they are unacknowledged.</param>
/// <param name="Idle">How long to wait for a first message; null waits for ever.</param>
internal sealed record BatchCollector(int RowCount, TimeSpan Timeout, int MessageCount, TimeSpan? Idle)
{
    /// <summary>Takes the next messages.</summary>
    /// <param name="incoming">Where they come from.</param>
    /// <param name="cancellationToken">Ends the wait, and gives up the messages that were taken.</param>
    /// <returns>At least one message; null when no more will come, or none came for <see cref="Idle"/>.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
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

    // False when no message came in time, or none will.
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
