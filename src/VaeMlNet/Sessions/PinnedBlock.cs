using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>A block of memory at a fixed address, which is divided into pieces that ONNX Runtime reads and writes.</summary>
/// <remarks>Used by one thread at a time. Its memory cannot be read after it was disposed.</remarks>
internal abstract class PinnedBlock : IDisposable
{
    /// <summary>
    /// The alignment of every piece, as in ONNX Runtime's own tensors. Sums over rows are vectorized from aligned addresses on.
    /// With other addresses, the last bit of a score would depend on the address of the array.
    /// </summary>
    public const int Alignment = 64;

    private int taken;

    /// <summary>Gets the description of the memory for ONNX Runtime.</summary>
    public abstract OrtMemoryInfo Memory { get; }

    /// <summary>Returns the number of bytes that a piece of a given length takes in the block.</summary>
    public static int Padded(int length) => checked(length + Alignment - 1) / Alignment * Alignment;

    /// <summary>Reserves the next piece, and returns its first byte.</summary>
    public int Take(int length)
    {
        var offset = taken;
        taken += Padded(length);
        return offset;
    }

    public abstract nint Address(int offset);

    /// <summary>Returns a part of the block.</summary>
    public abstract Span<byte> Bytes(int offset, int length);

    public abstract void Dispose();
}

/// <summary>A pooled array, for runs on the CPU. Disposing it returns the array to the pool.</summary>
internal sealed class PooledBlock : PinnedBlock
{
    private readonly byte[] buffer;
    private readonly int start;
    private GCHandle pin;
    private bool disposed;

    /// <param name="length">The number of bytes to reserve: the sum of the <see cref="PinnedBlock.Padded"/> lengths.</param>
    public PooledBlock(int length)
    {
        buffer = ArrayPool<byte>.Shared.Rent(checked(length + Alignment));
        // CreateTensorValueFromMemory is not used. Its values keep the array pinned forever if nobody disposes them, and
        // PredictionEngine does not dispose its rows.
        pin = GCHandle.Alloc(buffer, GCHandleType.Pinned);
        start = (int)((Alignment - (pin.AddrOfPinnedObject() % Alignment)) % Alignment);
    }

    ~PooledBlock() => Unpin();

    public override OrtMemoryInfo Memory => OrtMemoryInfo.DefaultInstance;

    public override nint Address(int offset) => pin.AddrOfPinnedObject() + start + offset;

    public override void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        Unpin();
        GC.SuppressFinalize(this);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    public override Span<byte> Bytes(int offset, int length)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return buffer.AsSpan(start + offset, length);
    }

    private void Unpin()
    {
        if (pin.IsAllocated)
        {
            pin.Free();
        }
    }
}

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
