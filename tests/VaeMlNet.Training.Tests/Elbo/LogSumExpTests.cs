namespace VaeMlNet.Tests;

public class LogSumExpTests
{
    [Test]
    public void LogMeans_SeveralRows_AreTheLogsOfTheMeans()
    {
        var sum = new LogSumExp(2);
        sum.Add([Math.Log(2), Math.Log(8)]);
        sum.Add([Math.Log(6), Math.Log(4)]);

        Assert.That(sum.LogMeans(), Is.EqualTo(new[] { Math.Log(4), Math.Log(6) }).Within(1e-6));
    }

    [TestCase(-1e4f)]
    [TestCase(1e4f)]
    public void LogMeans_NumbersWhoseExpIsNoDouble_AreExact(float value)
    {
        var sum = new LogSumExp(1);
        sum.Add([value - 100]);
        sum.Add([value]);
        sum.Add([value]);

        Assert.That(sum.LogMeans()[0], Is.EqualTo(value + Math.Log(2.0 / 3)).Within(1e-9));
    }
}
