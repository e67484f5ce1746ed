using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The other device refuses what CUDA refuses. Otherwise the tests on it would prove nothing.</summary>
public sealed class OtherDeviceTests
{
    private static readonly (string Name, Func<Tensor, Tensor, Tensor> Compute)[] Operations =
    [
        ("sum", (a, b) => a + b),
        ("product", (a, b) => a.mm(b)),
        ("linear", (a, b) => nn.functional.linear(a, b)),
        ("selection", (a, b) => a.index_select(0, b.select(0, 0).to(ScalarType.Int64))),
        ("loss", (a, b) => nn.functional.binary_cross_entropy_with_logits(a, b)),
        ("in place", (a, b) => a.add_(b)),
    ];

    private static IEnumerable<TestCaseData> Cases =>
        Operations.Select(operation => new TestCaseData(operation.Compute).SetArgDisplayNames(operation.Name));

    [TestCaseSource(nameof(Cases))]
    public void Compute_TensorsOfTwoDevices_IsRefused(Func<Tensor, Tensor, Tensor> compute)
    {
        OtherDevice.Require();
        using var scope = NewDisposeScope();
        var (there, here) = (ones(3, 3).to(OtherDevice.Device), ones(3, 3));

        Assert.That(() => compute(there, here), Throws.InstanceOf<System.Runtime.InteropServices.ExternalException>());
        Assert.That(compute(there, here.to(OtherDevice.Device)).device.type, Is.EqualTo(OtherDevice.Device.type));
    }
}
