using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>Memory that stays at its place, handed out in pieces that ONNX Runtime reads and writes.</summary>
/// <remarks>For one thread at a time. Nothing can be read after it is disposed.</remarks>
internal abstract class PinnedBlock : IDisposable
{
    /// <summary>
    /// Every piece starts at 64 bytes, as ONNX Runtime's own tensors do: sums over rows are vectorized from aligned addresses
    /// on, so that elsewhere the last bit of a score would depend on where the array happens to lie.
    /// </summary>
    public const int Alignment = 64;

    private int taken;

    /// <summary>Gets the kind of memory, for ONNX Runtime.</summary>
    public abstract OrtMemoryInfo Memory { get; }

    /// <summary>Returns the number of bytes that a piece of a given length takes in the block.</summary>
    public static int Padded(int length) => checked(length + Alignment - 1) / Alignment * Alignment;

    /// <summary>Hands out the next piece: where it begins.</summary>
    public int Take(int length)
    {
        var offset = taken;
        taken += Padded(length);
        return offset;
    }

    public abstract nint Address(int offset);

    public Span<T> Values<T>(int offset, int length)
        where T : struct => MemoryMarshal.Cast<byte, T>(Bytes(offset, length));

    public abstract void Dispose();

    protected abstract Span<byte> Bytes(int offset, int length);
}
