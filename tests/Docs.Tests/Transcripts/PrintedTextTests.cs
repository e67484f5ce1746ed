namespace VaeMlNet.Docs.Tests;

public sealed class PrintedTextTests
{
    private const string Printed = "epoch 1: 3.20 nats\nepoch 2: 2.50 nats\n\nrow  score\n134  62.39 !\ndone in 3 s\n";

    [TestCase("", "...\nrow  score\n134  62.39 !\n...", true)]
    [TestCase("", "...\nrow score\n134 60.00 !\n...", true)]
    [TestCase("", "...\n134  45.00 !\n...", false)]
    [TestCase("", "...\n135  62.39 !\n...", false)]
    [TestCase("", "...\n134  62.39\n...", false)]
    [TestCase("", "...\n134  62.39 !", false)]
    [TestCase("", "row  score\n...", false)]
    [TestCase("", "epoch 1: 3.21 nats\n...\ndone in 3 s", true)]
    [TestCase("", "epoch 1: 3.20 nats\nrow  score\n...", false)]
    [TestCase("", "...\ndone in 4 s", false)]
    [TestCase("about=30%", "...\n120  50 !\n...", true)]
    [TestCase("about=30%", "...\n120  20 !\n...", false)]
    [TestCase("shape", "...\ndone in 400 s", true)]
    [TestCase("shape", "...\nready in 3 s", false)]
    public void Difference_ShownLines_AreFoundInOrderWithinTheTolerance(string purpose, string shown, bool isSame) =>
        Assert.That(PrintedText.Difference(Block(shown, purpose), Printed), isSame ? Is.Null : Is.Not.Null);

    [Test]
    public void Renewed_LinesWithOtherNumbers_AreThePrintedOnes() =>
        Assert.That(
            PrintedText.Renewed(Block("...\nrow  score\n10  1.00\n..."), Printed),
            Is.EqualTo("...\nrow  score\n134  62.39 !\n...")
        );

    [Test]
    public void Renewed_LineWithoutAPlace_IsEverythingPrinted() =>
        Assert.That(
            PrintedText.Renewed(Block("...\nsegment 1\n..."), Printed),
            Does.StartWith("epoch 1").And.EndWith("3 s")
        );

    private static CodeBlock Block(string text, string purpose = "") => new("page.md", "text", purpose, "", 1, text);
}
