namespace VaeMlNet.Tests;

/// <summary>The sizes of the terms by which outputs in own units may differ between runtimes.</summary>
public sealed class OwnUnitTermsTests
{
    [TestCase(null, 200)]
    [TestCase(0, 200 + 1e4)] // and a whole unit, as a number in the middle of two can be rounded to either
    public void Find_FilledNumbersOfBothSigns_HaveTheSizeOfTheNumbersInBins(int? decimals, double expected)
    {
        VaeColumn column = new()
        {
            Name = "a",
            Type = VaeColumn.SingleType,
            Width = 1,
            Minimum = -400,
            Maximum = 100,
            Likelihood = ColumnLikelihood.Histogram,
            Bins =
            [
                new NumberBins
                {
                    Lows = [-400, 100],
                    Highs = [-200, 100],
                    Means = [-300, 100],
                    Decimals = decimals,
                },
            ],
        };
        OwnUnitTerms terms = new(VaeManifestTests.Some() with { Columns = [column] });

        Assert.That(terms.Find(GraphTensors.ImputerOutput(column).Name), Is.EqualTo([expected]).Within(1e-9));
    }
}
