namespace VaeMlNet.Benchmarks.Tests;

internal sealed class WindowLengthTests
{
    [Test]
    public void Choose_Sine_IsTheNearestInRatioToThePeriod()
    {
        Assert.That(WindowLength.Period(Sine(48)), Is.EqualTo(48));
        Assert.That(WindowLength.Choose(new(Sine(48), 1)), Is.EqualTo(64));
        Assert.That(WindowLength.Choose(new(Sine(12), 1)), Is.EqualTo(10));
        Assert.That(WindowLength.Choose(new(Sine(90), 1)), Is.EqualTo(100));
    }

    [Test]
    public void Choose_Pulses_HaveTheDistanceBetweenThemAsPeriod()
    {
        double[] pulses = [.. Enumerable.Range(0, 300).Select(i => i % 25 < 3 ? 1.0 : 0)];

        Assert.That(WindowLength.Period(pulses), Is.EqualTo(25));
    }

    [Test]
    public void Choose_NoPeriod_Is32()
    {
        double[] steady = [.. Enumerable.Range(0, 300).Select(i => (double)i)];

        Assert.That(WindowLength.Period(steady), Is.Null);
        Assert.That(WindowLength.Choose(new(steady, 1)), Is.EqualTo(32));
        Assert.That(WindowLength.Choose(new(new double[300], 1)), Is.EqualTo(32));
    }

    [Test]
    public void Choose_SeveralChannels_Is32() =>
        Assert.That(
            WindowLength.Choose(new([.. Sine(12).SelectMany(value => (double[])[value, value])], 2)),
            Is.EqualTo(32)
        );

    [Test]
    public void Period_LongerThanAThirdOfTheRows_IsNotFound() => Assert.That(WindowLength.Period(Sine(120)), Is.Null);

    private static double[] Sine(int period) =>
        [.. Enumerable.Range(0, 300).Select(i => Math.Sin(2 * Math.PI * i / period))];
}
