using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

public sealed class CompareSyntheticRowsTests
{
    private const int RowCount = 400;

    private readonly MLContext ml = new(seed: 1);
    private readonly QualityRow[] real = QualityRow.Make(RowCount, seed: 1);

    [Test]
    public void Report_IdenticalRows_IsPerfectExceptForTheCopies()
    {
        var report = Compare(real, real);

        Assert.That((report.RealRows, report.SyntheticRows), Is.EqualTo((RowCount, RowCount)));
        Assert.That(
            report.Columns.Select(c => c.Name),
            Is.EqualTo(new[] { "Age", "Sensors.0", "Sensors.1", "IsOwner", "Job" })
        );
        Assert.That(report.Columns.Select(c => c.Distance), Is.All.Zero);
        Assert.That(report.Columns.Select(c => c.Wasserstein ?? 0), Is.All.Zero);
        Assert.That(
            (report.MeanColumnDistance, report.MeanAssociationDifference),
            Is.EqualTo(((double?)0, (double?)0))
        );
        Assert.That(report.LogisticAuc, Is.EqualTo(0.5).Within(1e-9));
        Assert.That(report.NearestNeighborAuc, Is.EqualTo(0.5).Within(1e-9));
        Assert.That((report.Copies.CopyShare, report.Copies.RealCopyShare), Is.EqualTo((1.0, 0.0)));
        Assert.That((report.Copies.SyntheticDistance, report.Copies.DistanceRatio), Is.EqualTo((0.0, (double?)0)));
    }

    [Test]
    public void Report_OtherRowsOfTheSameKind_AreAsNearAsRealOnes()
    {
        var report = Compare(real, QualityRow.Make(RowCount, seed: 2), QualityRow.Make(RowCount, seed: 3));

        Assert.That(report.MeanColumnDistance, Is.LessThan(0.1));
        Assert.That(report.MeanAssociationDifference, Is.LessThan(0.1));
        Assert.That(report.LogisticAuc, Is.EqualTo(0.5).Within(0.08));
        Assert.That(report.NearestNeighborAuc, Is.EqualTo(0.5).Within(0.08));
        Assert.That(report.Copies.IsAgainstHeldOut, Is.True);
        Assert.That(report.Copies.DistanceRatio, Is.EqualTo(1).Within(0.2));
        Assert.That((report.Copies.CopyShare, report.Copies.RealCopyShare), Is.EqualTo((0.0, 0.0)));
    }

    /// <summary>Each column has the right distribution, but the columns are independent.</summary>
    [Test]
    public void Report_ShuffledColumns_DifferInPairsAndNotInColumns()
    {
        var report = Compare(real, QualityRow.Shuffled(real, seed: 5));

        Assert.That(report.MeanColumnDistance, Is.Zero);
        Assert.That(report.MeanAssociationDifference, Is.GreaterThan(0.2));

        var largest = report.LargestAssociationDifferences[0];

        Assert.That((largest.FirstColumn, largest.SecondColumn), Is.EqualTo(("Age", "Sensors.0")));
        Assert.That(largest.Real, Is.GreaterThan(0.9));
        Assert.That(Math.Abs(largest.Synthetic), Is.LessThan(0.15));
        Assert.That(
            report.LargestAssociationDifferences.Select(p => p.Difference),
            Is.Ordered.Descending.And.Exactly(10).Items
        );
        Assert.That(report.LogisticAuc, Is.GreaterThan(0.8), "it sees products");
        Assert.That(report.NearestNeighborAuc, Is.GreaterThan(0.8));
    }

    [Test]
    public void Report_ShiftedNumbers_AreSeenByDistanceAndClassifiers()
    {
        var shifted = QualityRow.Make(RowCount, seed: 2);
        Array.ForEach(shifted, r => r.Age += 20);

        var report = Compare(real, shifted);

        Assert.That(report.Columns[0].Wasserstein, Is.EqualTo(2).Within(0.3));
        Assert.That(report.Columns[0].KolmogorovSmirnov, Is.GreaterThan(0.6));
        Assert.That(report.ClassifierAuc, Is.GreaterThan(0.9));
        Assert.That(report.Copies.DistanceRatio, Is.GreaterThan(1.2));
    }

    /// <summary>With few different values, many rows are equal, but the shares of the values still differ.</summary>
    [Test]
    public void Report_OneBooleanColumn_IsDescribedByItsShares()
    {
        QualityRow[] mostly = [.. real.Select((_, i) => new QualityRow { IsOwner = i % 10 != 0 })];
        QualityRow[] rarely = [.. real.Select((_, i) => new QualityRow { IsOwner = i % 10 == 0 })];

        var report = Compare(mostly, rarely, options: new() { ColumnNames = ["IsOwner"] });

        Assert.That(report.Columns.Single().TotalVariation, Is.EqualTo(0.8).Within(1e-9));
        // 0.9 * 0.9 + (0.9 * 0.1 + 0.1 * 0.9) / 2
        Assert.That(report.LogisticAuc, Is.EqualTo(0.9).Within(0.02));
        Assert.That(report.MeanAssociationDifference, Is.Null);
        Assert.That((report.Copies.CopyShare, report.Copies.RealCopyShare), Is.EqualTo((1.0, 1.0)));
        Assert.That(report.Copies.DistanceRatio, Is.EqualTo(1));
    }

