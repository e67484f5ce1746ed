namespace VaeMlNet.Benchmarks.Tests;

internal sealed class TurnLinesTests
{
    [Test]
    public void TakeTurn_ChildAnswers_BothSidesReadEachOther()
    {
        var said = new StringWriter();
        new ChildTurns(TextReader.Null, said).Begin(
            new(new Dictionary<string, string> { ["TorchSharp"] = "0.107" }, Threads: 2)
        );
        new ChildTurns(TextReader.Null, said).End(new(Seconds: 1.5, CpuSeconds: 2.5, Loss: 104.25));
        var heard = new StringWriter();
        var parent = new ParentTurns("ours", new StringReader(said.ToString()), heard, () => "");

        var facts = parent.AwaitReady();
        var figures = parent.TakeTurn();

        Assert.Multiple(() =>
        {
            Assert.That(facts.Versions["TorchSharp"], Is.EqualTo("0.107"));
            Assert.That(facts.Threads, Is.EqualTo(2));
            Assert.That(figures, Is.EqualTo(new TurnFigures(1.5, 2.5, 104.25)));
            Assert.That(heard.ToString().Trim(), Is.EqualTo("go"));
        });
    }

    [Test]
    public void Await_InputEnds_SaysThatThereIsNoTurn()
    {
        var child = new ChildTurns(new StringReader("go\n"), TextWriter.Null);

        Assert.That(new[] { child.Await(), child.Await() }, Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public void TakeTurn_ChildHasEnded_NamesItAndQuotesItsLastLine()
    {
        var parent = new ParentTurns(
            "fc128/pytorch-1-1",
            TextReader.Null,
            TextWriter.Null,
            () => "exit code 3; killed"
        );

        Assert.That(
            parent.TakeTurn,
            Throws.InvalidOperationException.With.Message.Contains("fc128/pytorch-1-1").And.Message.Contains("killed")
        );
    }

    [TestCase("Epoch 1 done")]
    [TestCase("""{"seconds": 1}""")]
    [TestCase("null")]
    public void TakeTurn_ChildPrintsSomethingElse_QuotesIt(string line)
    {
        var parent = new ParentTurns("ours", new StringReader(line), TextWriter.Null, () => "");

        Assert.That(parent.TakeTurn, Throws.InstanceOf<InvalidDataException>().With.Message.Contains(line));
    }
}
