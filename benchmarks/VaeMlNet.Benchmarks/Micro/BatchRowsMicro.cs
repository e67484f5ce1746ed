using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Measures how long it takes to gather the rows of a batch from 60,000 rows in random order, compared with adjacent rows.
/// </summary>
public class BatchRowsMicro
{
    private const int RowCount = 60_000;

    private Tensor? rows;
    private Tensor? order;

    /// <summary>Gets or sets the number of rows of a batch.</summary>
    [Params(128, 1024)]
    public int Batch { get; set; }

    /// <summary>Creates the rows and their order.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        rows = rand(RowCount, 784);
        order = randperm(RowCount, ScalarType.Int64);
    }

    /// <summary>Disposes the tensors.</summary>
    [GlobalCleanup]
    public void CleanUp()
    {
        rows!.Dispose();
        order!.Dispose();
    }

    /// <summary>Gathers rows by their indices.</summary>
    [Benchmark]
    public void Gathered()
    {
        using var numbers = order!.narrow(0, 0, Batch);
        using var batch = rows!.index_select(0, numbers);
    }

    /// <summary>Copies the same number of adjacent rows.</summary>
    [Benchmark(Baseline = true)]
    public void Together()
    {
        using var part = rows!.narrow(0, 0, Batch);
        using var batch = part.clone();
    }
}
