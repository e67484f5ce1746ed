using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using RabbitMQ.Client;

namespace VaeMlNet.Worker.Tests;

/// <summary>Models of time series with a real broker.</summary>
[Category("Long")]
[Platform(Include = "Linux", Reason = "the broker is Debian's")]
internal sealed class WorkerSeriesBrokerTests
{
    private const int MessageCount = 200;
    private const int RowsPerMessage = 2;

    private RabbitMqBroker broker = null!;
    private TemporaryFolder folder = null!;

    [OneTimeSetUp]
    public void StartBroker() => broker = RabbitMqBroker.Start();

    [OneTimeTearDown]
    public void StopBroker() => broker?.Dispose();

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    /// <summary>A worker that scores a row twice, or forgets one, has other scores from there on.</summary>
    [Test]
    [Proves(65)]
    public async Task Worker_KilledAndRestarted_GivesTheScoresOfOneReadingOfTheRows()
    {
        const string queue = "killed";
        var lines = TinySeries.Rows(MessageCount * RowsPerMessage, seed: 5).TrimEnd('\n').Split('\n');
        for (var i = 0; i < MessageCount; i++)
        {
            var rows = lines.Skip(1 + (i * RowsPerMessage)).Take(RowsPerMessage).Prepend(lines[0]);
            await BrokerQueue.PublishAsync(broker, queue, $"{i}", string.Join('\n', rows) + "\n");
        }

        string[] options = [$"--state={folder["state"]}", "--prefetch=4", "--batch-timeout=1"];
        for (uint done = 20; done <= 60; done += 20)
        {
            using var worker = new WorkerProcess(TinySeries.Folder, broker, queue, "killed.results", options).Ready();
            while (await BrokerQueue.CountAsync(broker, "killed.results") < done)
            {
                await Task.Delay(5);
            }

            worker.Kill();
        }

        var run = Run(queue, options).Succeeded();

        var results = await BrokerQueue.TakeAllAsync(broker, "killed.results");
        var texts = results
            .GroupBy(r => r.BasicProperties.MessageId!, r => r.Text())
            .ToDictionary(g => int.Parse(g.Key));
        TestContext.Out.WriteLine($"{results.Length - MessageCount} messages answered twice; {run.OutputLines[^1]}");

        Assert.That(texts.Keys, Is.EquivalentTo(Enumerable.Range(0, MessageCount)));
        Assert.That(texts.Values.Select(g => g.Distinct().Count()), Is.All.EqualTo(1), "the same answer again");
        Assert.That(await BrokerQueue.CountAsync(broker, "killed.dead-letters"), Is.Zero);

        var scores = texts
            .OrderBy(pair => pair.Key)
            .SelectMany(pair => pair.Value.First().TrimEnd('\n').Split('\n').Skip(1))
            .Select(line => float.Parse(line.Split(',')[1], CultureInfo.InvariantCulture));
        ToolRun
            .Run(
                "score",
                TinySeries.Folder,
                $"--data={folder.Write("all.csv", string.Join('\n', lines) + "\n")}",
                "--causal",
                $"--out={folder["scores.csv"]}"
            )
            .Succeeded();
        var expected = File.ReadLines(folder["scores.csv"])
            .Skip(1)
            .Select(line => float.Parse(line.Split(',')[0], CultureInfo.InvariantCulture));

        Assert.That(scores, Is.EqualTo(expected).Within(1e-3));
    }

