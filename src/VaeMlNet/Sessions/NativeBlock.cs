using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>
/// Memory from one of ONNX Runtime's allocators. On CUDA, it consists of pages that the device reads and writes itself.
/// </summary>
internal sealed class NativeBlock : PinnedBlock
{
    // One per device for the lifetime of the process, like OrtMemoryInfo.DefaultInstance, because blocks outlive sessions.
    private static readonly ConcurrentDictionary<int, OrtMemoryInfo> PinnedByDevice = new();

    private readonly OrtAllocator allocator;
    private readonly OrtValue bytes;
    private readonly nint address;
    private readonly int size;
    private bool disposed;

    private NativeBlock(OrtMemoryInfo memory, OrtAllocator allocator, OrtValue bytes)
    {
        Memory = memory;
        this.allocator = allocator;
        this.bytes = bytes;
        var all = bytes.GetTensorMutableRawData();
        size = all.Length;
        // Requesting the span of each row from ONNX Runtime would cost several calls per row.
        address = Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(all));
    }

    public override OrtMemoryInfo Memory { get; }

    /// <summary>Returns the description of host memory that a CUDA device accesses without the processor.</summary>
    public static OrtMemoryInfo CudaPinned(int device) =>
        PinnedByDevice.GetOrAdd(
            device,
            id => new(OrtMemoryInfo.allocatorCUDA_PINNED, OrtAllocatorType.DeviceAllocator, id, OrtMemType.CpuOutput)
        );

    /// <summary>
    /// Allocates memory; null if the session has no allocator for such memory, or if the allocator has none left.
    /// </summary>
    public static NativeBlock? TryAllocate(InferenceSession session, OrtMemoryInfo memory, int length)
    {
        OrtAllocator? allocator = null;
        try
        {
            allocator = new(session, memory);
            return new(
                memory,
                allocator,
                OrtValue.CreateAllocatedTensorValue(allocator, TensorElementType.UInt8, [length])
            );
        }
        catch (OnnxRuntimeException)
        {
            allocator?.Dispose();
            return null;
        }
    }

    public override nint Address(int offset) => address + offset;

    public override void Dispose()
    {
        // Without a call to Dispose, finalizers run in this order, because the allocator is a SafeHandle and those are
        // finalized last.
        disposed = true;
        bytes.Dispose();
        allocator.Dispose();
    }

    public override Span<byte> Bytes(int offset, int length)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)offset + length, size, nameof(length));
        return MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), Address(offset)), length);
    }
}
