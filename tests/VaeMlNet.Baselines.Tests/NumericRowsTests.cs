namespace VaeMlNet.Baselines.Tests;

internal sealed class NumericRowsTests
{
    private static readonly CodedTable Training = new(
        [new("Age", 0), new("City", 3), new("Same", 0)],
        [
            [1, 3, double.NaN, 5],
            [2, 2, double.NaN, 0],
            [7, 7, 7, 7],
        ]
    );

    [Test]
    public void Encode_Rows_AreStandardizedNumbersAndCenteredIndicators()
    {
        var rows = new NumericRows(Training).Encode(Training);

        // Mean 3, variance 8/3. Of the known cities, 2/3 are 2, 1/3 is 0, and none is 1, which has no slot.
        var deviation = Math.Sqrt(8 / 3.0);

        Assert.That(rows[0], Is.EqualTo(new[] { -2 / deviation, 1 / 3.0, -1 / 3.0, 0 }).Within(1e-6));
        Assert.That(rows[2], Is.EqualTo(new double[] { 0, 0, 0, 0 }), "missing cells have the mean");
        Assert.That(rows[3], Is.EqualTo(new[] { 2 / deviation, -2 / 3.0, 2 / 3.0, 0 }).Within(1e-6));
    }

    [Test]
    public void Encode_NumbersWithALargeOffset_AreStandardizedUnlessTheyDifferByRoundingOnly()
    {
        double[] counter = [.. Enumerable.Range(-15, 31).Select(step => 16_000_000.0 + step)];
        double[] constant = [.. counter.Select((_, row) => row == 0 ? (double)MathF.BitIncrement(0.3f) : 0.3f)];
        CodedTable rows = new([new("Counter", 0), new("Constant", 0)], [counter, constant]);

        var encoded = new NumericRows(rows).Encode(rows);

        Assert.That(encoded[0][0], Is.EqualTo(-15 / Math.Sqrt(80)).Within(1e-6), "variance (31² - 1) / 12");
        Assert.That(encoded[0][1], Is.EqualTo(0).Within(1e-6));
    }

    [Test]
    public void Restore_ScaledCells_AreTheCells()
    {
        TableScaling scaling = new(Training);

        var scaled = scaling.Scale(Training);

        Assert.That(scaled[1], Is.EqualTo(new[] { 0, 0, double.NaN, 1 }), "ranks of frequency");
        Assert.That(scaling.Restore(0, scaled[0][3]), Is.EqualTo(5).Within(1e-12));
        Assert.That((scaling.Restore(1, 0), scaling.Restore(1, 1)), Is.EqualTo((2.0, 0.0)));
    }
}
