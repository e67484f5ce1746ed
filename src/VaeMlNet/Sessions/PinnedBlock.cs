using Microsoft.ML.OnnxRuntime;

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
