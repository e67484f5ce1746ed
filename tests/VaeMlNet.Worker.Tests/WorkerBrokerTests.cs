using System.Text;
using RabbitMQ.Client;

namespace VaeMlNet.Worker.Tests;

/// <summary>The verb with a real broker; each test has queues of its own.</summary>
[Category("Long")]
[Platform(Include = "Linux", Reason = "the broker is Debian's")]
internal sealed class WorkerBrokerTests
{
    private RabbitMqBroker broker = null!;
    private TemporaryFolder folder = null!;
    private string queue = null!;

    [OneTimeSetUp]
    public void StartBroker() => broker = RabbitMqBroker.Start();

    [OneTimeTearDown]
    public void StopBroker() => broker?.Dispose();

    [SetUp]
    public void CreateFolder()
    {
        folder = new TemporaryFolder();
        queue = $"rows-{TestContext.CurrentContext.Test.ID}";
    }

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    private string Results => queue + ".results";

    private string DeadLetters => queue + ".dead-letters";

    [Test]
    public async Task Worker_Messages_GivesAResultForEachAndEndsWhenIdle()
    {
        var rows = TinyTable.Rows(100, seed: 3);
        await BrokerQueue.PublishAsync(broker, queue, "one", rows);
        await BrokerQueue.PublishAsync(broker, queue, "two", "Id,Age,Income,Member,Color\nlast,30,31000,false,blue\n");

        var run = Worker("--id-column=Id").Succeeded();

        var results = await BrokerQueue.TakeAllAsync(broker, Results);

        Assert.That(results.Select(r => r.BasicProperties.MessageId), Is.EqualTo(new[] { "one", "two" }));
        Assert.That(results.Select(r => r.BasicProperties.Persistent), Is.All.True);
        Assert.That(results[0].Text().Count(c => c == '\n'), Is.EqualTo(101));
        Assert.That(results[1].Text(), Does.StartWith("Id,Score,PredictedLabel,Unseen\nlast,"));
        Assert.That(
            run.OutputLines[^1],
            Is.EqualTo("scored 101 rows of 2 messages; 0 dead letters; 0 redeliveries recognized")
        );
        Assert.That(await BrokerQueue.CountAsync(broker, queue), Is.Zero, "everything is acknowledged");
    }

    [Test]
    public async Task Worker_PoisonedMessages_GoToTheDeadLettersWithTheirReasons()
    {
        (string? Id, byte[] Body, string? Type, string Fact)[] poisons =
        [
            (null, Encoding.UTF8.GetBytes("Id\n"), "text/csv", "message_id"),
            ("empty", [], "text/csv", "'empty' is empty"),
            ("binary", [0x89, 0xff, 0xfe], "text/csv", "not UTF-8"),
            ("json", Encoding.UTF8.GetBytes("{}"), "application/json", "application/json"),
            ("column", Encoding.UTF8.GetBytes("Id,Age\n1,2\n"), null, "no column 'Income'"),
            (
                "cell",
                Encoding.UTF8.GetBytes("Id,Age,Income,Member,Color\n1,old,2,true,blue\n"),
                null,
                "row 1 (line 2), column 'Age'"
            ),
            ("large", new byte[20_001], "text/csv", "20001 bytes"),
        ];
        await BrokerQueue.PublishAsync(broker, queue, poisons.Select(p => (p.Id, p.Body, p.Type)));
        await BrokerQueue.PublishAsync(broker, queue, "good", TinyTable.Rows(5, seed: 1));

        var run = Worker("--id-column=Id", "--max-message-bytes=20000");

        var letters = await BrokerQueue.TakeAllAsync(broker, DeadLetters);

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(letters, Has.Length.EqualTo(poisons.Length));

        foreach ((var letter, (var id, var body, var type, var fact)) in letters.Zip(poisons))
        {
            Assert.That(letter.Header("x-vaemlnet-reason"), Does.Contain(fact));
            Assert.That(letter.Header("x-vaemlnet-queue"), Is.EqualTo(queue));
            Assert.That((letter.BasicProperties.MessageId, letter.BasicProperties.ContentType), Is.EqualTo((id, type)));
            Assert.That(letter.Body.ToArray(), Is.EqualTo(body));
            Assert.That(run.Error, Does.Contain($"dead letter: {letter.Header("x-vaemlnet-reason")}"));
        }

        Assert.That(await BrokerQueue.TakeAllAsync(broker, Results), Has.Length.EqualTo(1), "the good one");
        Assert.That(await BrokerQueue.CountAsync(broker, queue), Is.Zero);
    }

