namespace VaeMlNet.Benchmarks.Tests;

internal sealed class SoakBenchmarkTests
{
    /// <summary>
    /// The run is too short to judge the working set, which still grows to its size. docs/contract.md has a run of two
    /// hours.
    /// </summary>
    [Test]
    [Category("Long")]
    public void Run_AFewMinutes_LeavesHeapHandlesThreadsAndFilesFlat()
    {
        using var folder = new TemporaryFolder();
        SoakSettings settings = new()
        {
            Minutes = 2,
            Seed = 1_000_000,
            OutputFolder = folder.Path,
        };

        SoakBenchmark.Run(settings);

        var samples = SoakSample.ReadAll(settings.SamplesFile);

        Assert.That(samples, Has.Count.GreaterThan(8));

        (var early, var late) = (samples[samples.Count / 2], samples[^1]);
        TestContext.Out.WriteLine($"{early}\n{late}");

        Assert.Multiple(() =>
        {
            Assert.That(late.Cycles, Is.GreaterThan(early.Cycles + 10));
            Assert.That(late.HeapMiB, Is.LessThan(early.HeapMiB + 0.5));
            Assert.That(late.Handles, Is.LessThan(early.Handles + 10));
            Assert.That(late.Threads, Is.LessThan(early.Threads + 10));
            Assert.That(samples.Select(sample => sample.Files), Has.All.Zero);
        });
    }
}