    /// <summary>Prints the speed, with 100 machines that take turns.</summary>
    [TestCase(32, 38, 100, 20_000)]
    [TestCase(32, 38, 1, 3_000)]
    [TestCase(100, 1, 100, 40_000)]
    [TestCase(100, 1, 1, 3_000)]
    public async Task Worker_RowsOfManySeries_AnswersEachMessageOnce(
        int window,
        int channels,
        int rowsPerMessage,
        int rowCount
    )
    {
        const int machines = 100;
        var queue = $"speed-{window}-{rowsPerMessage}";
        var header = $"Machine,{string.Join(',', Enumerable.Range(0, channels).Select(c => $"c{c}"))}\n";
        Random random = new(1);
        string Row(int machine) =>
            $"m{machine},{string.Join(',', Enumerable.Range(0, channels).Select(_ => random.NextDouble().ToString("0.000", CultureInfo.InvariantCulture)))}\n";
        var data = folder.Write(
            "rows.csv",
            header + string.Concat(Enumerable.Range(0, 2_000).Select(i => Row(i / 1_000)))
        );
        string[] options = ["--series=Machine", $"--window={window}", "--epochs=1", $"--out={folder["model"]}"];
        ToolRun.Run(["export", $"--data={data}", .. options]).Succeeded();
        await BrokerQueue.PublishAsync(
            broker,
            queue,
            [
                .. Enumerable
                    .Range(0, rowCount / rowsPerMessage)
                    .Select(message =>
                    {
                        var first = message * rowsPerMessage;
                        var rows = Enumerable.Range(first, rowsPerMessage).Select(row => Row(row % machines));
                        return (
                            (string?)$"{message}",
                            Encoding.UTF8.GetBytes(header + string.Concat(rows)),
                            (string?)"text/csv"
                        );
                    }),
            ]
        );

        using var worker = new WorkerProcess(
            folder["model"],
            broker,
            queue,
            $"{queue}.results",
            $"--state={folder["state"]}",
            "--prefetch=256",
            "--idle-exit=5"
        ).Ready();
        var start = Stopwatch.GetTimestamp();
        while (await BrokerQueue.CountAsync(broker, $"{queue}.results") < rowCount / rowsPerMessage)
        {
            Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(TimeSpan.FromMinutes(5)), "it stands still");
            await Task.Delay(20);
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        TestContext.Out.WriteLine(
            FormattableString.Invariant(
                $"W = {window}, C = {channels}, {rowsPerMessage} rows per message: {rowCount / seconds:0} rows/s; working set {worker.PeakMemory:0} MiB"
            )
        );
        var results = await BrokerQueue.TakeAllAsync(broker, $"{queue}.results");

        Assert.That(
            results.Select(result => result.BasicProperties.MessageId),
            Is.EqualTo(Enumerable.Range(0, rowCount / rowsPerMessage).Select(message => $"{message}"))
        );
        Assert.That(results.Sum(result => result.Text().Count(c => c == '\n') - 1), Is.EqualTo(rowCount));
    }

    [Test]
    [Proves(65)]
    public void Worker_SecondOneOnAQueue_IsRefused()
    {
        const string queue = "shared";
        using var first = new WorkerProcess(
            TinySeries.Folder,
            broker,
            queue,
            "shared.results",
            $"--state={folder["first"]}"
        ).Ready();

        Run(queue, $"--state={folder["second"]}")
            .Failed(1, "'shared' has another consumer", "a queue of its own with series of its own");
    }

    /// <summary>A message beyond a limit becomes a dead letter, and the series of the others go on as if it had not been sent.</summary>
    [Test]
    [Proves(65)]
    public async Task Worker_MessagesBeyondTheLimitsOfSeries_AreSetAsideAndChangeNone()
    {
        const string queue = "limits";
        string[] lines = [.. TinySeries.Lines(40, seed: 5)];
        (string Id, string[] Rows)[] messages =
        [
            ("first", lines[..30]),
            ("two more series", [Row("2024-01-01 00:15", "c"), Row("2024-01-01 00:15", "d")]),
            ("third series", [Row("2024-01-01 00:15", "c")]),
            ("far ahead", [Row("9999-12-31 00:00", "a")]),
            ("long name", [Row("2024-01-01 00:15", new string('x', 257))]),
            ("next", lines[30..]),
        ];
        foreach (var (id, rows) in messages)
        {
            await BrokerQueue.PublishAsync(broker, queue, id, Csv(rows));
        }

        string[] limits = [$"--state={folder["state"]}", "--max-series=3", "--max-ahead=1", "--forget-after=0"];
        var run = Run(queue, limits);
        var results = await BrokerQueue.TakeAllAsync(broker, $"{queue}.results");
        var reasons = (await BrokerQueue.TakeAllAsync(broker, $"{queue}.dead-letters")).ToDictionary(
            message => message.BasicProperties.MessageId!,
            message => message.Header("x-vaemlnet-reason")
        );

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(
            results.Select(result => result.BasicProperties.MessageId),
            Is.EqualTo(new[] { "first", "third series", "next" })
        );
        Assert.That(reasons.Keys, Is.EquivalentTo(new[] { "two more series", "far ahead", "long name" }));
        Assert.That(reasons["two more series"], Does.Contain("2 new series").And.Contain("--max-series"));
        Assert.That(reasons["far ahead"], Does.Contain("1 hours ahead").And.Contain("--max-ahead"));
        Assert.That(reasons["long name"], Does.Contain("257 characters, expected at most 256"));
        Assert.That(
            Scores(results[0]).Concat(Scores(results[2])),
            Is.EqualTo(Expected(lines)).Within(1e-3),
            "as if only these messages had been sent"
        );

        await BrokerQueue.PublishAsync(broker, queue, "after forgetting", Csv(Row("2024-01-01 00:15", "d")));
        var forgetting = Run(queue, [.. limits, "--forget-series=c", "--forget-series=unknown"]).Succeeded();

        Assert.That(
            forgetting.Output,
            Does.Contain("forgot series 'c'").And.Contain("series 'unknown' is not among those of")
        );
        Assert.That(await BrokerQueue.TakeAllAsync(broker, $"{queue}.results"), Has.Length.EqualTo(1));
    }

