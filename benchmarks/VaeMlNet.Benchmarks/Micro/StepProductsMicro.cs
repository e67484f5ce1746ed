using BenchmarkDotNet.Attributes;
using TorchSharp;

namespace VaeMlNet.Benchmarks;

/// <summary>The 11 matrix products of a step of 784-400-20, into tensors made before.</summary>
public class StepProductsMicro : IDisposable
{
    private StepProducts? products;

    /// <summary>Rows of a step.</summary>
    [Params(64, 128, 256, 1024)]
    public int Rows { get; set; }

    /// <summary>Threads of a product.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Makes the tensors.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        torch.set_num_threads(Threads);
        products = new StepProducts(Rows);
    }

    /// <summary>Frees them.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        products?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>One step.</summary>
    [Benchmark]
    public void Step() => products!.Run(stepCount: 1);
}
