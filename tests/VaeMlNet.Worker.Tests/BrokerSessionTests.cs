using System.Text;
using RabbitMQ.Client;

namespace VaeMlNet.Worker.Tests;

/// <summary>The state of a real broker after the end of a session.</summary>
[Category("Long")]
[Platform(Include = "Linux", Reason = "the broker is Debian's")]
internal sealed class BrokerSessionTests
{
    private static readonly QueueNames Queues = new("rows", "scores", "bad");

    private RabbitMqBroker broker = null!;

    [OneTimeSetUp]
    public void StartBroker() => broker = RabbitMqBroker.Start();

    [OneTimeTearDown]
    public void StopBroker() => broker?.Dispose();

    [Test]
    public async Task Deliver_ConnectionLostBeforeTheAcknowledgement_AnswersOnce()
    {
        await BrokerQueue.PublishAsync(broker, Queues.Input, "m", "a\n1\n");
        ConfirmedMessages confirmed = new(capacity: 10);
        OutcomeDelivery delivery = new(Queues, confirmed, _ => { });
        await using (var first = await OpenAsync())
        {
            var message = await first.Incoming.ReadAsync();
            MessageOutcome outcome = new(message, Encoding.UTF8.GetBytes("row,Score\n1,2\n"), RowCount: 1);
            Assert.That(
                async () => await delivery.DeliverAsync(new WithoutAcknowledgements(first), [outcome]),
                Throws.TypeOf<BrokerLostException>()
            );
        }

        await using var second = await OpenAsync();
        var again = await second.Incoming.ReadAsync();

        Assert.That((again.IsRedelivered, confirmed.IsKnown(again)), Is.EqualTo((true, true)));

        await delivery.DeliverAsync(second, [MessageOutcome.Known(again)]);
        await second.StopConsumingAsync();
        await second.DisposeAsync();

        Assert.That(await BrokerQueue.TakeAllAsync(broker, Queues.Results), Has.Length.EqualTo(1));
        Assert.That(await BrokerQueue.CountAsync(broker, Queues.Input), Is.Zero);
    }

    [Test]
    public async Task Publish_BrokerStops_FailsSoon()
    {
        await using var session = await OpenAsync();

        broker.StopServer();
        try
        {
            var lost = Task.Delay(Timeout.Infinite, session.Lost);
            await Task.WhenAny(lost, Task.Delay(TimeSpan.FromSeconds(5)));

            Assert.That(session.Lost.IsCancellationRequested, "the session did not notice");
            Assert.That(
                async () => await session.PublishAsync(Queues.Results, new BasicProperties(), new byte[1]),
                Throws.TypeOf<BrokerLostException>()
            );
        }
        finally
        {
            broker.StartServer();
        }
    }

    [Test]
    public void Worker_BrokerStopped_GivesUpOrEndsAsRequested()
    {
        using var impatient = Worker("--give-up=2");
        using var patient = Worker();

        broker.StopServer();
        try
        {
            Assert.That(impatient.WaitForExit(), Is.EqualTo(1));
            Assert.That(
                impatient.Error[^1],
                Does.Contain(broker.Address).And.Contain("more than 2 seconds (--give-up)")
            );
            Assert.That(patient.Error, Has.Some.Contain("reconnecting"));
            patient.Terminate();
            Assert.That(patient.WaitForExit(), Is.EqualTo(130));
        }
        finally
        {
            broker.StartServer();
        }
    }

    private WorkerProcess Worker(params string[] more) =>
        new WorkerProcess(WorkerModels.Features, broker, "idle", "idle.results", more).Ready();

    private Task<BrokerSession> OpenAsync()
    {
        Assert.That(BrokerAddress.TryParse(broker.Uri, out var address, out _));
        return BrokerSession.OpenAsync(
            address!,
            Queues,
            new Intake(10, 1 << 20),
            isOnlyConsumer: false,
            CancellationToken.None
        );
    }

    /// <summary>A session whose connection is lost between a result's confirmation and the acknowledgement.</summary>
    private sealed class WithoutAcknowledgements(BrokerSession session) : IQueueChannel
    {
        public uint LargestFrame => session.LargestFrame;

        public Task PublishAsync(string queue, BasicProperties properties, ReadOnlyMemory<byte> body) =>
            session.PublishAsync(queue, properties, body);

        public Task AcknowledgeAsync(ulong deliveryTag) => throw new BrokerLostException("lost");
    }
}
