using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>
/// The metrics of generated rows against figures computed in Python on the same rows: pandas 1.5, scipy 1.10 and scikit-learn 1.2,
/// with the definitions of SDMetrics, RandomForestClassifier(300, min_samples_leaf=2) out of fold for the two-sample test, and
/// forests of 100 trees with min_samples_leaf=3 for training on synthetic rows.
/// </summary>
public sealed class QualityReferenceTests
{
    private const int RowCount = 400;

    /// <summary>Other folds, bootstrap draws and tie-breaks than scikit-learn's; its own seeds differ by 0.015.</summary>
    private const double ForestTolerance = 0.03;

    private readonly MLContext ml = new(seed: 1);

    [Test]
    public void Report_GeneratedRows_HasTheFiguresOfPython()
    {
        var report = Compare("Owner");

        Assert.That(report.ColumnShapes, Is.EqualTo(0.9029040683163374).Within(1e-6));
        Assert.That(
            report.Columns.Select(c => c.Shape),
            Is.EqualTo(new[] { 0.9525, 0.8466162732653497, 0.9425, 0.87 }).Within(1e-6)
        );
        Assert.That(report.ColumnPairTrends, Is.EqualTo(0.8558593550796277).Within(1e-6));
        Assert.That(report.OverallScore, Is.EqualTo(0.8793817116979825).Within(1e-6));
        Assert.That(
            report.LeastSimilarPairs.OrderBy(p => (p.FirstColumn, p.SecondColumn)).Select(p => p.Similarity),
            Is.EqualTo(new[] { 0.84, 0.9651561304777665, 0.8375, 0.8475, 0.825, 0.82 }).Within(1e-6)
        );
        Assert.That(report.RangeCoverage, Is.EqualTo(0.9334415584415585).Within(1e-6));
        Assert.That((report.CategoryCoverage, report.ValidShare), Is.EqualTo(((double?)1, (double?)1)));
        Assert.That(report.MissingValueSimilarity, Is.EqualTo(0.99).Within(1e-9));
        Assert.That(report.Privacy.NewRowShare, Is.EqualTo(0.9125).Within(1e-9));
        Assert.That(report.Privacy.OverfittingProtection, Is.EqualTo(1));
        // Median over random rows of another generator.
        Assert.That(report.Privacy.BaselineProtection, Is.EqualTo(0.18066).Within(0.03));
        Assert.That(report.ClassifierAuc, Is.EqualTo(0.6488).Within(ForestTolerance));
        Assert.That(report.TrainingUse!.Synthetic, Is.EqualTo(0.8088).Within(ForestTolerance));
        Assert.That(report.TrainingUse.Real, Is.EqualTo(0.8008).Within(ForestTolerance));
        Assert.That(report.TrainingUse.IsRegression, Is.False);
    }

    [Test]
    public void Report_NumberAsTarget_HasTheFiguresOfPython()
    {
        var use = Compare("Income").TrainingUse!;

        Assert.That((use.TargetColumn, use.IsRegression), Is.EqualTo(("Income", true)));
        Assert.That(use.Synthetic, Is.EqualTo(0.3386).Within(2 * ForestTolerance));
        Assert.That(use.Real, Is.EqualTo(0.4911).Within(2 * ForestTolerance));
        Assert.That(use.Gap, Is.EqualTo(use.Synthetic - use.Real));
    }

    private VaeQualityReport Compare(string target) =>
        ml.Data.CompareSyntheticRows(
            Rows(seed: 1, isSynthetic: false),
            Rows(seed: 2, isSynthetic: true),
            Rows(seed: 3, isSynthetic: false),
            new() { TargetColumn = target }
        );

    /// <summary>Creates rows from a linear congruential generator, which Python has run too.</summary>
    private IDataView Rows(long seed, bool isSynthetic)
    {
        double Next()
        {
            seed = ((1103515245 * seed) + 12345) % 2147483648;
            return seed / 2147483648.0;
        }

        List<Person> rows = [];
        for (var row = 0; row < RowCount; row++)
        {
            var age = 18 + (int)(60 * Next() * Next());
            var income = (age * (isSynthetic ? 40 : 50)) + (int)(2000 * Next());
            var city = (uint)(3 * Next() * Next());
            var noise = Next();
            var isIncomeMissing = Next() < (isSynthetic ? 0.05 : 0.1);
            var isCityMissing = Next() < 0.1;
            rows.Add(
                new()
                {
                    Age = age,
                    Income = isIncomeMissing ? float.NaN : income,
                    City = isCityMissing ? Person.CityCount : city,
                    Owner = age + (40 * noise) > (isSynthetic ? 60 : 55),
                }
            );
        }

        return ml.Data.LoadFromEnumerable(rows);
    }

    private sealed class Person
    {
        /// <summary>Keys count from 0 in a user's class, and a number beyond the last key is missing.</summary>
        public const uint CityCount = 3;

        public float Age { get; set; }

        public float Income { get; set; }

        [KeyType(CityCount)]
        public uint City { get; set; }

        public bool Owner { get; set; }
    }
}
