using System.Text;
using RabbitMQ.Client;

namespace VaeMlNet.Worker.Tests;

internal sealed class OutcomeDeliveryTests
{
    private static readonly QueueNames Queues = new("rows", "scores", "bad");

    private readonly List<MessageOutcome> acknowledged = [];
    private readonly ConfirmedMessages confirmed = new(capacity: 100);
    private RecordingChannel channel = null!;
    private OutcomeDelivery delivery = null!;

    [SetUp]
    public void Create()
    {
        acknowledged.Clear();
        channel = new RecordingChannel();
        delivery = new OutcomeDelivery(Queues, confirmed, acknowledged.Add);
    }

    [Test]
    public async Task Deliver_Result_IsConfirmedBeforeItsMessageIsAcknowledged()
    {
        channel.Confirmation = new TaskCompletionSource();
        var delivered = delivery.DeliverAsync(channel, [Done("a", tag: 7)]);

        Assert.That((channel.Published.Count, channel.Acknowledged.Count), Is.EqualTo((1, 0)));

        channel.Confirmation.SetResult();
        await delivered;

        Assert.That(channel.Acknowledged, Is.EqualTo(new ulong[] { 7 }));

        (var queue, var properties, var body) = channel.Published[0];

        Assert.That((queue, body), Is.EqualTo(("scores", "row,Score\n")));
        Assert.That(
            (properties.MessageId, properties.CorrelationId, properties.ContentType, properties.Persistent),
            Is.EqualTo(("a", "a", "text/csv", true))
        );
    }

    [Test]
    public async Task Deliver_MessageWithCorrelationId_IsPassedOn()
    {
        var outcome = Done("a");
        ((BasicProperties)outcome.Message.Properties).CorrelationId = "order 5";

        await delivery.DeliverAsync(channel, [outcome]);

        Assert.That(channel.Published[0].Properties.CorrelationId, Is.EqualTo("order 5"));
    }

    [Test]
    public void Deliver_OneIsNotConfirmed_AcknowledgesItNot()
    {
        channel.Refused = "b";

        Assert.That(
            async () => await delivery.DeliverAsync(channel, [Done("a", tag: 1), Done("b", tag: 2), Done("c", tag: 3)]),
            Throws.TypeOf<BrokerLostException>()
        );

        Assert.That(channel.Acknowledged, Is.EqualTo(new ulong[] { 1 }));
        Assert.That(confirmed.IsKnown(Again("b")), Is.False);
        Assert.That(
            confirmed.IsKnown(Again("c")),
            "its result is confirmed, though its message could not be acknowledged"
        );
    }

