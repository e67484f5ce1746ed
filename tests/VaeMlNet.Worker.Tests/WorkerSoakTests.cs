using System.Diagnostics;
using System.Globalization;
using System.Text;
using RabbitMQ.Client;

namespace VaeMlNet.Worker.Tests;

/// <summary>A million rows through two workers: at their ease, and with kills and a restart of the broker.</summary>
[Category("Long")]
[Platform(Include = "Linux", Reason = "the broker is Debian's, and memory is read from /proc")]
internal sealed class WorkerSoakTests
{
    private const int RowCount = 1_000_000;
    private const int RowsPerMessage = 1000;
    private const int MessageCount = RowCount / RowsPerMessage;

    /// <summary>The rows come in parts: while each but the last is under way, a worker is killed.</summary>
    private const int PartCount = 6;

    private RabbitMqBroker broker = null!;
    private TemporaryFolder folder = null!;
    private string[] expected = null!;
    private string singleProcess = null!;

    [OneTimeSetUp]
    public void StartBrokerAndScoreInOneProcess()
    {
        broker = RabbitMqBroker.Start();
        folder = new TemporaryFolder();
        var data = folder["rows.csv"];
        File.WriteAllLines(data, Rows().Prepend("id,a,b,c"));
        var scores = folder["scores.csv"];
        string[] arguments = ["score", WorkerModels.Features, $"--data={data}", "--ignore=id", $"--out={scores}"];
        var start = Stopwatch.GetTimestamp();
        ProcessStartInfo command = new("dotnet", [typeof(VaemlnetTool).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
        };
        using var score = Process.Start(command)!;
        score.StandardOutput.ReadToEnd();
        score.WaitForExit();
        singleProcess = Speed("vaemlnet score, one process", Stopwatch.GetElapsedTime(start));
        expected = [.. File.ReadLines(scores).Skip(1)];
        Assert.That((score.ExitCode, expected.Length), Is.EqualTo((0, RowCount)));
    }

    [OneTimeTearDown]
    public void StopBroker()
    {
        broker?.Dispose();
        folder?.Dispose();
    }

    [Test]
    public async Task Work_MillionRows_GivesEachOnceInFlatMemory()
    {
        for (var part = 0; part < PartCount; part++)
        {
            await PublishAsync("calm", part);
        }

        var start = Stopwatch.GetTimestamp();
        using var first = Worker("calm", "--idle-exit=5");
        using var second = Worker("calm", "--idle-exit=5");
        WorkerProcess[] workers = [first.Ready(), second.Ready()];
        var startUp = Stopwatch.GetElapsedTime(start);

        await WaitForAsync("calm", 0.3);
        double[] early = [.. workers.Select(worker => worker.PeakMemory)];
        await WaitForAsync("calm", 1);
        var time = Stopwatch.GetElapsedTime(start);
        double[] late = [.. workers.Select(worker => worker.PeakMemory)];

        Assert.That(workers.Select(worker => worker.WaitForExit()), Is.All.Zero);

        Print(singleProcess);
        Print(Speed($"two workers, of which {startUp.TotalSeconds:0.0} s to start", time));
        Print($"peak memory at 30 % of the rows {Text(early)}, at all {Text(late)}");
        var duplicates = await CheckResultsAsync("calm");

        Assert.That(duplicates, Is.Zero);
        Assert.That(late.Zip(early, (l, e) => l / e), Is.All.LessThan(1.25));
    }

    [Test]
    public async Task Work_MillionRowsWithKillsAndARestart_LosesNoneAndGivesEachOnceById()
    {
        var start = Stopwatch.GetTimestamp();
        // A worker that ends while messages are being published does not see the restart.
        string[] options = ["--prefetch=8", "--idle-exit=30"];
        using var steady = Worker("rough", options).Ready();
        var killed = Worker("rough", options).Ready();
        double peak = 0;
        for (var part = 0; part < PartCount - 1; part++)
        {
            var published = PublishAsync("rough", part);
            await WaitForAsync("rough", (part + 0.3) / PartCount);
            peak = Math.Max(peak, killed.PeakMemory);
            killed.Kill();
            killed.Dispose();
            await published;
            killed = Worker("rough", options).Ready();
        }

        await PublishAsync("rough", PartCount - 1);
        var waiting = await BrokerQueue.CountAsync(broker, "rough");
        broker.Restart();
        await WaitForAsync("rough", 1);
        var time = Stopwatch.GetElapsedTime(start);
        peak = Math.Max(peak, Math.Max(killed.PeakMemory, steady.PeakMemory));

        Assert.That((steady.WaitForExit(), killed.WaitForExit()), Is.EqualTo((0, 0)));
        Assert.That(steady.Error, Has.Some.Contain("lost the connection to RabbitMQ"), "or the restart was none");
        Assert.That(waiting, Is.Positive, "or the broker had nothing to lose");

        Print(singleProcess);
        Print(Speed($"two workers, {PartCount - 1} kills, a restart of the broker", time));
        Print($"peak memory {peak:0} MiB; {waiting} messages waited when the broker was stopped");
        Print(string.Join('\n', steady.Output.Concat(steady.Error).Concat(killed.Output).Concat(killed.Error)));
        var duplicates = await CheckResultsAsync("rough");
        Print($"{duplicates} rows came more than once");
        killed.Dispose();

        Assert.That(await BrokerQueue.CountAsync(broker, "rough"), Is.Zero);
        Assert.That(await BrokerQueue.CountAsync(broker, "rough.dead-letters"), Is.Zero);
    }

    private WorkerProcess Worker(string queue, params string[] more) =>
        new(
            WorkerModels.Features,
            broker,
            queue,
            $"{queue}.results",
            ["--id-column=id", "--threads=1", "--batch-rows=8192", .. more]
        );

    private async Task PublishAsync(string queue, int part)
    {
        IEnumerable<(string? Id, byte[] Body, string? ContentType)> messages = Rows()
            .Chunk(RowsPerMessage)
            .Select(
                (rows, i) =>
                    (
                        (string?)$"{i}",
                        Encoding.UTF8.GetBytes($"id,a,b,c\n{string.Join('\n', rows)}\n"),
                        (string?)"text/csv"
                    )
            );
        var first = part * MessageCount / PartCount;
        var last = (part + 1) * MessageCount / PartCount;
        await BrokerQueue.PublishAsync(broker, queue, [.. messages.Take(last).Skip(first)]);
    }

    // All rows' results, with duplicates, are at least as many.
    private async Task WaitForAsync(string queue, double share)
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync($"{queue}.results", durable: true, exclusive: false, autoDelete: false);
        for (var start = Stopwatch.GetTimestamp(); ; await Task.Delay(50))
        {
            var isDone =
                share == 1
                    ? await channel.MessageCountAsync(queue) == 0
                        && await channel.MessageCountAsync($"{queue}.results") >= MessageCount
                    : await channel.MessageCountAsync($"{queue}.results") >= share * MessageCount;
            if (isDone)
            {
                return;
            }

            Assert.That(
                Stopwatch.GetElapsedTime(start),
                Is.LessThan(TimeSpan.FromMinutes(5)),
                "the workers stand still"
            );
        }
    }

