using System.Buffers;
using System.Runtime.InteropServices;

namespace VaeMlNet;

/// <summary>One pooled array that stays at its place in memory, handed out in pieces that ONNX Runtime reads and writes.</summary>
/// <remarks>
/// For one thread at a time. Disposing it returns the array to the pool: nothing can be read afterwards, for it is somebody
/// else's then.
/// </remarks>
internal sealed class PinnedBlock : IDisposable
{
    /// <summary>
    /// Every piece starts at 64 bytes, as ONNX Runtime's own tensors do: sums over rows are vectorized from aligned addresses
    /// on, so that elsewhere the last bit of a score would depend on where the array happens to lie.
    /// </summary>
    public const int Alignment = 64;

    private readonly byte[] buffer;
    private readonly int start;
    private GCHandle pin;
    private int taken;
    private bool disposed;

    /// <param name="length">Bytes that <see cref="Take"/> can hand out, <see cref="Padded"/> lengths added up.</param>
    public PinnedBlock(int length)
    {
        buffer = ArrayPool<byte>.Shared.Rent(checked(length + Alignment));
        // Not CreateTensorValueFromMemory: its values keep the array pinned for good when nobody disposes them, and
        // PredictionEngine does not dispose its rows.
        pin = GCHandle.Alloc(buffer, GCHandleType.Pinned);
        start = (int)((Alignment - (pin.AddrOfPinnedObject() % Alignment)) % Alignment);
    }

    ~PinnedBlock() => Unpin();

    /// <summary>What a piece of so many bytes takes of the block.</summary>
    public static int Padded(int length) => checked(length + Alignment - 1) / Alignment * Alignment;

    /// <summary>Hands out the next piece: where it begins.</summary>
    public int Take(int length)
    {
        int offset = taken;
        taken += Padded(length);
        return offset;
    }

    public nint Address(int offset) => pin.AddrOfPinnedObject() + start + offset;

    public Span<T> Values<T>(int offset, int length)
        where T : struct
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return MemoryMarshal.Cast<byte, T>(buffer.AsSpan(start + offset, length));
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