    [Test]
    public async Task Worker_Terminated_FinishesItsMessagesAndEndsWith130()
    {
        var rows = Encoding.UTF8.GetBytes(TinyTable.Rows(400, seed: 3));
        await BrokerQueue.PublishAsync(
            broker,
            queue,
            Enumerable.Range(0, 200).Select(i => ((string?)$"{i}", rows, (string?)"text/csv"))
        );
        using var worker = new WorkerProcess(WorkerModels.Table, broker, queue, Results).Ready();
        while (await BrokerQueue.CountAsync(broker, Results) == 0) { }

        worker.Terminate();

        Assert.That(worker.WaitForExit(), Is.EqualTo(130), string.Join('\n', worker.Error));
        Assert.That(worker.Error, Is.Empty);

        string[] done =
        [
            .. (await BrokerQueue.TakeAllAsync(broker, Results)).Select(r => r.BasicProperties.MessageId!),
        ];
        var left = await BrokerQueue.TakeAllAsync(broker, queue);

        Assert.That(done, Is.Unique);
        Assert.That(
            done.Concat(left.Select(m => m.BasicProperties.MessageId)),
            Is.EquivalentTo(Enumerable.Range(0, 200).Select(i => $"{i}")),
            "each is done or still in the queue, none is both"
        );
        Assert.That(worker.Output[^1], Does.Contain($"of {done.Length} messages"));
    }

