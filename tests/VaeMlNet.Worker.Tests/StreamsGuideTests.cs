using System.Globalization;
using System.Text.RegularExpressions;

namespace VaeMlNet.Worker.Tests;

/// <summary>The code of docs/guide/streams.md, with a real broker.</summary>
[Category("Long")]
[Platform(Include = "Linux", Reason = "the broker is Debian's")]
internal sealed class StreamsGuideTests
{
    private const string Python = "/usr/bin/python3";
    private const string PythonBroker = "broker = \"amqp://localhost\"";
    private const string CSharpBroker = "string broker = \"amqp://localhost\";\n";

    private static string Page => File.ReadAllText(Repository.PathOf("docs", "guide", "streams.md"));

    [Test]
    public void CSharpBlock_OfTheGuide_IsTheProducerThatTheTestsRun()
    {
        var source = File.ReadAllText(Repository.PathOf("tests", "VaeMlNet.Worker.Tests", $"{nameof(Producer)}.cs"));
        var dedented = Regex.Replace(source, "^ {8}", "", RegexOptions.Multiline);
        var block = Blocks("csharp").Single();

        Assert.That(block, Does.StartWith(CSharpBroker));
        Assert.That(dedented, Does.Contain(block[CSharpBroker.Length..]));
    }

    [Test]
    public async Task Blocks_WithABroker_SendRowsAndReadTheirScores()
    {
        using var broker = RabbitMqBroker.Start();
        string[] python = [.. Blocks("python")];
        RunPython(python[0], broker);
        await Producer.SendAsync(broker.Uri);

        var command = Blocks("sh broker")
            .First()
            .Trim()
            .Replace("amqp://localhost", broker.Uri, StringComparison.Ordinal);
        var arguments = command.Split(' ')[1..];
        ToolRun.RunWorker([Repository.PathOf(arguments[0]), .. arguments[1..], "--idle-exit=1"]).Succeeded();

        var printed = RunPython(python[1], broker);

        Assert.That(Rows(printed), Is.EqualTo(Rows(Blocks("text").First())), printed);
    }

    /// <summary>Returns id, label and rounded score of each row that the reader prints.</summary>
    private static IEnumerable<(string Id, string Label, double Score)> Rows(string printed) =>
        printed
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .Select(cells => (cells[0], cells[2], Math.Round(double.Parse(cells[1], CultureInfo.InvariantCulture), 1)));

    private static string RunPython(string block, RabbitMqBroker broker)
    {
        if (ProgramRun.Run(Python, null, "-c", "import pika") is not { ExitCode: 0 })
        {
            Assert.Ignore($"{Python} has no pika: 'apt-get install python3-pika'.");
        }

        Assert.That(block, Does.Contain(PythonBroker));
        var program = block.Replace(PythonBroker, $"broker = \"{broker.Uri}\"", StringComparison.Ordinal);
        var run = ProgramRun.Run(Python, null, "-c", program)!;
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return run.Output;
    }

    private static IEnumerable<string> Blocks(string language) =>
        Regex
            .Matches(Page, $"^```{language}\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(match => match.Groups[1].Value);
}
