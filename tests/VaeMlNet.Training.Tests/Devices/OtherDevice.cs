using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The device of other_device.cpp. It is loaded before all tests, because libtorch asks for its devices once.</summary>
[SetUpFixture]
public sealed class OtherDevice
{
    private static readonly string Library = Path.Combine(AppContext.BaseDirectory, "libOtherDevice.so");

    public static Device Device { get; } = new(DeviceType.XLA, 0);

    /// <summary>Skips the test where the device could not be built: it needs the headers of libtorch.</summary>
    public static void Require() =>
        Assume.That(Library, Does.Exist, "only the build with compat has libtorch's headers");

    [OneTimeSetUp]
    public void Load()
    {
        if (File.Exists(Library))
        {
            NativeLibrary.Load(Library);
        }
    }
}
