using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace VaeMlNet.Worker;

/// <summary>Sees to it that a queue is there and keeps its messages.</summary>
/// <param name="connection">The connection; each question has a channel of its own, which a refusal closes.</param>
/// <param name="broker">Host and port, for messages.</param>
internal sealed class QueueDeclaration(IConnection connection, string broker)
{
    /// <summary>
    /// Declares a queue as durable unless it exists; an existing one may be of any type and with any arguments, as long as it
    /// outlives the broker and its consumers.
    /// </summary>
    /// <exception cref="CommandException">It exists and loses its messages, or is another connection's alone.</exception>
    public async Task EnsureAsync(string queue, CancellationToken cancellationToken)
    {
        var exists = await ExistsAsync(queue, cancellationToken);
        try
        {
            await DeclareAsync(queue, cancellationToken);
        }
        catch (OperationInterruptedException e) when (e is not AlreadyClosedException)
        {
            var reason = BrokerErrors.Reason(e);
            if (exists && !IsFleeting(e.ShutdownReason?.ReplyCode, reason))
            {
                return;
            }

            throw exists
                ? new CommandException(
                    $"Queue '{queue}' at {broker} exists, but not as durable and kept without consumers, so it would lose "
                        + $"messages: {reason}. Delete it, declare it as durable, or name another.",
                    e
                )
                : BrokerErrors.Unusable(queue, broker, e);
        }
    }

    // The broker compares durable and auto_delete first: a complaint about other arguments means that these are right. Who
    // may not declare queues is told nothing.
    private static bool IsFleeting(int? code, string reason) =>
        code == Constants.PreconditionFailed
        && (
            reason.Contains("'durable'", StringComparison.Ordinal)
            || reason.Contains("'auto_delete'", StringComparison.Ordinal)
        );

    private async Task<bool> ExistsAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            await using var channel = await connection.CreateChannelAsync(null, cancellationToken);
            await channel.QueueDeclarePassiveAsync(queue, cancellationToken);
            return true;
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return false;
        }
        catch (OperationInterruptedException e) when (e is not AlreadyClosedException)
        {
            throw BrokerErrors.Unusable(queue, broker, e);
        }
    }

    private async Task DeclareAsync(string queue, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(null, cancellationToken);
        await channel.QueueDeclareAsync(
            queue,
            durable: true,
            exclusive: false,
            autoDelete: false,
            arguments: null,
            cancellationToken: cancellationToken
        );
    }
}
