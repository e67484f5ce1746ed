namespace VaeMlNet.Worker.Tests;

/// <summary>Errors before there is a connection to a broker.</summary>
internal sealed class WorkerCommandTests
{
    /// <summary>The discard port, on which no program listens.</summary>
    private const string NoBroker = "amqp://someone:s3cret@localhost:9";

    [Test]
    public void Worker_NoBroker_NamesHostAndPortButNotThePassword()
    {
        var run = Worker([NoBroker, "rows", "scores"]);

        run.Failed(1, "localhost:9", "Could not reach RabbitMQ", "Start the broker");

        Assert.That(run.Error, Does.Not.Contain("s3cret").And.Not.Contain("someone"));
    }

    [Test]
    public void Worker_NoBrokerVerbosely_NeverShowsThePassword()
    {
        var run = Worker([NoBroker, "rows", "scores"], "--verbose");

        Assert.That(run.Error, Does.Contain("RabbitMQ.Client").And.Not.Contain("s3cret").And.Not.Contain("someone"));
    }

    [TestCase("localhost:5672/s3cret")]
    [TestCase("https://u:s3cret@localhost")]
    [TestCase("amqp:///s3cret")]
    [TestCase("amqp://u:s3cret@localhost/a/b")]
    [TestCase("amqp://u:s3cret:x@localhost/a")]
    public void Worker_NoUriOfABroker_IsAUsageErrorThatDoesNotRepeatIt(string uri)
    {
        var run = Worker([uri, "rows", "scores"]);

        run.Failed(2, "--amqp");

        Assert.That(run.Error, Does.Not.Contain("s3cret"));
    }

    [Test]
    [Proves(48)]
    public void Worker_UriInAnotherPlace_IsShownWithoutUserAndPassword()
    {
        var asArgument = ToolRun.RunWorker(WorkerModels.Features, NoBroker, "--queue=rows", "--results=scores");
        var asModel = ToolRun.RunWorker(
            NoBroker,
            $"--amqp={NoBroker}",
            "--queue=rows",
            "--results=scores",
            "--verbose"
        );

        asArgument.Failed(2, "amqp://***@localhost:9");

        foreach (var run in new[] { asArgument, asModel })
        {
            Assert.That(run.Error, Does.Contain("localhost").And.Not.Contain("s3cret").And.Not.Contain("someone"));
        }
    }

    [TestCase("rows", "rows")]
    [TestCase("rows", "scores", "--dead-letters=scores")]
    [TestCase("rows", "rows.dead-letters")]
    public void Worker_TwoQueuesAreOne_IsAUsageError(string queue, string results, params string[] more) =>
        Worker([NoBroker, queue, results], more).Failed(2, "must be three different queues");

    [TestCase("--prefetch=70000", "--prefetch is '70000'", "1 to 65535")]
    [TestCase("--batch-rows=0", "--batch-rows is '0'", "at least 1")]
    [TestCase("--forget-after=2000000000", "--forget-after is '2000000000'", "0 to 1000000")]
    [TestCase("--max-ahead=2000000000", "--max-ahead is '2000000000'", "0 to 1000000")]
    [TestCase("--idle-exit=5000000", "--idle-exit is '5000000'", "1 to 1000000")]
    [TestCase("--prefetch=many", "--prefetch is 'many'", "a whole number")]
    [TestCase("--verb=impute", "--verb is 'impute'", "score or encode")]
    public void Worker_ValueOutOfRange_IsAUsageError(string option, params string[] facts) =>
        Worker([NoBroker, "rows", "scores"], option).Failed(2, facts);

    [Test]
    public void Worker_OptionsOfScoresForLatents_IsAUsageError()
    {
        Worker([NoBroker, "rows", "scores"], "--verb=encode", "--contributions")
            .Failed(2, "--contributions", "--verb=score");
    }

    [TestCase(new string[0], "--state", "time series")]
    [TestCase(new[] { "--state=x", "--verb=encode" }, "--verb=encode", "time series")]
    [TestCase(new[] { "--state=x", "--p-values" }, "--p-values", "time series")]
    [TestCase(new[] { "--state=x", "--columns=Load" }, "--columns", "finds the columns")]
    public void Worker_OptionsThatDoNotFitTimeSeries_AreRefused(string[] options, params string[] facts) =>
        ToolRun
            .RunWorker([TinySeries.Folder, $"--amqp={NoBroker}", "--queue=rows", "--results=scores", .. options])
            .Failed(1, facts);

    [Test]
    public void Worker_StateForAModelOfRows_IsRefused() =>
        Worker([NoBroker, "rows", "scores"], "--state=x").Failed(1, "--state has no effect");

    [Test]
    public void Worker_NoModel_ReportsItBeforeAskingTheBroker() =>
        ToolRun.RunWorker("nowhere", $"--amqp={NoBroker}", "--queue=rows", "--results=scores").Failed(1, "nowhere");

    private static ToolRun Worker(string[] queues, params string[] more) =>
        ToolRun.RunWorker([
            WorkerModels.Features,
            $"--amqp={queues[0]}",
            $"--queue={queues[1]}",
            $"--results={queues[2]}",
            .. more,
        ]);
}
