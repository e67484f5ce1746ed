using System.Globalization;

namespace VaeMlNet.Samples.Tests;

public sealed class DetectOnStreamTests
{
    // Every 25th reading has a blocked pipe.
    private const int BlockedEvery = 25;

    private static readonly string[] Readings = File.ReadAllLines(
        Path.Combine(SampleProcess.FolderOf("DetectOnStream"), "readings.csv")
    );

    [Test]
    public async Task Run_CommittedReadings_FindsBlockedPipesByTheirFlow()
    {
        using var sample = SampleProcess.StartByDotnetRun("DetectOnStream", "samples/DetectOnStream/readings.csv");

        var (exitCode, output, error) = await sample.EndAsync();

        Assert.That((exitCode, error), Is.EqualTo((0, "")), output);

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.That(lines[^1], Is.EqualTo($"500 rows, {lines.Length - 1} anomalies"));

        string[] blocked = [.. lines[..^1].Where(line => RowOf(line) % BlockedEvery == 0)];

        Assert.That(blocked, Has.Length.GreaterThan(14), "of 20");
        Assert.That(lines.Length - 1 - blocked.Length, Is.LessThan(15), "false alarms of 480");
        Assert.That(
            blocked.Count(line => line.Contains("nats: Flow", StringComparison.Ordinal)),
            Is.GreaterThan(blocked.Length / 2)
        );
    }

    [Test]
    public async Task Run_RowsThatArriveSlowly_AreReportedBeforeTheStreamEnds()
    {
        using var sample = SampleProcess.Start(Repository.Root, "DetectOnStream");

        await sample.Input.WriteLineAsync(Readings[0]);
        await sample.Input.WriteLineAsync(Readings[1]);
        await sample.Input.WriteLineAsync(Readings[125]);
        await sample.Input.FlushAsync();

        Assert.That(await sample.ReadLineAsync(), Does.StartWith("row 2: ").And.Contain(" nats: Flow"));

        var (exitCode, output, _) = await sample.EndAsync();

        Assert.That((exitCode, output.Trim()), Is.EqualTo((0, "2 rows, 1 anomalies")));
    }

    [TestCase("1000,20,x,1,40,1,eco", "column 'Pressure' holds 'x', expected a 32-bit number or nothing")]
    [TestCase("1000,1e39,1,1,40,1,eco", "column 'Flow' holds '1e39', expected a 32-bit number or nothing")]
    [TestCase("1000,20", "it has 2 cells, expected 7", Category = "Long")]
    public async Task Run_BrokenRow_NamesLineAndColumnAndEndsWith1(string row, string fact)
    {
        using var sample = SampleProcess.Start(Repository.Root, "DetectOnStream");

        await sample.Input.WriteLineAsync(Readings[0]);
        await sample.Input.WriteLineAsync(row);
        var (exitCode, _, error) = await sample.EndAsync();

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error.Trim(), Does.StartWith("standard input: line 2: ").And.Contain(fact));
        Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(1));
    }

    private static int RowOf(string line) => int.Parse(line.Split(' ', ':')[1], CultureInfo.InvariantCulture);
}
