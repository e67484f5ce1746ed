using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace VaeMlNet.Worker;

/// <summary>One connection to the broker, from its beginning until it is lost or closed.</summary>
/// <remarks>
/// Nothing outlives it: delivery tags are void after it, and the broker delivers again what was not acknowledged. Members may
/// be called from several threads.
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
        // The library tells of a lost connection when everything under way has ended, which may itself wait for that news.
        watch = new Timer(_ => Look(), null, WatchInterval, WatchInterval);
    }

    /// <summary>What the broker delivers; ends after <see cref="StopConsumingAsync"/>.</summary>
    public ChannelReader<QueuedMessage> Incoming => incoming.Reader;

    /// <summary>Canceled when the connection or a channel is gone.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Connects, declares the queues and begins to consume.</summary>
    /// <param name="address">The broker.</param>
    /// <param name="queues">The queues.</param>
    /// <param name="intake">The messages and bytes that are taken at once.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="CommandException">The broker cannot be reached, or a queue cannot be used.</exception>
    /// <exception cref="BrokerLostException">The connection was lost at once.</exception>
    public static async Task<BrokerSession> OpenAsync(
        BrokerAddress address,
        QueueNames queues,
        Intake intake,
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
            await session.ConsumeAsync(queues.Input, intake.Prefetch, cancellationToken);
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

    /// <summary>Why the connection is gone.</summary>
    public BrokerLostException WhyLost() => LostBecause(reason ?? "the connection was closed");

    /// <inheritdoc />
    public uint LargestFrame => connection.FrameMax;

    /// <inheritdoc />
    public Task PublishAsync(string queue, BasicProperties properties, ReadOnlyMemory<byte> body) =>
        GuardAsync(async () =>
        {
            try
            {
                // Mandatory: without a queue to take it, the broker would confirm it and throw it away.
                await publishing.BasicPublishAsync("", queue, mandatory: true, properties, body, Lost);
            }
            catch (PublishException e)
            {
                throw LostBecause(
                    e.IsReturn ? $"queue '{queue}' is gone" : $"queue '{queue}' takes no more messages",
                    e
                );
            }
        });

    /// <inheritdoc />
    public Task AcknowledgeAsync(ulong deliveryTag) =>
        GuardAsync(async () =>
        {
            incoming.Release();
            await consuming.BasicAckAsync(deliveryTag, multiple: false, Lost);
        });

    /// <summary>Asks for no more messages; <see cref="Incoming"/> ends after those that were on their way.</summary>
    /// <exception cref="BrokerLostException">The connection is gone.</exception>
    public Task StopConsumingAsync() => GuardAsync(() => consuming.BasicCancelAsync(consumerTag, noWait: false, Lost));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await watch.DisposeAsync();
        await AbortAsync(connection);
        Fail("the connection was closed");
        lost.Dispose();
    }

    // Unlike closing, aborting throws nothing and does not wait for a broker that does not answer; what was acknowledged
    // has been written to the socket before.
    private static async ValueTask AbortAsync(IConnection connection)
    {
        try
        {
            await connection.AbortAsync(CloseTimeout).WaitAsync(2 * CloseTimeout);
            await connection.DisposeAsync().AsTask().WaitAsync(CloseTimeout);
        }
        catch (Exception e) when (BrokerErrors.IsOfBroker(e))
        {
            // It is gone, which is all that was wanted.
        }
    }

    private async Task ConsumeAsync(string queue, ushort prefetchCount, CancellationToken cancellationToken)
    {
        await consuming.BasicQosAsync(prefetchSize: 0, prefetchCount, global: false, cancellationToken);
        consumerTag = await consuming.BasicConsumeAsync(queue, autoAck: false, incoming, cancellationToken);
    }

    private BrokerLostException LostBecause(string why, Exception? cause = null) =>
        new(why, cause) { IsTooLargeMessage = IsTooLargeMessage(connection) };

    // The client itself ends the connection with this code when the header of a message gives a larger size than allowed.
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
            // News of a session that is over.
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
