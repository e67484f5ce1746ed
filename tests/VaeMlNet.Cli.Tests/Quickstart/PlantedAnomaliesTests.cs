namespace VaeMlNet.Cli.Tests;

internal sealed class PlantedAnomaliesTests
{
    [Test]
    public void Plant_EveryImage_TurnsClockwise()
    {
        FeatureMatrix images = new([1, 2, 3, 4], RowCount: 1, Width: 4);

        var planted = PlantedAnomalies.Plant(images, count: 1, seed: 1);

        Assert.That(planted.Images.Values, Is.EqualTo(new float[] { 3, 1, 4, 2 }));
        Assert.That(images.Values, Is.EqualTo(new float[] { 1, 2, 3, 4 }), "the input stays");
    }

    [Test]
    public void Plant_Some_TurnsExactlyThoseThatAreMarked()
    {
        FeatureMatrix images = new([.. Enumerable.Range(0, 400).Select(i => (float)i)], RowCount: 100, Width: 4);

        var planted = PlantedAnomalies.Plant(images, count: 17, seed: 5);

        Assert.That(planted.IsTurned.Count(turned => turned), Is.EqualTo(17));
        for (var row = 0; row < 100; row++)
        {
            var changed = !planted.Images.Row(row).SequenceEqual(images.Row(row));
            Assert.That(changed, Is.EqualTo(planted.IsTurned[row]), $"row {row}");
        }
    }

    [Test]
    public void Plant_Seed_DecidesTheChoice()
    {
        FeatureMatrix images = new(new float[400], RowCount: 100, Width: 4);

        var first = PlantedAnomalies.Plant(images, 10, seed: 1).IsTurned;

        Assert.That(PlantedAnomalies.Plant(images, 10, seed: 1).IsTurned, Is.EqualTo(first));
        Assert.That(PlantedAnomalies.Plant(images, 10, seed: 2).IsTurned, Is.Not.EqualTo(first));
    }
}
