using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

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
