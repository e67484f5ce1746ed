using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>
/// A device other than the CPU: CUDA where there is one, and otherwise libtorch's lazy device. The lazy device collects operations and computes
/// them on the CPU when a value is read. It refuses an operation with tensors of the CPU, as CUDA does.
/// </summary>
/// <remarks>
/// The meta device of libtorch is no replacement: it lacks convolutions, <c>where</c>, <c>index_select</c> and others, because Python implements
/// them for it, and it accepts a product with a matrix of the CPU.
/// </remarks>
[SetUpFixture]
public sealed class OtherDevice
{
    // torch::lazy::InitTorchScriptBackend(), of torch/csrc/lazy/ts_backend/ts_backend_impl.h. Its name is that of the Itanium C++ ABI.
    private const string Start = "_ZN5torch4lazy22InitTorchScriptBackendEv";

    // torch::jit::getProfilingMode(), of torch/csrc/jit/runtime/profiling_graph_executor_impl.h: a reference. A graph that runs once is not worth
    // its profile and a second compilation, which take a third of the time.
    private const string ProfilingMode = "_ZN5torch3jit16getProfilingModeEv";

    // torch/csrc/lazy/core/config.h. Numbers are then constants of the collected operations. Otherwise they are float64 tensors, whose type
    // the results take on, unlike those of every other device.
    private static readonly string[] Settings =
    [
        "FLAGS_torch_lazy_handle_special_scalars",
        "FLAGS_torch_lazy_all_numbers_special_scalars",
    ];

    // c10/core/DeviceType.h; TorchSharp's enumeration does not name it.
    private const DeviceType Lazy = (DeviceType)17;

    private static bool hasLazy;

    /// <summary>Gets the device.</summary>
    public static Device Device { get; } = cuda.is_available() ? new(DeviceType.CUDA, 0) : new(Lazy, 0);

    /// <summary>Gets how much larger rounding is there than that of one operation.</summary>
    public static float Rounding => cuda.is_available() ? 100 : 1;

    /// <summary>Skips the test where there is no other device.</summary>
    public static void Require() =>
        Assume.That(cuda.is_available() || hasLazy, "needs CUDA, or a libtorch that exports its lazy device");

    /// <summary>Returns whether the device updates a tensor of a network's state: the lazy device does not update the averages of normalization.</summary>
    public static bool Updates(string name) =>
        cuda.is_available() || !name.Contains(".running_", StringComparison.Ordinal);

    /// <summary>Starts the lazy device before all tests, because libtorch asks for its devices once.</summary>
    [OneTimeSetUp]
    public unsafe void StartLazy()
    {
        if (cuda.is_available() || !NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, null, out var libtorch))
        {
            return;
        }

        if (NativeLibrary.TryGetExport(libtorch, Start, out var start))
        {
            // Each collected graph is compiled, and is rarely run again: 1,024 of them, the default, would take gigabytes.
            *(int*)NativeLibrary.GetExport(libtorch, "FLAGS_torch_lazy_compilation_cache_size") = 8;
            foreach (var setting in Settings)
            {
                *(bool*)NativeLibrary.GetExport(libtorch, setting) = true;
            }

            if (NativeLibrary.TryGetExport(libtorch, ProfilingMode, out var profilingMode))
            {
                *((delegate* unmanaged<bool*>)profilingMode)() = false;
            }

            ((delegate* unmanaged<void>)start)();
            hasLazy = true;
        }
    }
}
