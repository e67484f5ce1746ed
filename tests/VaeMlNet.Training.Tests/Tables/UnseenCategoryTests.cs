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
        UsesRegressions = false,
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

    /// <summary>In a column of codes, a fifth of which occur once, a new code is usual.</summary>
    [Test]
    public void Score_NewCategoryAmongManySingleOnes_CostsLess()
    {
        using var folder = new TemporaryFolder();
        var ofFew = Rise(folder["few"], row => 1 + ((uint)row % 3), keyCount: 3);
        var ofMany = Rise(folder["many"], row => row < 200 ? 1 + (uint)row : 201 + ((uint)row % 3), keyCount: 203);

        Assert.That(ofMany, Is.GreaterThan(0).And.LessThan(0.5 * ofFew));
    }

    private static double Rise(string model, Func<int, uint> job, int keyCount)
    {
        HardTable table = new(
            "codes",
            RowCount,
            new ScalarSource<uint>("Job", new KeyDataViewType(typeof(uint), keyCount), row => job(row)),
            Table.Columns[1]
        );
        HardTable unseen = new(
            "unseen codes",
            RowCount,
            new ScalarSource<uint>("Job", new KeyDataViewType(typeof(uint), 900), _ => 900),
            Table.Columns[1]
        );
        using var trained = new VaeTrainer(Options).Fit(table.View, table.ColumnNames);
        trained.Export(model, table.View);
        return Scores(model, unseen).Average() - Scores(model, table).Average();
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
