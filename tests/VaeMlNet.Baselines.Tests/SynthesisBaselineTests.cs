using MathNet.Numerics.Statistics;

namespace VaeMlNet.Baselines.Tests;

internal sealed class SynthesisBaselineTests
{
    private static IReadOnlyList<SynthesisBaseline> All => SynthesisBaseline.All;

    [TestCaseSource(nameof(All))]
    public void Synthesize_Cells_AreThoseOfTheTrainingRowsAtTheirShares(object method)
    {
        var training = People(2000);

        var made = ((SynthesisBaseline)method).Synthesize(training, 3000, new Random(2));

        Assert.That(made.RowCount, Is.EqualTo(3000));
        Assert.That(made.Values[1].Distinct(), Is.SubsetOf(training.Values[1]));
        Assert.That(made.Values[0].Average(cell => double.IsNaN(cell) ? 1 : 0), Is.EqualTo(0.2).Within(0.03));
        Assert.That(Share(made, 1), Is.EqualTo(Share(training, 1)).Within(0.03));
        Assert.That(Share(made, double.NaN), Is.EqualTo(Share(training, double.NaN)).Within(0.03));
    }

    [TestCase("copula", 0.97, 1)]
    [TestCase("bootstrap", 0.999, 1)]
    [TestCase("independent", -0.06, 0.06)]
    public void Synthesize_TwoRelatedNumbers_AreRelatedAsTheMethodPromises(string name, double least, double most)
    {
        var made = SynthesisBaseline.All.Single(b => b.Name == name).Synthesize(People(2000), 2000, new Random(2));

        var both = made.Values[0].Zip(made.Values[1]).Where(row => !double.IsNaN(row.First)).ToArray();

        Assert.That(
            Correlation.Pearson(both.Select(row => row.First), both.Select(row => row.Second)),
            Is.InRange(least, most + 1e-12)
        );
    }

    [TestCaseSource(nameof(All))]
    public void Synthesize_SameRandomNumbers_AreTheSameRows(object method)
    {
        var baseline = (SynthesisBaseline)method;

        var first = baseline.Synthesize(People(200), 100, new Random(5)).Values;

        Assert.That(baseline.Synthesize(People(200), 100, new Random(5)).Values, Is.EqualTo(first));
        Assert.That(baseline.Synthesize(People(200), 100, new Random(6)).Values, Is.Not.EqualTo(first));
    }

    private static CodedTable People(int count)
    {
        Random random = new(1);
        double[] ages = [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(18, 80))];
        return new(
            [new("Age", 0), new("Pay", 0), new("City", 2)],
            [
                [.. ages.Select((age, i) => i % 5 == 0 ? double.NaN : age)],
                [.. ages.Select(age => age * 1.5)],
                [
                    .. ages.Select(age =>
                        age < 30 ? 1
                        : age < 33 ? double.NaN
                        : 0
                    ),
                ],
            ]
        );
    }

    private static double Share(CodedTable table, double city) => table.Values[2].Average(c => c.Equals(city) ? 1 : 0);
}
