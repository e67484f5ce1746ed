using System.Diagnostics;

namespace VaeMlNet.Worker;

/// <summary>A worker's life: sessions with the broker, one after the other, until it is stopped or the queue stays empty.</summary>
/// <param name="options">How to deal with the queues.</param>
/// <param name="pass">What is done with rows.</param>
/// <param name="terminal">Where to say what happens.</param>
internal sealed class WorkerRun(WorkerOptions options, BatchPass pass, CommandTerminal terminal)
{
    /// <summary>More than a broker can have delivered before it was lost, by far.</summary>
    private const int ConfirmedCapacity = 16_384;

    private readonly ConfirmedMessages confirmed = new(ConfirmedCapacity);
    private readonly MessageGarbage garbage = new(options.Intake);
    private Intake intake = options.Intake;
    private bool isOneByOneOver;

    /// <summary>What was done.</summary>
    public WorkerCounts Counts { get; } = new();

    /// <summary>Whether the broker was reached.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Works until it is stopped, or nothing comes for long enough.</summary>
    /// <param name="stop">Ends it once what was delivered is done and acknowledged.</param>
    /// <exception cref="CommandException">The broker cannot be reached, or not again in time; or a queue cannot be used.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var session = await OpenFirstAsync(stop);
        HasBegun = true;
        terminal.WriteLine(
            $"waiting for messages in '{options.Queues.Input}' at {options.Broker.Name}; results go to "
                + $"'{options.Queues.Results}', dead letters to '{options.Queues.DeadLetters}'"
        );
        Outage outage = new();
        while (session is not null)
        {
            var why = await ServeUntilLostAsync(session, outage, stop);
            session =
                stop.IsCancellationRequested ? null
                : why is null ? (isOneByOneOver ? await SwitchAsync(options.Intake, outage, stop) : null)
                : IsTooLargeForIntake(why) ? await SwitchAsync(Intake.OneByOne, outage, stop)
                : await ReopenAsync(why, outage, stop);
        }
    }

    private async Task<BrokerSession> OpenFirstAsync(CancellationToken stop)
    {
        try
        {
            return await OpenAsync(stop);
        }
        catch (BrokerLostException e) when (IsTooLargeForIntake(e))
        {
            intake = Intake.OneByOne;
            return await OpenFirstAsync(stop);
        }
        catch (BrokerLostException e)
        {
            throw BrokerErrors.NoConnection(options.Broker.Name, e);
        }
    }

    private Task<BrokerSession> OpenAsync(CancellationToken stop) =>
        BrokerSession.OpenAsync(options.Broker, options.Queues, intake, stop);

    private bool IsTooLargeForIntake(BrokerLostException why) => why.IsTooLargeMessage && !intake.IsOneByOne;

    // Null when no more messages come.
    private async Task<BrokerLostException?> ServeUntilLostAsync(
        BrokerSession session,
        Outage outage,
        CancellationToken stop
    )
    {
        isOneByOneOver = false;
        var begin = Stopwatch.GetTimestamp();
        await using (session)
        {
            try
            {
                await ServeAsync(session, outage, stop);
                return null;
            }
            catch (BrokerLostException e)
            {
                if (!IsTooLargeForIntake(e))
                {
                    outage.Begin(Stopwatch.GetElapsedTime(begin));
                }

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
        var delivered = Task.CompletedTask;
        using var stopping = stop.Register(() => _ = StopAsync(session));
        try
        {
            var fitting = 0;
            while (await NextAsync(session) is { } messages)
            {
                fitting = messages.Any(m => m.Body.Length > options.Intake.LargestMessage)
                    ? 0
                    : fitting + messages.Count;
                if (intake.IsOneByOne && !isOneByOneOver && fitting >= options.Intake.Prefetch)
                {
                    // What was delivered beside the large message has passed.
                    isOneByOneOver = true;
                    _ = StopAsync(session);
                }

                var outcomes = Process(messages);
                // One pass runs while the results of the one before it are on their way.
                await delivered;
                delivered = delivery.DeliverAsync(session, outcomes);
                garbage.Add(messages);
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
            var collector = options.Collector;
            collector = intake.IsOneByOne ? collector with { MessageCount = 1 } : collector;
            return await collector.NextAsync(session.Incoming, session.Lost);
        }
        catch (OperationCanceledException)
        {
            throw session.WhyLost();
        }
    }

    private IReadOnlyList<MessageOutcome> Process(IReadOnlyList<QueuedMessage> messages)
    {
        var known = messages.ToLookup(confirmed.IsKnown);
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

    // At once, and without a warning: the broker is there.
    private async Task<BrokerSession?> SwitchAsync(Intake next, Outage outage, CancellationToken stop)
    {
        intake = next;
        try
        {
            return await OpenAsync(stop);
        }
        catch (BrokerLostException e) when (IsTooLargeForIntake(e))
        {
            return await SwitchAsync(Intake.OneByOne, outage, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (e is BrokerLostException or CommandException)
        {
            outage.Begin(TimeSpan.Zero);
            return await ReopenAsync(e, outage, stop);
        }
    }

    private async Task<BrokerSession?> ReopenAsync(Exception why, Outage outage, CancellationToken stop)
    {
        terminal.Warn(
            $"lost RabbitMQ at {options.Broker.Name}: {why.Message}. What was not acknowledged "
                + "will be delivered again; reconnecting."
        );
        var last = why;
        while (outage.Length < options.GiveUp)
        {
            try
            {
                await Task.Delay(outage.NextWait(), stop);
                var session = await OpenAsync(stop);
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
                intake = e is BrokerLostException lost && IsTooLargeForIntake(lost) ? Intake.OneByOne : intake;
            }
        }

        throw new CommandException(
            $"RabbitMQ at {options.Broker.Name} has been gone for more than {options.GiveUp.TotalSeconds:0} seconds "
                + $"(--give-up): {last.Message.TrimEnd('.')}. Nothing is lost: what was not acknowledged will be delivered again.",
            last
        );
    }
}
