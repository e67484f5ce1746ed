namespace VaeMlNet.Benchmarks.Tests;

internal sealed class TableCoderTests
{
    private static readonly ProtocolTable Table = new(
        "t",
        "Flag",
        [("Age", true), ("Flag", false), ("City", false)],
        []
    );

    private readonly TextTable training = new(
        ["Age", "Flag", "City"],
        [
            ["1", "3", "", "5"],
            ["0", "1", "1", ""],
            ["Rome", "Oslo", "Oslo", "Lima"],
        ]
    );

    [Test]
    public void Code_Cells_AreInDeviationsAndByFrequency()
    {
        TableCoder coder = new(Table, training);

        var coded = coder.Code(training).Values;

        // Mean 3, variance 8/3. Equally frequent levels are in the order of their texts.
        Assert.That(
            coded[0],
            Is.EqualTo(new[] { -2, 0, double.NaN, 2 }.Select(v => v / Math.Sqrt(8 / 3.0))).Within(1e-12)
        );
        Assert.That(coded[1], Is.EqualTo(new[] { 1, 0, 0, double.NaN }));
        Assert.That(coded[2], Is.EqualTo(new double[] { 2, 0, 0, 1 }));
        Assert.That(coder.Code(training).Columns.Select(column => column.LevelCount), Is.EqualTo(new[] { 0, 2, 3 }));
    }

    [Test]
    public void Decode_CodedRows_AreTheTexts()
    {
        var decimals = training with
        {
            Columns =
            [
                ["1.5", "3", "", "-0.25"],
                .. training.Columns[1..],
            ],
        };
        TableCoder coder = new(Table, decimals);

        var decoded = coder.Decode(coder.Code(decimals));

        Assert.That(decoded.Names, Is.EqualTo(decimals.Names));
        Assert.That(
            decoded["Age"],
            Is.EqualTo(new[] { "1.50", "3.00", "", "-0.25" }),
            "decimals of the longest number"
        );
        Assert.That((decoded["Flag"], decoded["City"]), Is.EqualTo((decimals["Flag"], decimals["City"])));
    }

    [Test]
    public void Snap_NumbersInACodedCategory_BecomeTheNearestLevel()
    {
        TextTable written = new(
            ["Age", "Flag", "City"],
            [
                ["1.5", "2"],
                ["0.678", "-3"],
                ["Paris", "Rome"],
            ]
        );

        var snapped = new TableCoder(Table, training).Snap(written);

        Assert.That(snapped["Flag"], Is.EqualTo(new[] { "1", "0" }));
        Assert.That((snapped["Age"], snapped["City"]), Is.EqualTo((written["Age"], written["City"])), "others stay");
    }
}
