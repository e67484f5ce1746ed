using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>The facts about the usual training rows in a model folder, for the reasons of scores.</summary>
public sealed class UsualRowsTests
{
    private const int RowCount = 200;

    private static readonly HardTable Table = new(
        "usual",
        RowCount,
        HardTable.Number("Load", row => row % 10 == 3 ? double.NaN : row),
        HardTable.Numbers("Pair", 2, (row, slot) => slot == 0 ? -row : 5),
        HardTable.Flag("Guarded", row => row % 2 == 0),
        HardTable.Key("Mode", row => row % 5)
    );

    private readonly TemporaryFolder folder = new();

    [OneTimeTearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Export_Table_HasRangesAndCountsOfTheRows()
    {
        using var trained = Train();
        var usual = Manifest(trained, "m").Usual!;
        float[] loads = [.. Enumerable.Range(0, RowCount).Where(row => row % 10 != 3).Select(row => (float)row)];

        Assert.That(usual.Rows, Is.EqualTo(RowCount));
        Assert.That(
            (usual.Columns[0].Lows.Single(), usual.Columns[0].Highs.Single()),
            Is.EqualTo((loads[2], loads[^3]))
        );
        Assert.That(usual.Columns[1].Lows[1], Is.EqualTo(5));
        Assert.That(usual.Columns[2].Lows, Is.Empty);
        Assert.That(usual.Columns.Select(column => column.Contributions.Count), Is.EqualTo(new[] { 1, 2, 1, 1 }));

        var pair = usual.Pairs.Single();

        Assert.That((pair.First, pair.Second, pair.SecondCount), Is.EqualTo(("Guarded", "Mode", 4)));

        for (var guarded = 0; guarded < 2; guarded++)
        {
            for (var mode = 1; mode <= 4; mode++)
            {
                var expected = Enumerable
                    .Range(0, RowCount)
                    .Count(row => (row % 2 == 0) == (guarded == 1) && row % 5 == mode);
                Assert.That(pair.Count(guarded, mode - 1), Is.EqualTo(expected), $"{guarded}, {mode}");
            }
        }
    }

    [Test]
    public void Export_OfACheckpoint_SaysTheSame()
    {
        using var trained = Train();
        var usual = Manifest(trained, "first").Usual!;
        trained.SaveCheckpoint(folder["checkpoint"]);
        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);

        var again = Manifest(loaded, "second").Usual!;

        Assert.That(again.Pairs.Single().Counts, Is.EqualTo(usual.Pairs.Single().Counts));
        Assert.That(
            again.Columns.Select(column =>
                (IEnumerable<float>)[.. column.Lows, .. column.Highs, .. column.Contributions]
            ),
            Is.EqualTo(
                usual.Columns.Select(column =>
                    (IEnumerable<float>)[.. column.Lows, .. column.Highs, .. column.Contributions]
                )
            )
        );
    }

    [Test]
    public void Export_Features_HasARangeForEachSlot()
    {
        var ml = new MLContext(seed: 1);
        var rows = Enumerable
            .Range(0, 100)
            .Select(row => new LabeledRow { Features = [row / 100f, 0.5f, 1 - (row / 100f)] });
        var trainer = new VaeTrainer(
            new()
            {
                EpochCount = 1,
                LatentDim = 1,
                HiddenDims = [2],
            }
        );
        var data = ml.Data.LoadFromEnumerable(rows, Schema());
        using var trained = trainer.Fit(data, "Features");
        trained.Export(folder["features"], data);

        var usual = VaeModel.ReadManifest(folder["features"]).Usual!;

        Assert.That(usual.Columns.Single().Lows[0], Is.EqualTo(0.01f));
        Assert.That(usual.Columns.Single().Highs[2], Is.EqualTo(0.99f).Within(1e-6));
        Assert.That(usual.Pairs, Is.Empty);
    }

    [Test]
    public void Export_NumbersWithWildCells_HasARangeThatUsualCellsHave()
    {
        HardTable wild = new(
            "wild",
            150,
            HardTable.Number("Width", row => row < 3 ? 20 + (10 * row) : 2 + (row % 25 / 10.0)),
            HardTable.Number("Depth", row => row == 7 ? -900 : row % 50)
        );
        using var trained = new VaeTrainer(
            new()
            {
                EpochCount = 1,
                LatentDim = 1,
                HiddenDims = [2],
            }
        ).Fit(wild.View, wild.ColumnNames);
        trained.Export(folder["wild"], wild.View);

        var usual = VaeModel.ReadManifest(folder["wild"]).Usual!;

        Assert.That(usual.Columns[0].Highs.Single(), Is.EqualTo(4.4f));
        Assert.That(usual.Columns[1].Lows.Single(), Is.Zero);
    }

    private static SchemaDefinition Schema()
    {
        var schema = SchemaDefinition.Create(typeof(LabeledRow));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
        return schema;
    }

    private static TrainedVae Train() =>
        new VaeTrainer(
            new()
            {
                EpochCount = 1,
                LatentDim = 1,
                HiddenDims = [2],
            }
        ).Fit(Table.View, Table.ColumnNames);

    private VaeManifest Manifest(TrainedVae trained, string name)
    {
        trained.Export(folder[name], Table.View);
        return VaeModel.ReadManifest(folder[name]);
    }
}
