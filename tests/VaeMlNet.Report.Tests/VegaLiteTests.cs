namespace VaeMlNet.Report.Tests;

internal sealed class VegaLiteTests
{
    [TestCase(101325.04f, "101325.04")]
    [TestCase(0.1f, "0.1", Description = "no more digits than the float needs")]
    [TestCase(16777216f, "16777216")]
    [TestCase(101325.0416667, "101325.042")]
    [TestCase(1.0 / 3, "0.333333333")]
    public void Number_AnyNumber_HasTheDigitsOfAFloat(double value, string expected) =>
        Assert.That(VegaLite.Number(value)!.ToJsonString(), Is.EqualTo(expected));

    [TestCase(double.NaN)]
    [TestCase(double.NegativeInfinity)]
    public void Number_NotFinite_IsNull(double value) => Assert.That(VegaLite.Number(value), Is.Null);

    [TestCase(0, 1, ",.5~r")]
    [TestCase(-25, -23.5, ",.5~r")]
    [TestCase(1991.25, 1992.5, ",.6~r")]
    [TestCase(101325.02, 101325.06, ",.9~r")]
    public void FormatOfEnds_Bars_TellsTheEndsApart(double from, double to, string expected) =>
        Assert.That(VegaLite.FormatOfEnds([(from, to)]), Is.EqualTo(expected));

    [Test]
    public void FormatOfEnds_NoBars_HasFewDigits() => Assert.That(VegaLite.FormatOfEnds([]), Is.EqualTo(",.5~r"));
}
