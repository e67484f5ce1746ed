using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>
/// Tables of the kind that breaks models train, export and run: statements 28, 29, 31 and 32 of the checklist, and that
/// imputed and drawn cells are what they should be.
/// </summary>
[TestFixtureSource(nameof(Tables))]
public sealed class HardTableTests(HardTable table)
{
    private static IEnumerable<TestFixtureData> Tables =>
        HardTable.All.Select(table =>
        {
            var data = new TestFixtureData(table);
            if (table.Columns.Length >= 100)
            {
                data.Properties.Add("Category", "Long");
            }

            return data;
        });

    private readonly MLContext ml = new(seed: 1);
    private readonly TemporaryFolder folder = new();
    private VaeScoreTransformer detector = null!;
    private VaeModel model = null!;
    private IDataView scored = null!;
    private float[] scores = [];

    [OneTimeSetUp]
    public void TrainAndScore()
    {
        var options = new VaeTrainerOptions { EpochCount = 3, BatchSize = 16 };
        detector = ml
            .AnomalyDetection.Trainers.Vae(table.ColumnNames, options, new() { ContributionsColumnName = "Why" })
            .Fit(table.View);
        detector.SaveModelFolder(folder["model"]);
        model = VaeModel.Open(folder["model"]);
        scored = detector.Transform(table.View);
        scores = Scores(scored);
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        model?.Dispose();
        detector?.Dispose();
        folder.Dispose();
    }

    [Test]
    [Proves(28)]
    public void Statement28_Training_GivesFiniteNumbers()
    {
        Assert.That(model.Manifest.Columns.SelectMany(c => c.Scales ?? []), Is.All.GreaterThan(0));
        Assert.That(model.Verify().Passed, Is.True);
    }

    [Test]
    [Proves(29)]
    public void Statement29_ScoresAndLabels_AreFiniteAndAgreeWithTheThreshold()
    {
        var labels = ViewRows.Read(scored, [scored.Schema["PredictedLabel"]]);
        var threshold = model.Manifest.Threshold.NegativeElbo;

        Assert.That(scores, Has.Length.EqualTo(table.RowCount).And.All.Matches<float>(float.IsFinite));
        Assert.That(labels.Select(l => (bool)l[0]), Is.EqualTo(scores.Select(s => s > (float)threshold)));
    }

    [Test]
    public void Statement31_RowAlone_ScoresAsAmongOthers()
    {
        foreach (var row in new[] { 0, table.RowCount / 2, table.RowCount - 1 })
        {
            var alone = Scores(detector.Transform(table.Rows(1, row))).Single();
            Assert.That(alone, Is.EqualTo(scores[row]).Within(1e-4 * Math.Max(1, Math.Abs(scores[row]))), $"row {row}");
        }

        Assert.That(Scores(scored), Is.EqualTo(scores));
    }

    [Test]
    [Proves(32)]
    public void Statement32_Contributions_AddUpToTheScore()
    {
        var why = Vectors(scored, "Why");

        for (var row = 0; row < table.RowCount; row++)
        {
            Assert.That(why[row], Has.Length.EqualTo(table.SlotCount).And.All.Matches<float>(float.IsFinite));
            var size = Math.Max(1, why[row].Sum(c => Math.Abs((double)c)));
            Assert.That(why[row].Sum(c => (double)c), Is.EqualTo(scores[row]).Within(1e-4 * size), $"row {row}");
        }
    }

    [Test]
    [Proves(33)]
    public void Statement33_Imputed_KeepsObservedCellsAndLeavesNoGap()
    {
        string[] names = [.. table.Columns.Where(c => c.Type is not BooleanDataViewType).Select(c => c.Name)];
        if (names.Length == 0)
        {
            Assert.Pass("Booleans are never missing.");
            return;
        }

        using var step = ml.Transforms.VaeImpute(table.ColumnNames, model).Fit(table.View);
        var imputed = step.Transform(table.View);
        var before = ViewRows.Read(table.View, names.Select(n => table.View.Schema[n]));
        var after = ViewRows.Read(imputed, names.Select(n => imputed.Schema[n]));

        for (var row = 0; row < table.RowCount; row++)
        {
            Assert.That(before[row].Zip(after[row], IsFilled), Is.All.True, $"row {row}");
        }
    }

    [Test]
    public void Latents_OfEveryRow_AreFinite()
    {
        var options = new VaeTrainerOptions { EpochCount = 2, BatchSize = 16 };
        using var encoder = ml.Transforms.VaeFeaturize("Latent", table.ColumnNames, options).Fit(table.View);
        var view = encoder.Transform(table.View);

        Assert.That(Vectors(view, "Latent").SelectMany(z => z), Is.All.Matches<float>(float.IsFinite));
    }

    [Test]
    public void Draws_Rows_HaveTheColumnsAndTypesOfTheTable()
    {
        var drawn = ml.Data.VaeSample(model, rowCount: 20, seed: 1, new() { FillsMissingCells = true });

        Assert.That(Shapes.Describe(drawn.Schema), Is.EqualTo(Shapes.Describe(table.View.Schema)));

        foreach (var cell in ViewRows.Read(drawn).SelectMany(row => row))
        {
            var isValue = cell switch
            {
                float number => float.IsFinite(number),
                float[] numbers => numbers.All(float.IsFinite),
                uint key => key > 0,
                _ => true,
            };
            Assert.That(isValue, Is.True, $"{cell}");
        }
    }

    private static bool IsFilled(object before, object after) =>
        (before, after) switch
        {
            (float b, float a) => float.IsNaN(b) ? float.IsFinite(a) : a.Equals(b),
            (float[] b, float[] a) => b.Zip(a).All(pair => IsFilled(pair.First, pair.Second)),
            (uint b, uint a) => b == 0 ? a > 0 : a == b,
            _ => false,
        };

    private static float[] Scores(IDataView view) =>
        [.. ViewRows.Read(view, [view.Schema["Score"]]).Select(row => (float)row[0])];

    private static float[][] Vectors(IDataView view, string column) =>
        [.. ViewRows.Read(view, [view.Schema[column]]).Select(row => (float[])row[0])];
}
