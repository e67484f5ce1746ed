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
    public void SetNumThreads_ToOne_IsReadBack()
    {
        var before = get_num_threads();

        set_num_threads(1);
        var set = get_num_threads();
        set_num_threads(before);

        Assert.That(set, Is.EqualTo(1));
    }
}
