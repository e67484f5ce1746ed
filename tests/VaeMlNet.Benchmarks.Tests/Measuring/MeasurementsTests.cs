namespace VaeMlNet.Benchmarks.Tests;

internal sealed class MeasurementsTests
{
    private static readonly Candidate Own = new("own", 1, "", rowCount: 100, () => 0);
    private static readonly Candidate Reference = new("reference", 1, "", rowCount: 100, () => 0);

    [Test]
    public void Speed_MachineSlowsDownBetweenRounds_ComparesWithinRounds()
    {
        var measurements = new Measurements([Own, Reference]);
        foreach (var slowness in new double[] { 1, 10, 3 })
        {
            measurements.Add(Own.Name, new(2 * slowness, 0, 0));
            measurements.Add(Reference.Name, new(1 * slowness, 0, 0));
        }

        Assert.That(measurements.Speed(new("own", "reference")), Is.EqualTo(new Quartiles(0.5, 0.5, 0.5)));
    }

    [Test]
    public void Speed_CandidatesOfDifferentLength_ComparesPerRow()
    {
        var shorter = Own with { RowCount = 50 };
        var measurements = new Measurements([shorter, Reference]);
        measurements.Add(shorter.Name, new(1, 0, 0));
        measurements.Add(Reference.Name, new(1, 0, 0));

        Assert.That(measurements.Speed(new("own", "reference")).Median, Is.EqualTo(0.5));
    }

    [Test]
    public void Time_TwiceTheTime_IsTwoWhereSpeedIsHalf()
    {
        var measurements = new Measurements([Own, Reference]);
        measurements.Add(Own.Name, new(Seconds: 2, CpuSeconds: 3, 0));
        measurements.Add(Reference.Name, new(Seconds: 1, CpuSeconds: 1, 0));

        Assert.Multiple(() =>
        {
            Assert.That(measurements.Time(new("own", "reference")).Median, Is.EqualTo(2));
            Assert.That(measurements.CpuTime(new("own", "reference")).Median, Is.EqualTo(3));
            Assert.That(measurements.Speed(new("own", "reference")).Median, Is.EqualTo(0.5));
        });
    }

    [Test]
    public void FastestFirst_OneSlowRound_GoesByTheMedian()
    {
        var measurements = new Measurements([Own, Reference]);
        foreach (var seconds in new double[] { 1, 1, 100 })
        {
            measurements.Add(Own.Name, new(seconds, 0, 0));
            measurements.Add(Reference.Name, new(2, 0, 0));
        }

        Assert.That(measurements.FastestFirst([Reference, Own]), Is.EqualTo(new[] { Own, Reference }));
    }

    [Test]
    public void Efficiency_SameClockTimeOnTwoProcessors_IsHalf()
    {
        var measurements = new Measurements([Own, Reference]);
        measurements.Add(Own.Name, new(1, 2, 0));
        measurements.Add(Reference.Name, new(1, 1, 0));

        Assert.That(measurements.Efficiency(new("own", "reference")).Median, Is.EqualTo(0.5));
    }

    [Test]
    public void FiguresPerRow_OnePass_DivideByItsRows()
    {
        var measurements = new Measurements([Own]);
        measurements.Add(Own.Name, new(Seconds: 0.5, CpuSeconds: 0.001, AllocatedBytes: 1600));

        Assert.Multiple(() =>
        {
            Assert.That(measurements.RowsPerSecond(Own).Median, Is.EqualTo(200));
            Assert.That(measurements.CpuMicrosecondsPerRow(Own).Median, Is.EqualTo(10).Within(1e-9));
            Assert.That(measurements.AllocatedBytesPerRow(Own).Median, Is.EqualTo(16));
        });
    }
}
