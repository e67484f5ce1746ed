using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Threading.Channels;

namespace VaeMlNet.Worker.Tests;

internal sealed class BatchCollectorTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(30);

    private readonly Channel<QueuedMessage> incoming = Channel.CreateUnbounded<QueuedMessage>();

    [TearDown]
    public void Empty()
    {
        while (incoming.Reader.TryRead(out _)) { }
    }

    [Test]
    public async Task Next_EnoughRows_DoesNotWaitForMore()
    {
        Send(rowCounts: [3, 3, 3]);

        Assert.That(
            await RowsOf(new BatchCollector(6, Long, MessageCount: 10, Idle: null)),
            Is.EqualTo(new[] { 3, 3 })
        );
        Assert.That(incoming.Reader.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task Next_AsManyMessagesAsMayBe_DoesNotWaitForMoreRows()
    {
        Send(rowCounts: [1, 1, 1]);

        Assert.That(
            await RowsOf(new BatchCollector(100, Long, MessageCount: 2, Idle: null)),
            Is.EqualTo(new[] { 1, 1 })
        );
    }

    [TestCase("", "text/csv", 0)]
    [TestCase("a,b", "text/csv", 1, Description = "a header")]
    [TestCase("a,b\n1,2", "text/csv", 1)]
    [TestCase("a,b\r\n1,2\r\n3,4\r\n", "text/csv", 2)]
    [TestCase("a,b\n1,2\n3,4", null, 2)]
    [TestCase("{\"a\":1}", "application/x-ndjson", 1)]
    [TestCase("{\"a\":1}\n{\"a\":2}\n", "application/x-ndjson", 2)]
    public void RowEstimate_Text_CountsItsLinesOfRows(string text, string? contentType, int expected) =>
        Assert.That(QueuedMessages.Create(text, contentType: contentType).RowEstimate, Is.EqualTo(expected));

    [TestCase(1)]
    [TestCase(100)]
    [TestCase(100_000)]
    public void RowEstimate_PackedText_CountsItsUnpackedLines(int rowCount)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Repeat("1,2.5\n", rowCount))));
        }

        Assert.That(
            QueuedMessages.Create(packed.ToArray(), contentEncoding: "gzip").RowEstimate,
            Is.EqualTo(rowCount).Within(1).Percent
        );
    }

    [Test]
    public void RowEstimate_NoGzip_IsOne() =>
        Assert.That(QueuedMessages.Create("a\n1\n2\n"u8.ToArray(), contentEncoding: "gzip").RowEstimate, Is.EqualTo(1));

    [Test]
    public async Task Next_TooFewRows_WaitsForTheTimeout()
    {
        Send(rowCounts: [2]);
        var start = Stopwatch.GetTimestamp();

        Assert.That(
            await RowsOf(new BatchCollector(100, 10 * Short, MessageCount: 10, Idle: null)),
            Is.EqualTo(new[] { 2 })
        );
        Assert.That(Stopwatch.GetElapsedTime(start), Is.GreaterThanOrEqualTo(0.9 * 10 * Short));
    }

    [Test]
    public async Task Next_OneMoreInTime_TakesIt()
    {
        Send(rowCounts: [2]);
        var next = RowsOf(new BatchCollector(5, Long, MessageCount: 10, Idle: null));
        await Task.Delay(Short);

        Assert.That(next.IsCompleted, Is.False);

        Send(rowCounts: [3]);

        Assert.That(await next, Is.EqualTo(new[] { 2, 3 }));
    }

    [Test]
    public async Task Next_NothingForLongEnough_IsNull() =>
        Assert.That(await RowsOf(new BatchCollector(1, Long, MessageCount: 1, Idle: Short)), Is.Null);

    [Test]
    public async Task Next_NoMoreWillCome_GivesTheRestThenNull()
    {
        var ended = Channel.CreateUnbounded<QueuedMessage>();
        ended.Writer.TryWrite(QueuedMessages.Create("a\n1\n"));
        ended.Writer.Complete();
        BatchCollector collector = new(100, Long, MessageCount: 10, Idle: null);

        Assert.That(await collector.NextAsync(ended.Reader, default), Has.Count.EqualTo(1));
        Assert.That(await collector.NextAsync(ended.Reader, default), Is.Null);
    }

    [Test]
    public void Next_SessionLost_Throws()
    {
        using CancellationTokenSource lost = new(Short);
        BatchCollector collector = new(100, Long, MessageCount: 10, Idle: Long);

        Assert.That(
            async () => await collector.NextAsync(incoming.Reader, lost.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

    private void Send(int[] rowCounts)
    {
        foreach (var count in rowCounts)
        {
            incoming.Writer.TryWrite(QueuedMessages.Create("a\n" + string.Concat(Enumerable.Repeat("1\n", count))));
        }
    }

    private async Task<int[]?> RowsOf(BatchCollector collector) =>
        (await collector.NextAsync(incoming.Reader, default))?.Select(message => message.RowEstimate).ToArray();
}
