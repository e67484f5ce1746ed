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
    public void Report_IdenticalRows_IsPerfectExceptForPrivacy()
    {
        var report = Compare(real, real);

        Assert.That(
            (report.RealRows, report.SyntheticRows, report.HeldOutRows),
            Is.EqualTo((RowCount, RowCount, (int?)null))
        );
        Assert.That(
            report.Columns.Select(c => c.Name),
            Is.EqualTo(new[] { "Age", "Sensors.0", "Sensors.1", "IsOwner", "Job" })
        );
        Assert.That(report.Columns.Select(c => c.Shape), Is.All.EqualTo(1));
        Assert.That(
            new[] { report.OverallScore, report.RangeCoverage, report.CategoryCoverage, report.ValidShare },
            Is.All.EqualTo(1)
        );
        Assert.That(report.ClassifierAuc, Is.EqualTo(0.5).Within(1e-9), "a row and its copy are in the same fold");
        Assert.That((report.Privacy.NewRowShare, report.Privacy.BaselineProtection), Is.EqualTo((0.0, (double?)0)));
        Assert.That(report.TrainingUse, Is.Null);
    }

    [Test]
    public void Report_OtherRowsOfTheSameKind_IsNearlyPerfect()
    {
        var report = Compare(
            real,
            QualityRow.Make(RowCount, seed: 2),
            QualityRow.Make(RowCount, seed: 3),
            new() { TargetColumn = "IsOwner" }
        );

        Assert.That(report.OverallScore, Is.GreaterThan(0.9));
        Assert.That(report.ClassifierAuc, Is.EqualTo(0.5).Within(0.08));
        Assert.That(report.HeldOutRows, Is.EqualTo(RowCount));
        Assert.That((report.Privacy.NewRowShare, report.Privacy.HeldOutNewRowShare), Is.EqualTo((1.0, (double?)1)));
        Assert.That(report.Privacy.OverfittingProtection, Is.GreaterThan(0.85));
        Assert.That(report.TrainingUse!.Gap, Is.EqualTo(0).Within(0.05));
        Assert.That(report.TrainingUse.Real, Is.GreaterThan(0.8));
    }

    /// <summary>Each column as it should be, and none of them with the others.</summary>
    [Test]
    public void Report_ShuffledColumns_DifferInPairsAndNotInColumns()
    {
        var report = Compare(real, QualityRow.Shuffled(real, seed: 5));

        Assert.That(report.ColumnShapes, Is.EqualTo(1).Within(1e-9));
        Assert.That(report.ColumnPairTrends, Is.LessThan(0.85));

        var least = report.LeastSimilarPairs[0];

        Assert.That((least.FirstColumn, least.SecondColumn), Is.EqualTo(("Age", "Sensors.0")));
        Assert.That(least.RealCorrelation, Is.GreaterThan(0.9));
        Assert.That(Math.Abs(least.SyntheticCorrelation!.Value), Is.LessThan(0.15));
        Assert.That(report.LeastSimilarPairs.Select(p => p.Similarity), Is.Ordered.Ascending.And.Exactly(10).Items);
        Assert.That(report.ClassifierAuc, Is.GreaterThan(0.8));
    }

    [Test]
    public void Report_ShiftedNumbers_AreSeenByShapeAndClassifier()
    {
        var shifted = QualityRow.Make(RowCount, seed: 2);
        Array.ForEach(shifted, r => r.Age += 20);

        var report = Compare(real, shifted);

        Assert.That(report.Columns[0].KSComplement, Is.LessThan(0.4));
        Assert.That(report.Columns[0].RangeCoverage, Is.LessThan(0.85));
        Assert.That(report.ClassifierAuc, Is.GreaterThan(0.9));
    }

    /// <summary>Few different rows: equal ones of both kinds are many, and their shares still tell.</summary>
    [Test]
    public void Report_OneBooleanColumn_IsToldByItsShares()
    {
        QualityRow[] mostly = [.. real.Select((_, i) => new QualityRow { IsOwner = i % 10 != 0 })];
        QualityRow[] rarely = [.. real.Select((_, i) => new QualityRow { IsOwner = i % 10 == 0 })];

        var report = Compare(mostly, rarely, options: new() { ColumnNames = ["IsOwner"] });

        Assert.That(report.Columns.Single().TVComplement, Is.EqualTo(0.2).Within(1e-9));
        // 0.9 * 0.9 + (0.9 * 0.1 + 0.1 * 0.9) / 2
        Assert.That(report.ClassifierAuc, Is.EqualTo(0.9).Within(0.02));
        Assert.That(report.ColumnPairTrends, Is.Null);
        Assert.That((report.Privacy.NewRowShare, report.Privacy.BaselineProtection), Is.EqualTo((0.0, (double?)null)));
    }

    [Test]
    public void Report_MissingCells_AreCompared()
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
        Assert.That(report.MissingValueSimilarity, Is.EqualTo(1 - (1.95 / 5)).Within(1e-9));
        Assert.That(report.Columns[0].KSComplement, Is.GreaterThan(0.9), "missing numbers are left out");
        Assert.That(report.Columns[2].Shape, Is.Zero, "no value is left");
        Assert.That(report.Columns[4].TVComplement, Is.EqualTo(0.8).Within(1e-9), "missing keys are a category");
        Assert.That(report.ClassifierAuc, Is.GreaterThan(0.99));
        Assert.That(report.Privacy.NewRowShare, Is.EqualTo(1));

        AssertFinite(report);
    }

    /// <summary>Numbers between the real ones are new, and trees that split at them tell at once.</summary>
    [Test]
    public void Report_FractionsOfWholeNumbers_AreInvalid()
    {
        QualityRow[] whole = [.. real.Select(r => r.Copy())];
        QualityRow[] fractions = [.. QualityRow.Make(RowCount, seed: 2)];
        Array.ForEach(whole, r => r.Age = MathF.Round(r.Age));

        var report = Compare(whole, fractions);

        Assert.That(report.Columns[0].ValidShare, Is.LessThan(0.1));
        Assert.That(report.Columns[0].Shape, Is.GreaterThan(0.9), "its distribution is nearly right");
        Assert.That(report.Columns[1].ValidShare, Is.Null);
    }

    [TestCase(1, 1)]
    [TestCase(1, 10)]
    [TestCase(2, 2)]
    [TestCase(3, 1)]
    [TestCase(10, 10)]
    public void Report_FewRows_IsFiniteOrSaysThatItIsNotDefined(int realRows, int syntheticRows)
    {
        var report = Compare(
            real[..realRows],
            QualityRow.Make(syntheticRows, seed: 2),
            real[..1],
            new() { TargetColumn = "IsOwner" }
        );

        AssertFinite(report);

        Assert.That(report.ClassifierAuc, Is.Null, "there is one held-out row");
        Assert.That(report.TrainingUse!.Synthetic, Is.Null);

        AssertFinite(Compare(real[..realRows], QualityRow.Make(syntheticRows, seed: 2)));

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

        Assert.That((same.ClassifierAuc, same.ColumnShapes), Is.EqualTo(((double?)0.5, (double?)1)));
        Assert.That((different.ClassifierAuc, different.Privacy.NewRowShare), Is.EqualTo(((double?)1, 1.0)));
    }

    [Test]
    public void Report_ClassTarget_IsAMeanOverTheClassesWithEnoughRows()
    {
        var report = Compare(real, real, QualityRow.Make(RowCount, seed: 3), new() { TargetColumn = "Job" });

        Assert.That(report.TrainingUse!.IsRegression, Is.False);
        Assert.That(report.TrainingUse.Gap, Is.EqualTo(0).Within(0.02), "the rows are the same");
        Assert.That(report.TrainingUse.Real, Is.GreaterThan(0.7));
    }

    [Test]
    public void Report_MoreRowsThanItHolds_IsOfASampleAndTheSameAgain()
    {
        var options = new VaeQualityOptions { MaximumRows = 150, ClassifierRows = 60 };
        var synthetic = QualityRow.Make(1000, seed: 2);

        var report = Compare(real, synthetic, options: options);

        Assert.That((report.RealRows, report.SyntheticRows), Is.EqualTo((150, 150)));
        Assert.That(report.ToString(), Is.EqualTo(Compare(real, synthetic, options: options).ToString()));

        var another = options with { Seed = 2 };

        Assert.That(report.ToString(), Is.Not.EqualTo(Compare(real, synthetic, options: another).ToString()));
    }

    /// <summary>Work and memory are bounded in the width too.</summary>
    [Test]
    public void Report_WideRows_TakesFewerOfThem()
    {
        Assert.That(QualityBudget.RowsHeld(50_000, 10), Is.EqualTo(50_000));
        Assert.That(QualityBudget.RowsHeld(50_000, 2_000), Is.EqualTo(10_000));
        Assert.That(QualityBudget.RowsOfPairs(50_000, 10), Is.EqualTo(50_000));
        Assert.That(QualityBudget.RowsOfPairs(10_000, 2_000), Is.EqualTo(250));
        Assert.That(QualityBudget.RowsOfRecords(50_000, 20), Is.EqualTo(50_000));
        Assert.That(QualityBudget.RowsOfRecords(50_000, 1_000), Is.EqualTo(2_000));
        Assert.That(QualityBudget.RowsOfClassifier(3_000, 1_000), Is.EqualTo(3_000));
        Assert.That(QualityBudget.RowsOfClassifier(3_000, 1_000_000), Is.EqualTo(200));
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
        Assert.That(report.Columns.Single().TVComplement, Is.EqualTo(0.75).Within(1e-9));
        Assert.That((report.Privacy.NewRowShare, report.Privacy.HeldOutNewRowShare), Is.EqualTo((0.25, (double?)1)));
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
        Assert.That(report.Columns[0].KSComplement, Is.EqualTo(1 - (14 / 40.0) + (20 / 60.0)).Within(1e-6));
        Assert.That(report.Columns[2].KSComplement, Is.EqualTo(2 / 3.0).Within(1e-6));
        Assert.That(report.Privacy.NewRowShare, Is.Zero);
    }

    [Test]
    public void ToString_Report_IsMarkdownWithTheWorstOfManyColumns()
    {
        QualityRow[] shifted = [.. real.Select(r => r.Copy())];
        Array.ForEach(shifted, r => r.Age += 20);
        var report = Compare(real, shifted);
        var wide = report with { Columns = [.. Enumerable.Repeat(report.Columns[1], 40), report.Columns[0]] };

        Assert.That(report.ToString(), Does.StartWith("# 400 synthetic rows compared with 400 real rows\n"));
        Assert.That(report.ToString(), Does.Contain("| Age | ").And.Contains("| Age and Job | "));
        Assert.That(report.ToString(), Does.Contain("| Classifier AUC | ").And.Contains("| 0.5 | "));
        Assert.That(report.ToString(), Does.Not.Contain(".1.").And.Not.Contains(",0"));

        var lines = wide.ToString().Split('\n');

        Assert.That(lines.Count(l => l.StartsWith("| Sensors.0 | ", StringComparison.Ordinal)), Is.EqualTo(19));
        Assert.That(lines, Has.One.StartsWith("| Age | "));
        Assert.That(wide.ToString(), Does.Contain("The 20 columns that differ most, of 41."));
    }

    /// <summary>Programs that show Markdown run HTML in it, and load its pictures.</summary>
    [Test]
    [Proves(73)]
    public void ToString_HostileColumnName_IsText()
    {
        var report = Compare(real, real);
        var name = "<img src=x>|![a](http://x)`\u202e\n";

        var hostile = report with { Columns = [report.Columns[0] with { Name = name }] };

        Assert.That(hostile.ToString(), Does.Contain("| \\<img src=x>\\|!\\[a](http://x)\\`\\\\u202e\\\\u000a | "));
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
            .. QualityFigure.List(report).Select(figure => figure.Value),
            .. report.Columns.SelectMany(c => new[] { c.Shape, c.RangeCoverage, c.MissingValueSimilarity }),
            .. report.LeastSimilarPairs.Select(p => (double?)p.Similarity),
        ];
        Assert.That(numbers.Where(n => n is { } number && !double.IsFinite(number)), Is.Empty);
    }

    private sealed class Worded
    {
        public string Text { get; set; } = "";
    }
}
