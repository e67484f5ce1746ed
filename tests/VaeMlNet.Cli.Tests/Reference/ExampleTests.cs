namespace VaeMlNet.Cli.Tests;

internal sealed class ExampleTests
{
    /// <summary>The examples of every verb's help, as a shell reads them.</summary>
    [TestCase("dash")]
    [TestCase("bash")]
    [Platform(Exclude = "Win", Reason = "has no POSIX shell")]
    public void Examples_OfEveryVerb_AreOneCommandEach(string shell)
    {
        using var recorded = RecordedShell.Require(shell);
        CommandContext context = new(
            new CommandTerminal(TextWriter.Null, TextWriter.Null, isInteractive: false),
            CancellationToken.None
        );
        foreach (var example in Verbs.For([], context).SelectMany(verb => verb.Examples))
        {
            var calls = recorded.Run($"vaemlnet {example}");

            var words = example.Split(" > ")[0].Replace("'", "", StringComparison.Ordinal).Split(' ');
            Assert.That(calls, Is.EqualTo(new[] { words }), example);
        }
    }
}
