using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The score of a misspelled text that training saw once, by a detector and by a model that fills cells.</summary>
[TestFixture(true)]
[TestFixture(false)]
public sealed class RareCategoryTests(bool isDetector)
{
    private const int RowCount = 600;
    private const int Misspelled = 77;

    private static readonly HardTable Table = new(
        "rare",
        RowCount,
        HardTable.Number("Size", row => (row % 3) + (0.5 * ((row * 0.618) % 1))),
        HardTable.Key("Kind", row => row == Misspelled ? 4 : 1 + (row % 3)),
        HardTable.Key("City", row => row * row % 97 % 13 > 5 ? 1 : 2)
    );

    private readonly TemporaryFolder ownFolder = new();
    private readonly MLContext ml = new(seed: 1);
    private TrainedVae trained = null!;

    [OneTimeSetUp]
    public void Train()
    {
        trained = new VaeTrainer(new() { EpochCount = 20 }) { ForAnomalies = isDetector }.Fit(
            Table.View,
            Table.ColumnNames
        );
        trained.Export(Model, Table.View);
    }

    [OneTimeTearDown]
    public void Delete()
    {
        trained.Dispose();
        ownFolder.Dispose();
    }

    private string Model => ownFolder["model"];

    [Test]
    public void Score_MisspelledCategoryOfOneRow_IsTheHighestForItsColumn()
    {
        VaeScoreOptions options = new() { ContributionsColumnName = "Why" };
        var scored = ml
            .Transforms.VaeScore("Score", Table.ColumnNames, Model, options)
            .Fit(Table.View)
            .Transform(Table.View);
        float[] scores = [.. scored.GetColumn<float>("Score")];
        var why = scored.GetColumn<float[]>("Why").ElementAt(Misspelled);

        Assert.That(scores[Misspelled], Is.EqualTo(scores.Max()));
        Assert.That(why[1], Is.EqualTo(why.Max()));
    }

    [Test]
    public void Penalties_RareCategory_AreTheNatsOfANewOne()
    {
        using var scope = NewDisposeScope();
        var likelihood = (TableLikelihood)trained.Network.Likelihood;
        var rows = trained.Network.EncodeRows(
            tensor(
                new float[,]
                {
                    { 1.5f, 4, 1 },
                    { 1.5f, 2, 1 },
                }
            )
        );
        var values = trained.Network.Values(rows);
        var ofNew = Math.Max(2 * Math.Log(RowCount + 5), likelihood.ScoreSpread + Math.Log(4));

        var penalties = likelihood.WithPenalties(zeros_like(values), values); // [2, W]
        var ofCells = penalties.narrow(1, 0, trained.Table!.ValueWidth).sum(1); // without broken relations

        Assert.That(TensorValues.Floats(ofCells), Is.EqualTo(new[] { ofNew, 0 }).Within(1e-4));
    }

    [TestCase(new long[] { 1, 67, 124, 152 }, 1, 1)]
    [TestCase(new long[] { 3, 1, 2, 0, 300, 400 }, 3, 6)]
    [TestCase(new long[] { 1, 9, 300, 400 }, 0, 0)] // rarer little by little
    [TestCase(new long[] { 1, 1, 2, 4, 7, 12, 30, 60 }, 0, 0)]
    [TestCase(new long[] { 5, 300 }, 0, 0)] // above one percent
    [TestCase(new long[] { 6, 100_000 }, 0, 0)]
    [TestCase(new long[] { 1, 1, 1, 57 }, 1, 3)]
    [TestCase(new long[] { 1, 1, 1, 1, 56 }, 0, 0)] // above five percent together
    [TestCase(new long[] { 1, 59 }, 1, 1)]
    [TestCase(new long[] { 500 }, 0, 0)]
    [TestCase(new long[0], 0, 0)]
    public void Find_Counts_GivesThoseFarBelowAllOthers(long[] counts, long mostRows, long rowsOfAll) =>
        Assert.That(RareCategories.Find(counts), Is.EqualTo((mostRows, rowsOfAll)));
}
