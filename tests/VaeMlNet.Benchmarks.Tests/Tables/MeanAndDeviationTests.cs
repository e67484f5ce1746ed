namespace VaeMlNet.Benchmarks.Tests;

public sealed class MeanAndDeviationTests
{
    [TestCase(new[] { 0.5 }, "0.50")]
    [TestCase(new[] { 1.0, 2.0, 3.0 }, "2.00 ± 1.00")]
    public void Write_Figures_GivesMeanAndSampleDeviation(double[] values, string expected) =>
        Assert.That(MeanAndDeviation.Write(values, "F2"), Is.EqualTo(expected));
}
