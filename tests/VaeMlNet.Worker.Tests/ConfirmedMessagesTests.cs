using System.Text;

namespace VaeMlNet.Worker.Tests;

internal sealed class ConfirmedMessagesTests
{
    [Test]
    public void IsKnown_RedeliveryOfAConfirmedMessage_IsTrue()
    {
        ConfirmedMessages confirmed = new(capacity: 10);
        confirmed.Add(QueuedMessages.Create("a\n1\n", tag: 1));

        Assert.That(confirmed.IsKnown(QueuedMessages.Create("a\n1\n", isRedelivered: true, tag: 2)));
    }

    [Test]
    public void IsKnown_FirstDelivery_IsFalse()
    {
        ConfirmedMessages confirmed = new(capacity: 10);
        confirmed.Add(QueuedMessages.Create("a\n1\n"));

        Assert.That(
            confirmed.IsKnown(QueuedMessages.Create("a\n1\n")),
            Is.False,
            "a producer that sends rows again wants them again"
        );
    }

    [TestCase("m", "a\n2\n", "text/csv", null)]
    [TestCase("n", "a\n1\n", "text/csv", null)]
    [TestCase("m", "a\n1\n", "text/csv; charset=utf-16", null)]
    [TestCase("m", "a\n1\n", "text/csv", "gzip")]
    public void IsKnown_OtherIdTypeEncodingOrContent_IsFalse(string id, string text, string type, string? encoding)
    {
        ConfirmedMessages confirmed = new(capacity: 10);
        confirmed.Add(QueuedMessages.Create("a\n1\n", "m"));
        var other = QueuedMessages.Create(
            Encoding.UTF8.GetBytes(text),
            id,
            type,
            isRedelivered: true,
            contentEncoding: encoding
        );

        Assert.That(confirmed.IsKnown(other), Is.False);
    }

    [TestCase(32, 16_384)]
    [TestCase(ushort.MaxValue, 2 * ushort.MaxValue)]
    public void RememberedMessages_AnyPrefetch_AreMoreThanTheUnacknowledgedOnes(int prefetch, int expected)
    {
        Assert.That(BrokerAddress.TryParse("amqp://localhost", out var broker, out _));

        WorkerOptions options = new()
        {
            Broker = broker!,
            Queues = new("rows", "scores", "rows.dead-letters"),
            BatchRows = 1,
            BatchTimeout = TimeSpan.Zero,
            Intake = Intake.UpTo((ushort)prefetch, byteLimit: 1000),
            IdleExit = null,
            GiveUp = TimeSpan.Zero,
        };

        Assert.That(options.RememberedMessages, Is.EqualTo(expected));
    }

    [Test]
    public void Add_MoreThanTheCapacity_ForgetsTheOldestOnly()
    {
        ConfirmedMessages confirmed = new(capacity: 3);
        string[] ids = ["1", "2", "2", "3", "4"];
        foreach (var id in ids)
        {
            confirmed.Add(QueuedMessages.Create("a\n", id));
        }

        Assert.That(
            ids.Distinct().Where(id => confirmed.IsKnown(QueuedMessages.Create("a\n", id, isRedelivered: true))),
            Is.EqualTo(new[] { "2", "3", "4" })
        );
    }
}
