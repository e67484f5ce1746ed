namespace VaeMlNet.Tests;

public class BatchPlanTests
{
    [TestCase(1, 16, false, new long[] { 1 })]
    [TestCase(16, 16, false, new long[] { 16 })]
    [TestCase(17, 16, false, new long[] { 16, 1 })]
    [TestCase(17, 16, true, new long[] { 17 })]
    [TestCase(33, 16, true, new long[] { 16, 17 })]
    [TestCase(34, 16, true, new long[] { 16, 16, 2 })]
    [TestCase(3, 1, false, new long[] { 1, 1, 1 })]
    [TestCase(1, 16, true, new long[] { 1 })]
    public void SizeOf_EveryStep_AddsUpToTheRows(long rowCount, int batchSize, bool joins, long[] sizes)
    {
        var plan = new BatchPlan(rowCount, batchSize, joins);

        Assert.That(Enumerable.Range(0, (int)plan.StepCount).Select(step => plan.SizeOf(step)), Is.EqualTo(sizes));
    }
}