    [Test]
    public async Task Deliver_RedeliveryAfterALostAcknowledgement_PublishesNothingAgain()
    {
        channel.RefusesAcknowledgements = true;

        Assert.That(
            async () => await delivery.DeliverAsync(channel, [Done("x", tag: 1)]),
            Throws.TypeOf<BrokerLostException>()
        );

        var again = Again("x");

        Assert.That(confirmed.IsKnown(again));

        channel = new RecordingChannel();
        await delivery.DeliverAsync(channel, [MessageOutcome.Known(again)]);

        Assert.That((channel.Published.Count, channel.Acknowledged.Count), Is.EqualTo((0, 1)));
        Assert.That(acknowledged, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Deliver_PoisonedMessage_GoesToTheDeadLettersWithTheReason()
    {
        var message = QueuedMessages.Create("x", "p");
        var sent = (BasicProperties)message.Properties;
        sent.UserId = "somebody";
        sent.Expiration = "1";
        sent.Headers = new Dictionary<string, object?>
        {
            ["tenant"] = "t",
            ["CC"] = new List<object> { "elsewhere" },
        };

        await delivery.DeliverAsync(channel, [MessageOutcome.Poisoned(message, "row 1 is bad")]);

        (var queue, var properties, var body) = channel.Published[0];

        Assert.That((queue, body, properties.MessageId), Is.EqualTo(("bad", "x", "p")));
        Assert.That(
            properties.Headers,
            Is.EqualTo(
                new Dictionary<string, object?>
                {
                    ["tenant"] = "t",
                    ["x-vaemlnet-reason"] = "row 1 is bad",
                    ["x-vaemlnet-queue"] = "rows",
                }
            )
        );
        Assert.That((properties.IsUserIdPresent(), properties.IsExpirationPresent()), Is.EqualTo((false, false)));
        Assert.That(channel.Acknowledged, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Deliver_PoisonedMessage_IsNotRememberedAsAnswered()
    {
        var message = QueuedMessages.Create("a\n1\n", "x");

        await delivery.DeliverAsync(channel, [MessageOutcome.Poisoned(message, "row 1 is bad")]);

        Assert.That(confirmed.IsKnown(Again("x")), Is.False, "it may be the dead letter that was sent again");
    }

    [Test]
    public async Task Deliver_TextsThatAreNotUtf8AndTooLongToBeSent_AreLeftOut()
    {
        var tooLong = new string('\ufffd', 86);
        BasicProperties sent = new()
        {
            MessageId = tooLong,
            CorrelationId = tooLong,
            ContentType = tooLong,
            ContentEncoding = tooLong,
            ReplyTo = tooLong,
            AppId = tooLong,
            ClusterId = tooLong,
            Type = new string('\ufffd', 85),
            Headers = new Dictionary<string, object?>
            {
                ["list"] = new List<object?> { new Dictionary<string, object?> { [tooLong] = 1 } },
            },
        };

        await delivery.DeliverAsync(
            channel,
            [MessageOutcome.Poisoned(new QueuedMessage(1, false, sent, default), "The id is bad.")]
        );

        var properties = channel.Published[0].Properties;

        Assert.That(
            new[]
            {
                properties.MessageId,
                properties.CorrelationId,
                properties.ContentType,
                properties.ContentEncoding,
                properties.ReplyTo,
                properties.AppId,
                properties.ClusterId,
            },
            Is.All.Null
        );
        Assert.That(properties.Type, Is.EqualTo(sent.Type));
        Assert.That(properties.Headers!.Keys, Is.EqualTo(new[] { "x-vaemlnet-reason", "x-vaemlnet-queue" }));
        Assert.That(
            properties.Headers["x-vaemlnet-reason"],
            Is.EqualTo("The id is bad. The original headers are left out, because they have names that are not UTF-8.")
        );
    }

    [Test]
    public async Task Deliver_LongReason_FitsIntoAFrame()
    {
        await delivery.DeliverAsync(
            channel,
            [MessageOutcome.Poisoned(QueuedMessages.Create("x"), new string('y', 200_000))]
        );

        Assert.That((string)channel.Published[0].Properties.Headers!["x-vaemlnet-reason"]!, Has.Length.LessThan(1100));
    }

    private static MessageOutcome Done(string id, ulong tag = 1) =>
        new(QueuedMessages.Create("a\n1\n", id, tag: tag), Encoding.UTF8.GetBytes("row,Score\n"), RowCount: 1);

    private static QueuedMessage Again(string id) => QueuedMessages.Create("a\n1\n", id, isRedelivered: true, tag: 99);

    private sealed class RecordingChannel : IQueueChannel
    {
        public uint LargestFrame { get; init; } = 128 << 10;

        public TaskCompletionSource? Confirmation { get; set; }

        public string? Refused { get; set; }

        public bool RefusesAcknowledgements { get; set; }

        public List<(string Queue, BasicProperties Properties, string Body)> Published { get; } = [];

        public List<ulong> Acknowledged { get; } = [];

        public async Task PublishAsync(string queue, BasicProperties properties, ReadOnlyMemory<byte> body)
        {
            Published.Add((queue, properties, Encoding.UTF8.GetString(body.Span)));
            await (Confirmation?.Task ?? Task.CompletedTask);
            if (Refused is not null && properties.MessageId == Refused)
            {
                throw new BrokerLostException("refused");
            }
        }

        public Task AcknowledgeAsync(ulong deliveryTag)
        {
            if (RefusesAcknowledgements)
            {
                throw new BrokerLostException("gone");
            }

            Acknowledged.Add(deliveryTag);
            return Task.CompletedTask;
        }
    }
}
