using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace VaeMlNet.Worker;

/// <summary>Makes sure that a queue exists and keeps its messages.</summary>
/// <param name="connection">
/// The connection. Each request uses a separate channel, because a refusal closes the channel.
/// </param>
/// <param name="broker">The host and the port, for error messages.</param>
internal sealed class QueueDeclaration(IConnection connection, string broker)
{
    /// <summary>
    /// Declares a queue as durable unless it exists. An existing queue may have any type and any arguments, if it survives a restart
    /// of the broker and the end of its consumers.
    /// </summary>
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
                    $"Queue '{queue}' at {broker} exists, but is not durable or is deleted without consumers, so it would lose "
                        + $"messages: {reason}. Delete it, declare it as durable, or name another queue.",
                    BrokerErrors.Shown(e)
                )
                : BrokerErrors.Unusable(queue, broker, e);
        }
    }

    // The broker compares durable and auto_delete first, so a complaint about other arguments means that these two are right.
    // A user without the permission to declare queues gets no such complaint.
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
