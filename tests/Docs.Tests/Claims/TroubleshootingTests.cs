namespace VaeMlNet.Docs.Tests;

/// <summary>The page must quote messages with the words of the sources, because readers search for them.</summary>
public sealed class TroubleshootingTests
{
    /// <summary>A quoted message is a code span of several words; shorter ones are names.</summary>
    private const int FewestWords = 4;

    [Test]
    public void QuotedMessage_Always_StandsInTheSources()
    {
        string[] quoted =
        [
            .. DocPages
                .Page("docs/guide/09-troubleshooting.md")
                .CodeSpans.Where(text => text.Split(' ').Length >= FewestWords),
        ];

        Assert.That(quoted, Has.Length.GreaterThan(50));
        Assert.That(quoted.Where(message => !SourceMessages.Contains(message)), Is.Empty);
    }

    [Test]
    public void Contains_MessageThatNothingWrites_IsFalse()
    {
        Assert.That(SourceMessages.Contains("Model '…' has been eaten by a grue."), Is.False);
        Assert.That(
            SourceMessages.Contains("there is no such folder. Model '…' does not exist:"),
            Is.False,
            "the parts in order"
        );
    }
}
