namespace VaeMlNet.Tests;

internal sealed class ScoreTermsTests
{
    // Two rows of three slots.
    private static readonly double[] Contributions = [0.001, -2, 2, 3, 3, -3];
    private static readonly double[] Kl = [1, 0];

    [TestCase("score")]
    [TestCase("reconstruction_error")]
    public void Find_SumOverTheRow_AddsTheMagnitudesOfItsTerms(string output) =>
        Assert.That(ScoreTerms.Find(output, Contributions, Kl), Is.EqualTo(new[] { 5.001, 9 }).Within(1e-12));

    [TestCase("contributions")]
    [TestCase("score_contributions")]
    public void Find_Slot_AddsTheRootMeanSquareOfItsRow(string output)
    {
        var ofFirst = Math.Sqrt((0.000001 + 4 + 4) / 3);

        Assert.That(
            ScoreTerms.Find(output, Contributions, Kl),
            Is.EqualTo(new[] { 0.001 + ofFirst, 2 + ofFirst, 2 + ofFirst, 6, 6, 6 }).Within(1e-12)
        );
    }

    [TestCase("kl")]
    [TestCase("unseen")]
    public void Find_OtherOutput_ReturnsNull(string output) =>
        Assert.That(ScoreTerms.Find(output, Contributions, Kl), Is.Null);
}