    [Test]
    public void Worker_WrongPassword_IsAnErrorThatShowsNeither()
    {
        var run = ToolRun.RunWorker(
            WorkerModels.Table,
            $"--amqp=amqp://guest:s3cret@{broker.Address}",
            $"--queue={queue}",
            $"--results={Results}",
            "--verbose"
        );

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain($"RabbitMQ at {broker.Address} refused the user name or the password"));
        Assert.That(run.Error, Does.Not.Contain("s3cret").And.Not.Contain("guest"));
    }

    [Test]
    public void Worker_NoSuchVirtualHost_NamesIt()
    {
        string[] line =
        [
            WorkerModels.Table,
            $"--amqp={broker.Uri}/nowhere",
            $"--queue={queue}",
            $"--results={Results}",
        ];

        ToolRun.RunWorker(line).Failed(1, broker.Address, "virtual host 'nowhere'", "refused the user");

        Assert.That(ToolRun.RunWorker([.. line, "--verbose"]).Error, Does.Not.Contain("guest"));
    }

    [TestCase(false, false, "'durable'")]
    [TestCase(true, true, "'auto_delete'")]
    public async Task Worker_QueueThatLosesMessages_IsRefused(bool durable, bool autoDelete, string fact)
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(Results, durable, exclusive: false, autoDelete);

        Worker().Failed(1, $"Queue '{Results}' at {broker.Address}", "would lose", fact);
    }

    [Test]
    public async Task Worker_QueueOfAnotherConnection_IsRefused()
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(queue, durable: false, exclusive: true, autoDelete: false);

        Worker().Failed(1, $"Queue '{queue}'", "cannot be used", "exclusive");
    }

    [Test]
    public async Task Worker_DurableQueueWithArguments_IsTakenAsItIs()
    {
        Dictionary<string, object?> quorum = new() { ["x-queue-type"] = "quorum" };
        await BrokerQueue.PublishAsync(broker, queue, "m", TinyTable.Rows(5, seed: 1), quorum);

        Worker().Succeeded();

        Assert.That(await BrokerQueue.TakeAllAsync(broker, Results), Has.Length.EqualTo(1));
    }

    /// <summary>The options bound the memory, whatever is sent. Each of these messages is about twelve times too large.</summary>
    [Test]
    [Proves(51)]
    public async Task Worker_MessagesThatAreFarTooLarge_BecomeDeadLettersInBoundedMemory()
    {
        const int count = 16;
        var large = new byte[100_000_000];
        Array.Fill(large, (byte)'1');
        for (var i = 0; i < count; i++)
        {
            await BrokerQueue.PublishAsync(broker, queue, [($"large {i}", large, "text/csv")]);
            await BrokerQueue.PublishAsync(broker, queue, $"good {i}", TinyTable.Rows(50, seed: i));
        }

        using var worker = new WorkerProcess(WorkerModels.Table, broker, queue, Results, "--id-column=Id").Ready();
        while (
            await BrokerQueue.CountAsync(broker, DeadLetters) < count
            || await BrokerQueue.CountAsync(broker, Results) < count
        )
        {
            await Task.Delay(100);
        }

        var peak = worker.PeakMemory;
        worker.Terminate();

        Assert.That(worker.WaitForExit(), Is.EqualTo(130), string.Join('\n', worker.Error));

        TestContext.Out.WriteLine($"peak memory {peak:0} MiB");

        Assert.That(peak, Is.LessThan(32 * 8 + 400));
        Assert.That(await BrokerQueue.CountAsync(broker, DeadLetters), Is.EqualTo(count));
        Assert.That(await BrokerQueue.CountAsync(broker, Results), Is.EqualTo(count));
        Assert.That(await BrokerQueue.CountAsync(broker, queue), Is.Zero);
    }

    [Test]
    [Proves(51)]
    public async Task Worker_ManyMessagesAtTheLimit_StayWithinTheStatedMemory()
    {
        const int limit = 8 << 20;
        const int count = 64;
        var lines = TinyTable.Rows(1000, seed: 1).TrimEnd('\n').Split('\n');
        StringBuilder rows = new(lines[0] + "\n");
        for (var i = 0; rows.Length < limit - 100; i++)
        {
            rows.Append(lines[1 + (i % 1000)]).Append('\n');
        }

        var body = Encoding.UTF8.GetBytes(rows.ToString());
        for (var i = 0; i < count; i++)
        {
            await BrokerQueue.PublishAsync(broker, queue, [($"{i}", body, "text/csv")]);
        }

        using var worker = new WorkerProcess(WorkerModels.Table, broker, queue, Results).Ready();
        while (await BrokerQueue.CountAsync(broker, Results) < count)
        {
            await Task.Delay(100);
        }

        var peak = worker.PeakMemory;
        TestContext.Out.WriteLine($"peak memory {peak:0} MiB for messages of {body.Length >> 20} MiB");

        Assert.That(worker.Error, Is.Empty);
        Assert.That(peak, Is.LessThan((3 * 32 * 8) + 300));
    }

    [TestCase(120_000)]
    [TestCase(130_700)]
    public async Task Worker_HeadersAsLargeAsAFrame_StillBecomeADeadLetter(int size)
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
        BasicProperties properties = new()
        {
            MessageId = "m",
            Headers = new Dictionary<string, object?> { ["x"] = new string('x', size) },
        };
        await channel.BasicPublishAsync(
            "",
            queue,
            mandatory: true,
            properties,
            Encoding.UTF8.GetBytes("no,such,table\n")
        );

        var run = Worker("--give-up=5");

        Assert.That(run.ExitCode, Is.Zero, run.Error);

        var letter = (await BrokerQueue.TakeAllAsync(broker, DeadLetters)).Single();

        Assert.That(letter.Header("x-vaemlnet-reason"), Does.Contain("no column"));
        Assert.That(letter.BasicProperties.Headers!.ContainsKey("x"), Is.EqualTo(size < 125_000));
    }

    [Test]
    public async Task Worker_FullResultQueue_StopsAfterTheTimeoutAndLosesNothing()
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        Dictionary<string, object?> full = new() { ["x-max-length"] = 1, ["x-overflow"] = "reject-publish" };
        await channel.QueueDeclareAsync(Results, durable: true, exclusive: false, autoDelete: false, full);
        await channel.BasicPublishAsync("", Results, Encoding.UTF8.GetBytes("in the way"));
        await BrokerQueue.PublishAsync(broker, queue, "m", TinyTable.Rows(5, seed: 1));

        var run = Worker("--give-up=2");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(
            run.Error,
            Does.Contain(
                    $"Could not work with RabbitMQ at {broker.Address} for more than 2 seconds (--give-up): "
                        + $"queue '{Results}' does not accept more messages."
                )
                .And.Not.Contain("Start the broker")
        );
        Assert.That(await BrokerQueue.CountAsync(broker, queue), Is.EqualTo(1));
    }

    private ToolRun Worker(params string[] more) =>
        ToolRun.RunWorker([
            WorkerModels.Table,
            $"--amqp={broker.Uri}",
            $"--queue={queue}",
            $"--results={Results}",
            "--idle-exit=1",
            .. more,
        ]);
}
