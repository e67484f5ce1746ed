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
    [TestCase("950.5 ns,2.133 μs,17 ns", "", " ns, μs")]
    [TestCase("1.5MB,900kB,12MB", "", "kB,MB")]
    [TestCase("350Mi,1Gi,0", "", "Mi,Gi")]
    [TestCase("90s,1.5h,20min", "", "s,min,h")]
    public void Profile_NumbersWithLetters_HaveAnyThatDiffer(string cells, string unit, string magnitudes)
    {
        var column = Profile(cells);

        Assert.That(column.Problem, Is.Null);
        Assert.That(column.Schema.Prefix + column.Schema.Suffix, Is.EqualTo(unit));
        Assert.That(string.Join(',', column.Schema.Magnitudes), Is.EqualTo(magnitudes));
    }

    [TestCase("180,1.8M,175")] // meters
    [TestCase("5 KB,200 kg,7 KB")]
    [TestCase("1.5MB,900,12KB")]
    [TestCase("1K,2km,3K")]
    [TestCase("$1K,€2M,$3K")]
    [TestCase("162.0 mg/dl,4.1 mmol/l,93.5 mg/dl,5.2 mmol/l,120.1 mg/dl,3.9 mmol/l")] // each of several cells
    public void Profile_OtherUnits_AreLeftToTheUser(string cells) =>
        Assert.That(Profile(cells).Problem, Does.Contain("different units"));

    [TestCase("950.5 ns", 950.5)]
    [TestCase("2.133ms", 2.133e6)]
    [TestCase("1 s", 1e9)]
    [TestCase("-3 ms", -3e6)]
    [TestCase("0", 0)]
    public void TryReadNumber_UnitsOfTime_AreReadInTheSmallest(string text, double expected)
    {
        VaeColumnSchema times = new()
        {
            Name = "Mean",
            Kind = VaeColumnKind.Number,
            Magnitudes = [" s", " ms", " ns"],
            Decimals = 3,
        };

        Assert.That(times.TryReadNumber(text, out var value));
        Assert.That(value, Is.EqualTo(expected).Within(1e-12).Percent);
        Assert.That(
            times.FormatNumber(value).Replace(" ", ""),
            Is.EqualTo(text == "0" ? "0ns" : text.Replace(" ", ""))
        );
        Assert.That(times.TryReadNumber("5", out _), Is.False);
        Assert.That(times.TryReadNumber("5 kg", out _), Is.False);
    }

    /// <summary>Training data may have nanoseconds only, and a later row milliseconds.</summary>
    [TestCase(" ms", "1.5 s", 1500)]
    [TestCase(" ns", "2 μs", 2000)]
    [TestCase("MB", "1.5GB", 1536)]
    [TestCase("GiB", "512 MiB", 0.5)]
    public void TryReadNumber_AnotherUnitOfTheKind_IsConverted(string unit, string text, double expected)
    {
        VaeColumnSchema column = new()
        {
            Name = "Mean",
            Kind = VaeColumnKind.Number,
            Suffix = unit,
        };

        Assert.That(column.TryReadNumber(text, out var value));
        Assert.That(value, Is.EqualTo(expected).Within(1e-12).Percent);
    }

    [TestCase(" m", "5 s")] // meters
    [TestCase(" kg", "5 g")]
    [TestCase(" ms", "5 m")]
    [TestCase(" ms", "5")]
    public void TryReadNumber_UnitOfAnotherKind_IsRefused(string unit, string text) =>
        Assert.That(
            new VaeColumnSchema
            {
                Name = "Mean",
                Kind = VaeColumnKind.Number,
                Suffix = unit,
            }.TryReadNumber(text, out _),
            Is.False
        );

    private static VaeColumnProfile Profile(string cells) =>
        new MLContext(1)
            .Data.ProfileColumns(
                TextColumns.Create(
                    ("X", Enumerable.Range(0, 60).Select(i => cells.Split(',')[i % cells.Split(',').Length]))
                )
            )
            .Columns.Single();
}
