using BenchmarkDotNet.Attributes;
using TorchSharp;

namespace VaeMlNet.Benchmarks;

/// <summary>Measures the 11 matrix products of a training step of 784-400-20, into preallocated tensors.</summary>
public class StepProductsMicro : IDisposable
{
    private StepProducts? products;

    /// <summary>Gets or sets the number of rows of a step.</summary>
    [Params(64, 128, 256, 1024)]
    public int Rows { get; set; }

    /// <summary>Gets or sets the number of threads of a product.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Creates the tensors.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        torch.set_num_threads(Threads);
        products = new StepProducts(Rows);
    }

    /// <summary>Disposes the tensors.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        products?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Computes the products of one step.</summary>
    [Benchmark]
    public void Step() => products!.Run(stepCount: 1);
}
