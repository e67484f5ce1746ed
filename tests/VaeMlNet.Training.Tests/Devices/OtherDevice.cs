using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>
/// A device other than the CPU: CUDA where there is one, and otherwise that of other_device.cpp. It is loaded before all tests, because libtorch
/// asks for its devices once.
/// </summary>
[SetUpFixture]
public sealed class OtherDevice
{
    private static readonly string Library = Path.Combine(AppContext.BaseDirectory, "libOtherDevice.so");

    public static Device Device { get; } = cuda.is_available() ? new(DeviceType.CUDA, 0) : new(DeviceType.XLA, 0);

    /// <summary>Gets how much larger rounding is there than that of one operation.</summary>
    public static float Rounding => cuda.is_available() ? 100 : 1;

    /// <summary>Skips the test where there is no other device: that of other_device.cpp needs the headers of libtorch.</summary>
    public static void Require() =>
        Assume.That(
            cuda.is_available() || File.Exists(Library),
            "needs CUDA, or the build with compat, which has libtorch's headers"
        );

    [OneTimeSetUp]
    public void Load()
    {
        if (!cuda.is_available() && File.Exists(Library))
        {
            NativeLibrary.Load(Library);
        }
    }
}
