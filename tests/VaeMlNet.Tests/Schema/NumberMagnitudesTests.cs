using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>Numbers with letters for thousands, millions and more.</summary>
internal sealed class NumberMagnitudesTests
{
    private static readonly VaeColumnSchema Euros = new()
    {
        Name = "Value",
        Kind = VaeColumnKind.Number,
        Prefix = "€",
        Magnitudes = ["K", "M"],
        Decimals = 1,
    };

    [TestCase("€565K", 565_000)]
    [TestCase("€110.5M", 110_500_000)]
    [TestCase("-€1.5M", -1_500_000)]
    [TestCase("€0", 0)]
    [TestCase("€999", 999)]
    [TestCase("€1K", 1000)]
    public void TryReadNumber_Magnitude_IsWrittenAgain(string text, double expected)
    {
        Assert.That(Euros.TryReadNumber(text, out var value));
        Assert.That(value, Is.EqualTo(expected));
        Assert.That(Euros.FormatNumber(value), Is.EqualTo(text));
    }

    [TestCase("€K")]
    [TestCase("€1k")]
    [TestCase("€1B")]
    [TestCase("€1KM")]
    [TestCase("1K")]
    public void TryReadNumber_OtherText_IsRefused(string text) =>
        Assert.That(Euros.TryReadNumber(text, out _), Is.False);

    [Test]
    public void TryReadNumber_BlankBeforeTheLettersAndUnitAfterThem_IsRead()
    {
        var schema = Euros with { Prefix = "", Suffix = " EUR", Magnitudes = ["mn", "bn"], DecimalMark = ',' };

        Assert.That(schema.TryReadNumber("1,5 mn EUR", out var value));
        Assert.That(value, Is.EqualTo(1_500_000));
        Assert.That(schema.FormatNumber(2.5e9), Is.EqualTo("2,5bn EUR"));
    }

    [TestCase("€565K,€1.5M,€0,€20K", "€", "K,M")]
    [TestCase("1.2K,15,999,8K", "", "K")]
    [TestCase("19M,201k,8.7M", "", "k,M")]
    [TestCase("$1.2B,$500,$3.4B", "$", "B")]
    [TestCase("5.3k,17k,1.2m", "", "k,m")]
    [TestCase("$1.5m,$200,$3b", "$", "m,b")]
    [TestCase("$5M,$6M,$7.5M", "$M", "")] // a unit
    [TestCase("5m,6.2m,8m", "m", "")] // meters
    public void Profile_NumbersWithLetters_HaveAnyThatDiffer(string cells, string unit, string magnitudes)
    {
        var column = Profile(cells);

        Assert.That(column.Problem, Is.Null);
        Assert.That(column.Schema.Prefix + column.Schema.Suffix, Is.EqualTo(unit));
        Assert.That(string.Join(',', column.Schema.Magnitudes), Is.EqualTo(magnitudes));
    }

    [TestCase("180,1.8M,175")] // meters
    [TestCase("1K,2km,3K")]
    [TestCase("$1K,€2M,$3K")]
    public void Profile_OtherUnits_AreLeftToTheUser(string cells) =>
        Assert.That(Profile(cells).Problem, Does.Contain("different units"));

    private static VaeColumnProfile Profile(string cells) =>
        new MLContext(1)
            .Data.ProfileColumns(
                TextColumns.Create(
                    ("X", Enumerable.Range(0, 60).Select(i => cells.Split(',')[i % cells.Split(',').Length]))
                )
            )
            .Columns.Single();
}
