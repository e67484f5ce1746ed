using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>The score of a category that training did not have, in a table whose usual scores have a long tail.</summary>
public sealed class UnseenCategoryTests
{
    private const int RowCount = 1000;

    /// <summary>One amount in 20 is far from the others, so that -log p of an unseen category by counts alone, 14 nats, is usual.</summary>
    private static readonly HardTable Table = new(
        "long tail",
        RowCount,
        HardTable.Key("Job", row => 1 + (row % 3)),
        HardTable.Number("Amount", row => row % 20 == 7 ? 10 + (row % 9) : (row * 0.618) % 1)
    );

    private static readonly HardTable Unseen = new(
        "unseen",
        RowCount,
        new ScalarSource<uint>("Job", new KeyDataViewType(typeof(uint), 9), _ => 9),
        Table.Columns[1]
    );

    private static readonly VaeTrainerOptions Options = new()
    {
        EpochCount = 5,
        Likelihood = new GaussianLikelihoodOptions(),
    };

    [Test]
    public void Score_UsualRowsWithAnUnseenCategory_AreAsUnusualAsOneRowIn100()
    {
        using var folder = new TemporaryFolder();
        using var trained = new VaeTrainer(Options).Fit(Table.View, Table.ColumnNames);
        trained.Export(folder["model"], Table.View);

        Assert.That(ShareAboveThreshold(folder["model"], Unseen), Is.GreaterThan(0.5));
        Assert.That(ShareAboveThreshold(folder["model"], Table), Is.LessThan(0.05));
    }

    [Test]
    public void LoadCheckpoint_ScoresOfUnseenCategories_AreThoseOfTheSavedModel()
    {
        using var folder = new TemporaryFolder();
        using var saved = new VaeTrainer(Options).Fit(Table.View, Table.ColumnNames);
        saved.SaveCheckpoint(folder["checkpoint"]);
        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);
        saved.Export(folder["saved"], Table.View);
        loaded.Export(folder["loaded"], Table.View);

        Assert.That(Scores(folder["loaded"], Unseen), Is.EqualTo(Scores(folder["saved"], Unseen)));
    }

    private static double ShareAboveThreshold(string model, HardTable rows)
    {
        using var opened = VaeModel.Open(model);
        var threshold = opened.Manifest.Threshold!.Value(VaeScoreKind.NegativeElbo);
        return Scores(model, rows).Average(score => score > threshold ? 1 : 0);
    }

    private static float[] Scores(string model, HardTable rows) =>
        [
            .. new MLContext(seed: 1)
                .Transforms.VaeScore("Score", rows.ColumnNames, model)
                .Fit(rows.View)
                .Transform(rows.View)
                .GetColumn<float>("Score"),
        ];
}