    /// <summary>A row of the time of the last row is late, unless its series was forgotten and begins again.</summary>
    [TestCase(1, true)]
    [TestCase(3, false)]
    [Proves(65)]
    public async Task Worker_SeriesThatWereIdleForTwoHours_AreForgottenAfterTheLimit(int hours, bool isForgotten)
    {
        var queue = $"idle-{hours}";
        string[] lines = [.. TinySeries.Lines(30, seed: 5)];
        WriteState(folder["state"], Csv(lines), DateTimeOffset.UtcNow - TimeSpan.FromHours(2));
        await BrokerQueue.PublishAsync(broker, queue, "again", Csv(lines[^1]));

        var run = Run(queue, $"--state={folder["state"]}", $"--forget-after={hours}");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(await BrokerQueue.CountAsync(broker, $"{queue}.results"), Is.EqualTo(isForgotten ? 1 : 0));
        Assert.That(await BrokerQueue.CountAsync(broker, $"{queue}.dead-letters"), Is.EqualTo(isForgotten ? 0 : 1));
    }

    private static string Row(string time, string series) => $"{time},{series},0,50,no,hall 1,0";

    private static string Csv(params IEnumerable<string> rows) =>
        string.Concat(rows.Prepend("When,Machine,Load,Heat,On,Place,Label").Select(row => row + "\n"));

    /// <summary>Writes the state of a worker that answered one message at an earlier time.</summary>
    private static void WriteState(string path, string csv, DateTimeOffset time)
    {
        using var model = VaeModel.Open(TinySeries.Folder);
        using VaeSeriesEngine engine = new(model);
        // No user needs another clock, so that the property is not public.
        typeof(VaeSeriesEngine)
            .GetProperty("Clock", BindingFlags.Instance | BindingFlags.NonPublic)!
            .SetValue(engine, new FixedClock(time));
        using var state = SeriesState.Open(path, capacity: 10, engine);
        MessageFormat format = new(model, ColumnChoice.All, null, byteLimit: 1 << 20);
        SeriesPass pass = new(format, engine, state, new(10, null, null), hasContributions: false);

        Assert.That(pass.Run([QueuedMessages.Create(csv, "first")])[0].Fault, Is.Null);
    }

    private static IEnumerable<float> Scores(BasicGetResult result) =>
        result
            .Text()
            .TrimEnd('\n')
            .Split('\n')
            .Skip(1)
            .Select(line => float.Parse(line.Split(',')[1], CultureInfo.InvariantCulture));

    private float[] Expected(string[] lines)
    {
        var data = folder.Write("all.csv", Csv(lines));
        ToolRun
            .Run("score", TinySeries.Folder, $"--data={data}", "--causal", $"--out={folder["scores.csv"]}")
            .Succeeded();
        return
        [
            .. File.ReadLines(folder["scores.csv"])
                .Skip(1)
                .Select(line => float.Parse(line.Split(',')[0], CultureInfo.InvariantCulture)),
        ];
    }

    private ToolRun Run(string queue, params string[] options) =>
        ToolRun.RunWorker([
            TinySeries.Folder,
            $"--amqp={broker.Uri}",
            $"--queue={queue}",
            $"--results={queue}.results",
            "--idle-exit=2",
            .. options,
        ]);

    private sealed class FixedClock(DateTimeOffset time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time;
    }
}
