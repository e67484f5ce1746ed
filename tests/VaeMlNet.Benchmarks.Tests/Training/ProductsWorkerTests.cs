namespace VaeMlNet.Benchmarks.Tests;

[Platform("Linux")]
internal sealed class ProductsWorkerTests
{
    [TestCase(1, 2, Category = "Long")]
    [TestCase(2, 1)]
    public void Run_PartsWithThreads_UsesThatManyThreadsForEveryProduct(int threads, int parts)
    {
        using TemporaryFolder folder = new();
        var start = new TrainingCandidates(TrainingSection.All[0].WithRows(256), "mnist").ProductsStart(threads, parts);
        start.Environment["MKL_VERBOSE"] = "1";
        start.Environment["MKL_VERBOSE_OUTPUT_FILE"] = folder["calls"];

        using (var child = new ChildProcess("gemm", start))
        {
            child.TakeTurn();
        }

        if (!File.Exists(folder["calls"]))
        {
            Assert.Ignore("libtorch uses another library than MKL on this machine.");
        }

        string[] products = [.. File.ReadLines(folder["calls"]).Where(line => line.Contains("SGEMM"))];

        Assert.That(products, Has.Length.EqualTo(11 * parts * 2), "2 steps");
        Assert.That(products, Has.All.EndsWith($"NThr:{threads}"));
    }
}
