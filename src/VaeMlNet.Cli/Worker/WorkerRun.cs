using System.Diagnostics;
using VaeMlNet.Cli.Terminal;

namespace VaeMlNet.Cli.Worker;

/// <summary>A worker's life: sessions with the broker, one after the other, until it is stopped or the queue stays empty.</summary>
/// <param name="options">How to deal with the queues.</param>
/// <param name="pass">What is done with rows.</param>
/// <param name="terminal">Where to say what happens.</param>
internal sealed class WorkerRun(WorkerOptions options, BatchPass pass, CommandTerminal terminal)
{
    /// <summary>More than a broker can have delivered before it was lost, by far.</summary>
    private const int ConfirmedCapacity = 16_384;

    private readonly ConfirmedMessages confirmed = new(ConfirmedCapacity);

    /// <summary>What was done.</summary>
    public WorkerCounts Counts { get; } = new();

    /// <summary>Whether the broker was reached.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Works until it is stopped, or nothing comes for long enough.</summary>
    /// <param name="stop">Ends it once what was delivered is done and acknowledged.</param>
    /// <exception cref="CommandException">The broker cannot be reached, or not again in time; or a queue cannot be used.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        BrokerSession? session = await OpenFirstAsync(stop);
        HasBegun = true;
        terminal.WriteLine(
            $"waiting for messages in '{options.Queues.Input}' at {options.Broker.Name}; results go to "
                + $"'{options.Queues.Results}', dead letters to '{options.Queues.DeadLetters}'"
        );
        Outage outage = new();
        while (session is not null)
        {
            BrokerLostException? why = await ServeUntilLostAsync(session, outage, stop);
            session = why is null || stop.IsCancellationRequested ? null : await ReopenAsync(why, outage, stop);
        }
    }

    private async Task<BrokerSession> OpenFirstAsync(CancellationToken stop)
    {
        try
        {
            return await OpenAsync(stop);
        }
        catch (BrokerLostException e)
        {
            throw BrokerErrors.NoConnection(options.Broker.Name, e);
        }
    }

    private Task<BrokerSession> OpenAsync(CancellationToken stop) =>
        BrokerSession.OpenAsync(options.Broker, options.Queues, options.Prefetch, stop);

    // Null when the work is done.
    private async Task<BrokerLostException?> ServeUntilLostAsync(
        BrokerSession session,
        Outage outage,
        CancellationToken stop
    )
    {
        long begin = Stopwatch.GetTimestamp();
        await using (session)
        {
            try
            {
                await ServeAsync(session, outage, stop);
                return null;
            }
            catch (BrokerLostException e)
            {
                outage.Begin(Stopwatch.GetElapsedTime(begin));
                return e;
            }
        }
    }

    private async Task ServeAsync(BrokerSession session, Outage outage, CancellationToken stop)
    {
        OutcomeDelivery delivery = new(
            options.Queues,
            confirmed,
            outcome =>
            {
                Tell(outcome);
                outage.End();
            }
        );
        Task delivered = Task.CompletedTask;
        using CancellationTokenRegistration stopping = stop.Register(() => _ = StopAsync(session));
        try
        {
            while (await NextAsync(session) is { } messages)
            {
                IReadOnlyList<MessageOutcome> outcomes = Process(messages);
                // One pass runs while the results of the one before it are on their way.
                await delivered;
                delivered = delivery.DeliverAsync(session, outcomes);
            }
        }
        finally
        {
            await delivered;
        }
    }

    private async Task<IReadOnlyList<QueuedMessage>?> NextAsync(BrokerSession session)
    {
        try
        {
            return await options.Collector.NextAsync(session.Incoming, session.Lost);
        }
        catch (OperationCanceledException)
        {
            throw session.WhyLost();
        }
    }

    private IReadOnlyList<MessageOutcome> Process(IReadOnlyList<QueuedMessage> messages)
    {
        ILookup<bool, QueuedMessage> known = messages.ToLookup(confirmed.IsKnown);
        return [.. known[true].Select(MessageOutcome.Known), .. pass.Run([.. known[false]])];
    }

    private void Tell(MessageOutcome outcome)
    {
        Counts.Add(outcome);
        if (outcome.Fault is { } fault)
        {
            terminal.Warn($"dead letter: {fault}");
        }
    }

    private static async Task StopAsync(BrokerSession session)
    {
        try
        {
            await session.StopConsumingAsync();
        }
        catch (BrokerLostException)
        {
            // Then nothing more comes, either.
        }
    }

    private async Task<BrokerSession?> ReopenAsync(BrokerLostException why, Outage outage, CancellationToken stop)
    {
        terminal.Warn(
            $"lost RabbitMQ at {options.Broker.Name}: {why.Message}. What was not acknowledged "
                + "will be delivered again; reconnecting."
        );
        Exception last = why;
        while (outage.Length < options.GiveUp)
        {
            try
            {
                await Task.Delay(outage.NextWait(), stop);
                BrokerSession session = await OpenAsync(stop);
                terminal.WriteLine($"reconnected to {options.Broker.Name}");
                return session;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception e) when (e is BrokerLostException or CommandException)
            {
                last = e;
            }
        }

        throw new CommandException(
            $"RabbitMQ at {options.Broker.Name} has been gone for more than {options.GiveUp.TotalSeconds:0} seconds "
                + $"(--give-up): {last.Message.TrimEnd('.')}. Nothing is lost: what was not acknowledged will be delivered again.",
            last
        );
    }
}
