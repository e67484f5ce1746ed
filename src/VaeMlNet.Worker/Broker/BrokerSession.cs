using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace VaeMlNet.Worker;

/// <summary>A connection to the broker, from its opening until it is lost or closed.</summary>
/// <remarks>
/// Delivery tags are valid only within a session. The broker delivers unacknowledged messages again. Members may be called from
/// several threads.
/// </remarks>
internal sealed class BrokerSession : IQueueChannel, IAsyncDisposable
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly IConnection connection;
    private readonly IChannel consuming;
    private readonly IChannel publishing;
    private readonly IncomingMessages incoming;
    private readonly CancellationTokenSource lost = new();
    private readonly Timer watch;
    private string? reason;
    private string consumerTag = "";

    private BrokerSession(IConnection connection, IChannel consuming, IChannel publishing, Intake intake)
    {
        this.connection = connection;
        this.consuming = consuming;
        this.publishing = publishing;
        incoming = new IncomingMessages(consuming, Fail, keepsBodies: intake.IsOneByOne);
        // The library reports a lost connection only after all pending calls have ended, and these may wait for that report.
        watch = new Timer(_ => Look(), null, WatchInterval, WatchInterval);
    }

    /// <summary>Gets the messages from the broker. It completes after <see cref="StopConsumingAsync"/>.</summary>
    public ChannelReader<QueuedMessage> Incoming => incoming.Reader;

    /// <summary>Gets a token that is canceled when the connection or a channel is lost.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Connects, declares the queues and starts to consume.</summary>
    /// <param name="address">The address of the broker.</param>
    /// <param name="queues">The queues.</param>
    /// <param name="intake">The limits of the messages and bytes that are taken at once.</param>
    /// <param name="isOnlyConsumer">True if the queue may have no other consumer.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="CommandException">The broker cannot be reached, or a queue cannot be used.</exception>
    public static async Task<BrokerSession> OpenAsync(
        BrokerAddress address,
        QueueNames queues,
        Intake intake,
        bool isOnlyConsumer,
        CancellationToken cancellationToken
    )
    {
        var connection = await address.ConnectAsync(intake.LargestMessage, cancellationToken);
        BrokerSession? session = null;
        try
        {
            QueueDeclaration declaration = new(connection, address.Name);
            foreach (var queue in new[] { queues.Input, queues.Results, queues.DeadLetters })
            {
                await declaration.EnsureAsync(queue, cancellationToken);
            }

            CreateChannelOptions confirmed = new(
                publisherConfirmationsEnabled: true,
                publisherConfirmationTrackingEnabled: true
            );
            session = new BrokerSession(
                connection,
                await connection.CreateChannelAsync(null, cancellationToken),
                await connection.CreateChannelAsync(confirmed, cancellationToken),
                intake
            );
            await session.ConsumeAsync(queues.Input, intake.Prefetch, isOnlyConsumer, cancellationToken);
            return session;
        }
        catch (Exception e)
        {
            var isTooLarge = IsTooLargeMessage(connection);
            await (session?.DisposeAsync() ?? AbortAsync(connection));
            if (BrokerErrors.IsOfBroker(e) && !cancellationToken.IsCancellationRequested)
            {
                throw new BrokerLostException(BrokerErrors.Reason(e), e) { IsTooLargeMessage = isTooLarge };
            }

            throw;
        }
    }

    /// <summary>Creates the error with the reason why the connection was lost.</summary>
    public BrokerLostException WhyLost() => LostBecause(reason ?? "the connection was closed");

    public uint LargestFrame => connection.FrameMax;

    public Task PublishAsync(string queue, BasicProperties properties, ReadOnlyMemory<byte> body) =>
        GuardAsync(async () =>
        {
            try
            {
                // Mandatory, because otherwise the broker confirms a message that no queue takes, and then discards it.
                await publishing.BasicPublishAsync("", queue, mandatory: true, properties, body, Lost);
            }
            catch (PublishException e)
            {
                throw LostBecause(
                    e.IsReturn
                        ? $"queue '{queue}' does not exist anymore"
                        : $"queue '{queue}' does not accept more messages",
                    e
                );
            }
        });

    public Task AcknowledgeAsync(ulong deliveryTag) =>
        GuardAsync(async () =>
        {
            incoming.Release();
            await consuming.BasicAckAsync(deliveryTag, multiple: false, Lost);
        });

    /// <summary>
    /// Stops consuming. <see cref="Incoming"/> completes after the messages that the broker has already sent.
    /// </summary>
    /// <exception cref="BrokerLostException">The connection is lost.</exception>
    public Task StopConsumingAsync() => GuardAsync(() => consuming.BasicCancelAsync(consumerTag, noWait: false, Lost));

    public async ValueTask DisposeAsync()
    {
        await watch.DisposeAsync();
        await AbortAsync(connection);
        Fail("the connection was closed");
        lost.Dispose();
    }

    // Unlike closing, aborting never throws and does not wait for an unresponsive broker. Acknowledgments have already been
    // written to the socket.
    private static async ValueTask AbortAsync(IConnection connection)
    {
        try
        {
            await connection.AbortAsync(CloseTimeout).WaitAsync(2 * CloseTimeout);
            await connection.DisposeAsync().AsTask().WaitAsync(CloseTimeout);
        }
        catch (Exception e) when (BrokerErrors.IsOfBroker(e))
        {
            // The connection is already gone, as intended.
        }
    }

    private async Task ConsumeAsync(
        string queue,
        ushort prefetchCount,
        bool isOnlyConsumer,
        CancellationToken cancellationToken
    )
    {
        await consuming.BasicQosAsync(prefetchSize: 0, prefetchCount, global: false, cancellationToken);
        try
        {
            consumerTag = await consuming.BasicConsumeAsync(
                queue,
                autoAck: false,
                consumerTag: "",
                noLocal: false,
                exclusive: isOnlyConsumer,
                arguments: null,
                incoming,
                cancellationToken
            );
        }
        catch (OperationInterruptedException e)
            when (e.ShutdownReason?.ReplyText?.Contains("exclusive use", StringComparison.Ordinal) == true)
        {
            throw new CommandException(
                $"Queue '{queue}' has another consumer: {BrokerErrors.Reason(e)}. A worker for a model of time series must get all rows of its series, "
                    + "in order. Stop the other consumer, or give each worker a queue of its own with series of its own.",
                BrokerErrors.Shown(e)
            );
        }
    }

    private BrokerLostException LostBecause(string why, Exception? cause = null) =>
        new(why, cause) { IsTooLargeMessage = IsTooLargeMessage(connection) };

    // The client closes the connection with this code when the header of a message announces a size above the limit.
    private static bool IsTooLargeMessage(IConnection connection) =>
        connection.CloseReason is { Initiator: ShutdownInitiator.Library, ReplyCode: Constants.FrameError };

    private void Look()
    {
        if (!connection.IsOpen || !consuming.IsOpen || !publishing.IsOpen)
        {
            Fail((connection.CloseReason ?? consuming.CloseReason ?? publishing.CloseReason)?.ReplyText);
        }
    }

    private void Fail(string? why)
    {
        Interlocked.CompareExchange(ref reason, why, null);
        incoming.Release();
        try
        {
            lost.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The timer or the library reported a session that has already ended.
        }
    }

    private async Task GuardAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (BrokerLostException e)
        {
            Fail(e.Message);
            throw;
        }
        catch (Exception e) when (BrokerErrors.IsOfBroker(e))
        {
            Fail(e is OperationCanceledException ? null : BrokerErrors.Reason(e));
            throw LostBecause(reason ?? BrokerErrors.Reason(e), e);
        }
    }
}