    [Test]
    public void Report_MissingCells_AreCountedAndLeftOut()
    {
        QualityRow[] missing = [.. real.Select(r => r.Copy())];
        for (var i = 0; i < RowCount; i++)
        {
            missing[i].Age = i % 4 == 0 ? float.NaN : missing[i].Age;
            missing[i].Sensors = [i % 2 == 0 ? float.PositiveInfinity : missing[i].Sensors[0], float.NaN];
            missing[i].Job = i % 5 == 0 ? QualityRow.MissingJob : missing[i].Job;
        }

        var report = Compare(real, missing);

        Assert.That(
            report.Columns.Select(c => c.SyntheticMissingShare),
            Is.EqualTo(new[] { 0.25, 0.5, 1, 0, 0.2 }).Within(1e-9)
        );
        Assert.That(report.Columns.Select(c => c.RealMissingShare), Is.All.Zero);
        Assert.That(report.Columns[0].KolmogorovSmirnov, Is.LessThan(0.1));
        Assert.That(report.Columns[2].Distance, Is.Null);
        Assert.That(report.LogisticAuc, Is.GreaterThan(0.99), "that a cell is missing tells");
        Assert.That(report.Copies.CopyShare, Is.Zero);

        AssertFinite(report);
    }

    [TestCase(1, 1)]
    [TestCase(1, 10)]
    [TestCase(2, 2)]
    [TestCase(3, 1)]
    [TestCase(10, 10)]
    public void Report_FewRows_IsFiniteOrReportsThatItIsUndefined(int realRows, int syntheticRows)
    {
        var report = Compare(real[..realRows], QualityRow.Make(syntheticRows, seed: 2));

        AssertFinite(report);

        Assert.That(report.LogisticAuc is null, Is.EqualTo(Math.Min(realRows, syntheticRows) < 2));
        Assert.That(report.Copies.RealDistance is null, Is.EqualTo(realRows == 1));
        Assert.That(report.ToString(), Does.Contain($"{syntheticRows} synthetic rows"));
    }

    [Test]
    public void Report_ConstantColumnsOneCategoryAndDuplicates_IsFinite()
    {
        QualityRow[] constant = [.. Enumerable.Repeat(new QualityRow { Age = 1e5f, Job = 2 }, 50)];
        QualityRow[] other = [.. Enumerable.Repeat(new QualityRow { Age = -1e-5f, Job = 3 }, 50)];

        var same = Compare(constant, constant);
        var different = Compare(constant, other);

        AssertFinite(same);
        AssertFinite(different);

        Assert.That((same.LogisticAuc, same.NearestNeighborAuc), Is.EqualTo(((double?)0.5, (double?)0.5)));
        Assert.That((same.Copies.CopyShare, same.Copies.DistanceRatio), Is.EqualTo((1.0, (double?)1)));
        Assert.That(different.ClassifierAuc, Is.EqualTo(1));
        Assert.That(
            (different.Copies.RealDistance, different.Copies.DistanceRatio),
            Is.EqualTo(((double?)0, (double?)null))
        );
        Assert.That(different.MeanAssociationDifference, Is.Zero);
    }

    [Test]
    public void Report_MoreRowsThanItHolds_IsOfASampleAndTheSameAgain()
    {
        var options = new VaeQualityOptions { MaximumRows = 150, NeighborRows = 60 };
        var synthetic = QualityRow.Make(1000, seed: 2);

        var report = Compare(real, synthetic, options: options);

        Assert.That((report.RealRows, report.SyntheticRows), Is.EqualTo((150, 150)));
        Assert.That(report.ToString(), Is.EqualTo(Compare(real, synthetic, options: options).ToString()));

        var another = options with { Seed = 2 };

        Assert.That(report.ToString(), Is.Not.EqualTo(Compare(real, synthetic, options: another).ToString()));
    }

    /// <summary>Work and memory are also bounded for wide rows.</summary>
    [Test]
    public void Report_WideRows_TakesFewerOfThem()
    {
        Assert.That(QualityBudget.RowsHeld(50_000, 10), Is.EqualTo(50_000));
        Assert.That(QualityBudget.RowsHeld(50_000, 2_000), Is.EqualTo(10_000));
        Assert.That(QualityBudget.RowsOfPairs(50_000, 10), Is.EqualTo(50_000));
        Assert.That(QualityBudget.RowsOfPairs(10_000, 2_000), Is.EqualTo(250));
        Assert.That(QualityBudget.RowsOfNeighbors(2_000, 250), Is.EqualTo(2_000));
        Assert.That(QualityBudget.RowsOfNeighbors(2_000, 1_000), Is.EqualTo(1_000));
        Assert.That(QualityBudget.RowsOfNeighbors(100, 1_000_000), Is.EqualTo(100));
    }

