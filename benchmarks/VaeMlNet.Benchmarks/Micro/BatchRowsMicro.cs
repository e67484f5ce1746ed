using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>Rows of a batch out of 60,000: where they lie in a random order, and where they lie together.</summary>
public class BatchRowsMicro
{
    private const int RowCount = 60_000;

    private Tensor? rows;
    private Tensor? order;

    /// <summary>Rows of a batch.</summary>
    [Params(128, 1024)]
    public int Batch { get; set; }

    /// <summary>Makes rows and order.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        rows = rand(RowCount, 784);
        order = randperm(RowCount, ScalarType.Int64);
    }

    /// <summary>Frees them.</summary>
    [GlobalCleanup]
    public void CleanUp()
    {
        rows!.Dispose();
        order!.Dispose();
    }

    /// <summary>Gathers rows by their numbers.</summary>
    [Benchmark]
    public void Gathered()
    {
        using var numbers = order!.narrow(0, 0, Batch);
        using var batch = rows!.index_select(0, numbers);
    }

    /// <summary>Copies as many neighbors.</summary>
    [Benchmark(Baseline = true)]
    public void Together()
    {
        using var part = rows!.narrow(0, 0, Batch);
        using var batch = part.clone();
    }
}
