using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// A matrix of n rows whose memory is slot by slot, so that loops over the rows of a slot use whole vectors. Matrix products read and write it
/// like any other matrix.
/// </summary>
/// <remarks>The lanes after the last row are 0. The tensors belong to the dispose scope in which it was created.</remarks>
internal sealed class SlotMatrix
{
    /// <summary>The numbers of a cache line. It is a multiple of the length of every vector.</summary>
    private const long Alignment = 16;

    private readonly Tensor memory; // [width, n and unused lanes]

    /// <param name="rowCount">n.</param>
    /// <param name="width">The number of slots.</param>
    public SlotMatrix(long rowCount, long width)
    {
        RowCount = (int)rowCount;
        memory = zeros(width, (rowCount + Alignment - 1) / Alignment * Alignment);
        Rows = memory.narrow(1, 0, rowCount).t();
    }

    /// <summary>Gets the rows, [n, width]. It is not contiguous.</summary>
    public Tensor Rows { get; }

    /// <summary>Gets the number of rows n.</summary>
    public int RowCount { get; }

    /// <summary>Gets the number of vectors of a slot.</summary>
    public int Stride => (int)memory.shape[1] / Vector<float>.Count;

    /// <summary>Gets the memory, with <see cref="Stride"/> vectors for each slot.</summary>
    public Span<Vector<float>> Vectors => MemoryMarshal.Cast<byte, Vector<float>>(memory.bytes);

    /// <summary>Copies rows in the usual order.</summary>
    /// <param name="rows">Contiguous float32 rows of at least this width.</param>
    public void CopyFrom(Tensor rows) =>
        MatrixTransposition.Copy(
            TensorValues.Memory(rows),
            (int)rows.shape[1],
            TensorValues.Memory(memory),
            (int)memory.shape[1],
            RowCount,
            (int)memory.shape[0]
        );
}
