using System.Diagnostics;

namespace VaeMlNet.Worker;

/// <summary>
/// Runs a worker: opens sessions with the broker, one after the other, until it is stopped or the queue stays empty.
/// </summary>
internal sealed class WorkerRun(WorkerOptions options, IMessagePass pass, CommandTerminal terminal)
{
    private readonly ConfirmedMessages confirmed = new(options.RememberedMessages);
    private readonly MessageGarbage garbage = new(options.Intake);
    private Intake intake = options.Intake;
    private bool isOneByOneOver;

    /// <summary>Gets the counts of processed messages and rows.</summary>
    public WorkerCounts Counts { get; } = new();

    /// <summary>Gets whether the broker was reached.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Runs until it is stopped, or until no message comes for long enough.</summary>
    /// <param name="stop">Stops the worker after all delivered messages are processed and acknowledged.</param>
    /// <exception cref="CommandException">
    /// The broker cannot be reached, was not reached again in time, or a queue cannot be used.
    /// </exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var session = await OpenFirstAsync(stop);
        HasBegun = true;
        terminal.WriteLine(
            $"waiting for messages in '{options.Queues.Input}' at {options.Broker.Name}; results go to "
                + $"'{options.Queues.Results}', dead letters to '{options.Queues.DeadLetters}'"
        );
        ConnectionLoss loss = new();
        while (session is not null)
        {
            var why = await ServeUntilLostAsync(session, loss, stop);
            session =
                stop.IsCancellationRequested ? null
                : why is null ? (isOneByOneOver ? await SwitchAsync(options.Intake, loss, stop) : null)
                : IsTooLargeForIntake(why) ? await SwitchAsync(Intake.OneByOne, loss, stop)
                : await ReopenAsync(why, loss, stop);
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
        BrokerSession.OpenAsync(options.Broker, options.Queues, intake, pass.NeedsAllMessages, stop);

    private bool IsTooLargeForIntake(BrokerLostException why) => why.IsTooLargeMessage && !intake.IsOneByOne;

    // Returns null when no more messages come.
    private async Task<BrokerLostException?> ServeUntilLostAsync(
        BrokerSession session,
        ConnectionLoss loss,
        CancellationToken stop
    )
    {
        isOneByOneOver = false;
        var begin = Stopwatch.GetTimestamp();
        await using (session)
        {
            try
            {
                await ServeAsync(session, loss, stop);
                return null;
            }
            catch (BrokerLostException e)
            {
                if (!IsTooLargeForIntake(e))
                {
                    loss.Begin(Stopwatch.GetElapsedTime(begin));
                }

                return e;
            }
        }
    }

    private async Task ServeAsync(BrokerSession session, ConnectionLoss loss, CancellationToken stop)
    {
        OutcomeDelivery delivery = new(
            options.Queues,
            confirmed,
            outcome =>
            {
                Count(outcome);
                pass.Acknowledged(outcome.Message);
                loss.End();
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
                    // The messages that were delivered with the large one have been processed.
                    isOneByOneOver = true;
                    _ = StopAsync(session);
                }

                var outcomes = Process(messages);
                // A pass runs while the results of the previous pass are being sent.
                await delivered;
                delivered = delivery.DeliverAsync(session, outcomes);
                garbage.Add(messages);
            }
        }
        catch (Exception e) when (e is not BrokerLostException)
        {
            // A pass that failed ends the worker. A connection that was lost meanwhile would begin again without it.
            await delivered.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        catch (BrokerLostException)
        {
            await delivered;
            throw;
        }

        await delivered;
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

    private void Count(MessageOutcome outcome)
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
            // After a lost connection, no more messages come either.
        }
    }

    // Reconnects immediately and without a warning, because the broker is available.
    private async Task<BrokerSession?> SwitchAsync(Intake next, ConnectionLoss loss, CancellationToken stop)
    {
        intake = next;
        try
        {
            return await OpenAsync(stop);
        }
        catch (BrokerLostException e) when (IsTooLargeForIntake(e))
        {
            return await SwitchAsync(Intake.OneByOne, loss, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (e is BrokerLostException or CommandException)
        {
            loss.Begin(TimeSpan.Zero);
            return await ReopenAsync(e, loss, stop);
        }
    }

    private async Task<BrokerSession?> ReopenAsync(Exception why, ConnectionLoss loss, CancellationToken stop)
    {
        terminal.Warn(
            $"lost the connection to RabbitMQ at {options.Broker.Name}: {why.Message}. Unacknowledged messages "
                + "will be delivered again; reconnecting."
        );
        var last = why;
        while (loss.Length < options.GiveUp)
        {
            try
            {
                await Task.Delay(loss.NextWait(), stop);
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
            $"Could not work with RabbitMQ at {options.Broker.Name} for more than {options.GiveUp.TotalSeconds:0} seconds (--give-up): "
                + $"{last.Message.TrimEnd('.')}. Nothing is lost, because unacknowledged messages will be delivered again. Correct the cause, then start the worker.",
            BrokerErrors.Shown(last)
        );
    }
}
