using System.Buffers;
using System.Runtime.InteropServices;

namespace VaeMlNet;

/// <summary>A pooled array at a fixed address, which is divided into pieces that ONNX Runtime reads and writes. Disposing it returns the array.</summary>
/// <remarks>
/// Used by one thread at a time. Its memory cannot be read after it was disposed. CUDA copies from and to it, too: the CUDA provider of ONNX
/// Runtime 1.31 fails if an output is bound to memory of its allocator of page-locked memory.
/// </remarks>
internal sealed class PinnedBlock : IDisposable
{
    /// <summary>
    /// The alignment of every piece, as in ONNX Runtime's own tensors. Sums over rows are vectorized from aligned addresses on.
    /// With other addresses, the last bit of a score would depend on the address of the array.
    /// </summary>
    public const int Alignment = 64;

    private readonly byte[] buffer;
    private readonly int start;
    private GCHandle pin;
    private int taken;
    private bool disposed;

    /// <param name="length">The number of bytes to reserve: the sum of the <see cref="Padded"/> lengths.</param>
    public PinnedBlock(int length)
    {
        buffer = ArrayPool<byte>.Shared.Rent(checked(length + Alignment));
        // CreateTensorValueFromMemory is not used. Its values keep the array pinned forever if nobody disposes them, and
        // PredictionEngine does not dispose its rows.
        pin = GCHandle.Alloc(buffer, GCHandleType.Pinned);
        start = (int)((Alignment - (pin.AddrOfPinnedObject() % Alignment)) % Alignment);
    }

    ~PinnedBlock() => Unpin();

    /// <summary>Returns the number of bytes that a piece of a given length takes in the block.</summary>
    public static int Padded(int length) => checked(length + Alignment - 1) / Alignment * Alignment;

    /// <summary>Reserves the next piece, and returns its first byte.</summary>
    public int Take(int length)
    {
        var offset = taken;
        taken += Padded(length);
        return offset;
    }

    public nint Address(int offset) => pin.AddrOfPinnedObject() + start + offset;

    /// <summary>Returns a part of the block.</summary>
    public Span<byte> Bytes(int offset, int length)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return buffer.AsSpan(start + offset, length);
    }

    public void Dispose()
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

    private void Unpin()
    {
        if (pin.IsAllocated)
        {
            pin.Free();
        }
    }
}
