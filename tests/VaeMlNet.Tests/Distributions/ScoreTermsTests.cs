namespace VaeMlNet.Tests;

internal sealed class ScoreTermsTests
{
    // Two rows of three slots.
    private static readonly double[] Contributions = [0.001, -2, 2, 3, 3, -3];
    private static readonly double[] Kl = [1, 0];

    [TestCase("score")]
    [TestCase("reconstruction_error")]
    public void Magnitudes_SumOverTheRow_AddsThoseOfItsTerms(string output) =>
        Assert.That(
            ScoreTerms.Magnitudes(output, [1.001, 3], Contributions, Kl),
            Is.EqualTo(new[] { 5.001, 9 }).Within(1e-12)
        );

    [TestCase("contributions")]
    [TestCase("score_contributions")]
    public void Magnitudes_Slot_AddsTheRootMeanSquareOfItsRow(string output)
    {
        var ofFirst = Math.Sqrt((0.000001 + 4 + 4) / 3);

        Assert.That(
            ScoreTerms.Magnitudes(output, [-10, 0, 20, 1, 2, 3], Contributions, Kl),
            Is.EqualTo(new[] { 10 + ofFirst, ofFirst, 20 + ofFirst, 4, 5, 6 }).Within(1e-12)
        );
    }

    [Test]
    public void Magnitudes_OtherOutput_AreThoseOfItsValues() =>
        Assert.That(ScoreTerms.Magnitudes("kl", [1, -2], Contributions, Kl), Is.EqualTo(new double[] { 1, 2 }));
}
