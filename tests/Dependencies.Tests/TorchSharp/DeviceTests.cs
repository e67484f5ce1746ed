using TorchSharp;
using static TorchSharp.torch;

namespace Dependencies.Tests;

/// <summary>Device queries, which must work with and without a GPU.</summary>
public sealed class DeviceTests
{
    [Test]
    public void Device_OfANewTensor_IsTheCpu()
    {
        using var x = zeros(2);

        Assert.Multiple(() =>
        {
            Assert.That(x.device_type, Is.EqualTo(DeviceType.CPU));
            Assert.That(CPU.ToString(), Is.EqualTo("cpu"));
        });
    }

    [Test]
    public void Device_OfCudaWhereThereIsNone_ReportsIt()
    {
        if (cuda.is_available())
        {
            Assert.Ignore("There is a CUDA device.");
        }

        Assert.That(
            () => zeros(2, device: CUDA),
            Throws.InvalidOperationException.With.Message.Contains("CUDA did not initialise on the current machine")
        );
    }

    [Test]
    public void Cuda_Queries_AgreeWithEachOther()
    {
        Assert.Multiple(() =>
        {
            Assert.That(cuda.is_available(), Is.EqualTo(cuda.device_count() > 0));
            Assert.That(cuda_is_available(), Is.EqualTo(cuda.is_available()));
            Assert.That(TryInitializeDeviceType(DeviceType.CUDA), Is.EqualTo(cuda.is_available()));
        });
    }

    [Test]
    public void ManualSeedAll_WithoutCuda_IsIgnored()
    {
        if (cuda.is_available())
        {
            Assert.Ignore("There is a CUDA device.");
        }

        Assert.That(() => cuda.manual_seed_all(1), Throws.Nothing);
    }

    [Test]
    [Category("CUDA")]
    public void Cuda_OfATensor_ComputesWhatTheCpuComputes()
    {
        if (!cuda.is_available())
        {
            Assert.Ignore("TorchSharp finds no CUDA.");
        }

        using var scope = NewDisposeScope();
        var x = arange(6, dtype: ScalarType.Float32).reshape(2, 3); // [2, 3]
        var there = x.pin_memory().to(CUDA, non_blocking: true);

        var product = there.matmul(there.t()); // [2, 2]
        cuda.synchronize();

        Assert.Multiple(() =>
        {
            Assert.That(product.device_type, Is.EqualTo(DeviceType.CUDA));
            Assert.That(product.cpu().data<float>().ToArray(), Is.EqualTo(new float[] { 5, 14, 14, 50 }).Within(1e-4));
        });
    }

    [Test]
    public void SetNumThreads_ToOne_IsReadBack()
    {
        var before = get_num_threads();

        set_num_threads(1);
        var set = get_num_threads();
        set_num_threads(before);

        Assert.That(set, Is.EqualTo(1));
    }
}
