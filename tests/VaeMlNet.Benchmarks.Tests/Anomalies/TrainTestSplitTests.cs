namespace VaeMlNet.Benchmarks.Tests;

internal sealed class TrainTestSplitTests
{
    [Test]
    public void Draw_AnySeed_KeepsSharesOfBothKindsAndLosesNoRow()
    {
        var split = TrainTestSplit.Draw(Set(200, anomalies: 20), seed: 3);

        Assert.That((split.Training.RowCount, split.Test.RowCount), Is.EqualTo((140, 60)));
        Assert.That(split.IsAnomaly.Count(label => label), Is.EqualTo(6));
        Assert.That(split.Training.Values.Concat(split.Test.Values), Is.EquivalentTo(Set(200, 20).Rows.Values));
        // Row i contains i, and the first 20 rows are the anomalies.
        Assert.That(
            split.Test.Values.Zip(split.IsAnomaly),
            Is.All.Matches<(float, bool)>(r => r.Item1 < 20 == r.Item2)
        );
        Assert.That(
            split.Training.Values.Zip(split.IsTrainingAnomaly),
            Is.All.Matches<(float, bool)>(r => r.Item1 < 20 == r.Item2)
        );
        Assert.That(split.Training.Values, Is.Not.Ordered);
    }

    [Test]
    public void Draw_SameSeed_IsTheSameAndAnotherIsNot()
    {
        var set = Set(200, anomalies: 20);

        var first = TrainTestSplit.Draw(set, seed: 1).Training.Values;

        Assert.That(TrainTestSplit.Draw(set, seed: 1).Training.Values, Is.EqualTo(first));
        Assert.That(TrainTestSplit.Draw(set, seed: 2).Training.Values, Is.Not.EqualTo(first));
    }

    [Test]
    public void Draw_MoreThanTenThousandRows_TakesTenThousandWithBothKinds()
    {
        var split = TrainTestSplit.Draw(Set(40_000, anomalies: 2), seed: 1);

        Assert.That(split.Training.RowCount + split.Test.RowCount, Is.EqualTo(10_000));
        Assert.That(split.IsAnomaly.Count(label => label), Is.EqualTo(1));
    }

    [Test]
    public void Standardize_ConstantColumn_IsZeroAndOthersAreInDeviationsOfTheTrainingPart()
    {
        TrainTestSplit split = new(
            new FeatureMatrix([1, 7, 3, 7, 5, 7], 3, 2),
            new FeatureMatrix([3, 8], 1, 2),
            [true],
            [false, false, false]
        );

        var standardized = split.Standardize();

        var deviation = MathF.Sqrt(8 / 3f);

        Assert.That(
            standardized.Training.Values,
            Is.EqualTo(new[] { -2 / deviation, 0, 0, 0, 2 / deviation, 0 }).Within(1e-6)
        );
        Assert.That(standardized.Test.Values, Is.EqualTo(new float[] { 0, 1 }).Within(1e-6));
    }

    private static LabeledSet Set(int rows, int anomalies) =>
        new(
            "rows",
            new FeatureMatrix([.. Enumerable.Range(0, rows).Select(row => (float)row)], rows, 1),
            [.. Enumerable.Range(0, rows).Select(row => row < anomalies)]
        );
}
