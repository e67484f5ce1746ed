namespace VaeMlNet.Report.Tests;

internal sealed class FigureTests
{
    [TestCase(70_213.4, "70,213")]
    [TestCase(2014, "2014", Description = "a year has no comma")]
    [TestCase(152.3867, "152.4")]
    [TestCase(0.00012345, "0.0001235")]
    [TestCase(-0.000001, "-0.000001")]
    [TestCase(1.25e-9, "1.25 × 10⁻⁹")]
    [TestCase(-3e16, "-3 × 10¹⁶")]
    [TestCase(0, "0")]
    [TestCase(double.NaN, "–")]
    [TestCase(double.PositiveInfinity, "–")]
    public void Number_AnyNumber_HasNoExponentWherePeopleCanRead(double value, string expected) =>
        Assert.That(Figure.Number(value), Is.EqualTo(expected));

    [TestCase(-0.001, 2, "0.00")]
    [TestCase(12_345.678, 1, "12,345.7")]
    [TestCase(0.5, 3, "0.500")]
    public void Fixed_SomeDecimals_HasThemAll(double value, int decimals, string expected) =>
        Assert.That(Figure.Fixed(value, decimals), Is.EqualTo(expected));

    [TestCase(1, "1 epoch")]
    [TestCase(0, "0 epochs")]
    [TestCase(1200, "1,200 epochs")]
    public void Count_WithANoun_HasItsNumber(long count, string expected) =>
        Assert.That(Figure.Count(count, "epoch"), Is.EqualTo(expected));

    [TestCase(0.00001, "< 0.01 %")]
    [TestCase(0.0123, "1.23 %")]
    [TestCase(1, "100 %")]
    public void Percent_SmallShare_IsNotRoundedToZero(double share, string expected) =>
        Assert.That(Figure.Percent(share), Is.EqualTo(expected));

    [TestCase(1e-9, "< 0.001")]
    [TestCase(0.0456, "0.046")]
    public void PValue_Small_IsBelowAThousandth(double value, string expected) =>
        Assert.That(Figure.PValue(value), Is.EqualTo(expected));
}
