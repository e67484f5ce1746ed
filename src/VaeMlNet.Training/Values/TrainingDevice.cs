using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The device that a training runs on.</summary>
/// <param name="Device">The device of TorchSharp.</param>
/// <param name="IsAccelerator">
/// Whether steps run beside the calling thread, as on a GPU: another thread prepares their rows ahead, and gradients are those of autograd.
/// </param>
internal sealed record TrainingDevice(Device Device, bool IsAccelerator)
{
    /// <summary>Gets the number of threads of manual backpropagation; null if the step chooses it.</summary>
    public int? WorkerCount { get; init; }

    /// <summary>The device of a machine without another one.</summary>
    public static readonly TrainingDevice Cpu = new(CPU, IsAccelerator: false);

    // An NVIDIA H100 takes about 2 ms for a step with fewer operations, because it waits for the thread that starts them. 4 processors are as
    // fast with 5e8 operations (docs/guide/07-gpu.md).
    private const double FewestOperationsOfAGpu = 1e9;

    // Beside the rows, a step needs memory for the network, its gradients and its activations.
    private const long BytesLeftForSteps = 1L << 30;

    /// <summary>Finds a device of TorchSharp.</summary>
    /// <param name="device">The chosen device.</param>
    /// <param name="operations">The operations of a step. Where there are few, the CPU replaces a device that it may replace.</param>
    public static TrainingDevice Find(VaeDevice device, double operations)
    {
        if (device.GpuDeviceId is not { } id || (device.FallbackToCpu && operations < FewestOperationsOfAGpu))
        {
            return Cpu;
        }

        var count = cuda.is_available() ? cuda.device_count() : 0;
        if (device.FallbackToCpu && id >= count)
        {
            return Cpu;
        }

        if (count == 0)
        {
            throw new InvalidOperationException(
                $"Training on '{device}' is not possible: TorchSharp finds no CUDA. Reference the package VaeMlNet.Gpu (TorchSharp-cuda-linux and TorchSharp-cuda-windows) "
                    + "instead of TorchSharp-cpu, and install NVIDIA's driver; or choose the device 'auto' or 'cpu'."
            );
        }

        return id < count
            ? new(new Device(DeviceType.CUDA, id), IsAccelerator: true)
            : throw new InvalidOperationException(
                FormattableString.Invariant(
                    $"Training on '{device}' is not possible: this machine has {count} CUDA devices, and the first has the number 0. Choose another device."
                )
            );
    }

    /// <summary>Returns a tensor on this device: the same one if it is there, otherwise a copy.</summary>
    /// <remarks>Copies to a GPU go through pinned memory, so that they run beside the GPU's work.</remarks>
    public Tensor Place(Tensor tensor)
    {
        if (tensor.device_type == Device.type)
        {
            return tensor;
        }

        return Device.type == DeviceType.CUDA ? tensor.pin_memory().to(Device, non_blocking: true) : tensor.to(Device);
    }

    /// <summary>
    /// Runs functions that copy tensors to this device, if the copies fit into its memory beside the training steps. Returns the copies, which
    /// belong to the caller's dispose scope; null if they do not fit.
    /// </summary>
    public Tensor?[]? PlaceAllIfTheyFit(params Func<Tensor?>[] copies)
    {
        using var scope = NewDisposeScope();
        try
        {
            using var left = empty(BytesLeftForSteps, ScalarType.Byte, Device);
            var placed = Array.ConvertAll(copies, copy => copy());
            Array.ForEach(placed, copy => copy?.MoveToOuterDisposeScope());
            return placed;
        }
        catch (Exception e) when (IsOutOfMemory(e))
        {
            return null;
        }
    }

    /// <summary>Returns the error for a step that did not fit into the device's memory; null for other errors.</summary>
    public InvalidOperationException? Explain(Exception error, int batchSize) =>
        IsOutOfMemory(error)
            ? new InvalidOperationException(
                FormattableString.Invariant(
                    $"The memory of {Device} is too small for steps of {batchSize} rows ({error.Message.Split('\n')[0]}). Set VaeTrainerOptions.BatchSize to {Math.Max(1, batchSize / 2)} or less, choose a smaller network, or train on the CPU with Device = \"cpu\"."
                ),
                error
            )
            : null;

    private static bool IsOutOfMemory(Exception error) =>
        error is ExternalException && error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase);
}