    // Each row at least once, with the score that one process gives it; duplicates are whole messages.
    private async Task<int> CheckResultsAsync(string queue)
    {
        var counts = new byte[RowCount];
        foreach (var message in await BrokerQueue.TakeAllAsync(broker, $"{queue}.results"))
        {
            var lines = message.Text().TrimEnd('\n').Split('\n');
            Assert.That((lines[0], lines.Length), Is.EqualTo(("id,Score,PredictedLabel", RowsPerMessage + 1)));
            foreach (var line in lines.Skip(1))
            {
                var comma = line.IndexOf(',', StringComparison.Ordinal);
                var row = int.Parse(line.AsSpan(1, comma - 1), CultureInfo.InvariantCulture);
                if (
                    row / RowsPerMessage != int.Parse(message.BasicProperties.MessageId!, CultureInfo.InvariantCulture)
                    || !line.AsSpan(comma + 1).SequenceEqual(expected[row])
                )
                {
                    Assert.Fail($"message {message.BasicProperties.MessageId}: {line}, expected {expected[row]}");
                }

                counts[row]++;
            }
        }

        Assert.That(counts.Count(count => count == 0), Is.Zero, "rows lost");
        return counts.Count(count => count > 1);
    }

    private static IEnumerable<string> Rows()
    {
        Random random = new(5);
        for (var i = 0; i < RowCount; i++)
        {
            var a = (2 * random.NextDouble()) - 1;
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"r{i},{a:0.00000},{(2 * a) + (0.1 * random.NextDouble()):0.00000},{random.NextDouble():0.00000}"
            );
        }
    }

    private static string Speed(string what, TimeSpan time) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {time.TotalSeconds:0.0} s, {RowCount / time.TotalSeconds:N0} rows/s"
        );

    private static void Print(string line) => TestContext.Out.WriteLine(line);

    private static string Text(double[] mebibytes) => string.Join(" and ", mebibytes.Select(m => $"{m:0} MiB"));
}
