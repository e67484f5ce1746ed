using System.Globalization;
using VaeMlNet.Report;

namespace VaeMlNet.Benchmarks.Tests;

internal sealed class AnomalyFiguresTests
{
    private static readonly AnomalyFigures Figures = new(
        [
            Create("a", VaeDetector.DefaultName, (0.8, 0.4), (0.9, 0.5)),
            Create("a", "sqnorm", (0.6, 0.2), (0.6, 0.2)),
            Create("b", VaeDetector.DefaultName, (0.6, 0.2), (0.7, 0.3)),
            Create("b", "sqnorm", (0.5, 0.1), (0.52345, 0.1)),
        ],
        [1, 2]
    );

    [Test]
    public void MeanOf_SeveralSets_AveragesOverSetsAndDeviatesOverSeeds()
    {
        var mean = Figures.Mean(VaeDetector.DefaultName).AreaUnderRoc;

        Assert.That(mean.Mean, Is.EqualTo(0.75).Within(1e-12));
        Assert.That(mean.Deviation, Is.EqualTo(0.05).Within(1e-12)); // seeds reach 0.7 and 0.8
    }

    [Test]
    public void Summary_CultureWithDecimalCommas_HasFourDecimalsAfterAPoint()
    {
        var usual = CultureInfo.CurrentCulture;
        CultureInfo commas = new("") { NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = "," } };
        try
        {
            CultureInfo.CurrentCulture = commas;

            Assert.That(Figures.Summary, Is.EqualTo("MEAN auroc=0.7500 aupr=0.3500 sqnorm=0.5559"));
        }
        finally
        {
            CultureInfo.CurrentCulture = usual;
        }
    }

    private static MethodFigures Create(string set, string method, params (double Auroc, double Aupr)[] seeds) =>
        new(set, method, [.. seeds.Select(seed => new RankingQuality(seed.Auroc, seed.Aupr))], 1, 0.1);
}