    [Test]
    public void Report_KeysWithTexts_AreMatchedByTheTexts()
    {
        var first = Keyed(["Rome", "Oslo", "Rome", "Rome"]);
        var second = Keyed(["Oslo", "Rome", "Rome", "Rome", "Lima", "Rome", "Oslo", "Lima"]);

        var report = ml.Data.CompareSyntheticRows(
            first,
            second,
            heldOut: Keyed(["Lima"]),
            new() { ColumnNames = ["Key"] }
        );

        // 3/4, 1/4, 0 and 1/2, 1/4, 1/4
        Assert.That(report.Columns.Single().TotalVariation, Is.EqualTo(0.25).Within(1e-9));
        Assert.That((report.Copies.CopyShare, report.Copies.RealCopyShare), Is.EqualTo((0.75, 0.0)));
    }

    [Test]
    public void Report_AnyLayoutOfColumns_IsTheSame(
        [ValueSource(typeof(ColumnLayout), nameof(ColumnLayout.All))] ColumnLayout layout
    )
    {
        SourceColumn[] columns =
        [
            new ScalarSource<float>("Level", NumberDataViewType.Single, row => row % 13),
            new VectorSource<float>("Features", NumberDataViewType.Single, 3, row => [row % 3, 0, -row]),
        ];
        using var first = layout.Create(columns, 60);
        using var second = layout.Create(columns, 40);
        var options = new VaeQualityOptions { ColumnNames = ["Features", "Level"] };

        var report = ml.Data.CompareSyntheticRows(first.View, second.View, options: options);

        Assert.That(
            report.Columns.Select(c => c.Name.Split('.')[0]),
            Is.EqualTo(new[] { "Features", "Features", "Features", "Level" })
        );
        Assert.That(report.Columns[0].KolmogorovSmirnov, Is.EqualTo((14 / 40.0) - (20 / 60.0)).Within(1e-6));
        Assert.That(report.Columns[2].KolmogorovSmirnov, Is.EqualTo(1 / 3.0).Within(1e-6));
        Assert.That(report.Copies.CopyShare, Is.EqualTo(1));
    }

    [Test]
    public void ToString_Report_IsMarkdownWithTheWorstOfManyColumns()
    {
        QualityRow[] shifted = [.. real.Select(r => r.Copy())];
        Array.ForEach(shifted, r => r.Age += 20);
        var report = Compare(real, shifted);
        var wide = report with { Columns = [.. Enumerable.Repeat(report.Columns[1], 40), report.Columns[0]] };

        Assert.That(report.ToString(), Does.StartWith("# 400 synthetic rows beside 400 real ones\n"));
        Assert.That(report.ToString(), Does.Contain("| Age | ").And.Contains("| Age and Sensors.0 | "));
        Assert.That(report.ToString(), Does.Not.Contain(".1.").And.Not.Contains(",0"));

        var lines = wide.ToString().Split('\n');

        Assert.That(lines.Count(l => l.StartsWith("| Sensors.0 | ", StringComparison.Ordinal)), Is.EqualTo(19));
        Assert.That(lines, Has.One.StartsWith("| Age | "));
        Assert.That(wide.ToString(), Does.Contain("The 20 columns that differ most, of 41."));
    }

    private VaeQualityReport Compare(
        QualityRow[] first,
        QualityRow[] second,
        QualityRow[]? heldOut = null,
        VaeQualityOptions? options = null
    ) =>
        ml.Data.CompareSyntheticRows(
            QualityRow.View(first),
            QualityRow.View(second),
            heldOut is null ? null : QualityRow.View(heldOut),
            options
        );

    private IDataView Keyed(string[] texts)
    {
        var data = ml.Data.LoadFromEnumerable(texts.Select(t => new Worded { Text = t }).ToArray());
        return ml.Transforms.Conversion.MapValueToKey("Key", "Text").Fit(data).Transform(data);
    }

    private static void AssertFinite(VaeQualityReport report)
    {
        IEnumerable<double?> numbers =
        [
            report.MeanColumnDistance,
            report.MeanAssociationDifference,
            report.LogisticAuc,
            report.NearestNeighborAuc,
            report.Copies.SyntheticDistance,
            report.Copies.RealDistance,
            report.Copies.DistanceRatio,
            .. report.Columns.SelectMany(c => new[] { c.Distance, c.Wasserstein, c.SyntheticMissingShare }),
            .. report.LargestAssociationDifferences.SelectMany(p => new double?[] { p.Real, p.Synthetic }),
        ];
        Assert.That(numbers.Where(n => n is { } number && !double.IsFinite(number)), Is.Empty);
    }

    private sealed class Worded
    {
        public string Text { get; set; } = "";
    }
}
