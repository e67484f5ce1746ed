using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Rows of a batch, slot by slot: the numbers of all rows in a slot are side by side, as vectors. Loops over them therefore use whole vectors,
/// whatever the number of slots is.
/// </summary>
/// <remarks>
/// The last vector of a slot can have unused lanes. Their parameters and values are 0, and their results are ignored.
/// </remarks>
/// <param name="parameters">The decoder's outputs, [P, <see cref="Stride"/>].</param>
/// <param name="values">The values x with 0 for missing cells, [D, <see cref="Stride"/>].</param>
/// <param name="weights">The weights of the slots in the loss, [D, <see cref="Stride"/>]; empty if all are 1.</param>
/// <param name="losses">The losses of the rows, [<see cref="Stride"/>], or of each of their cells, [D, <see cref="Stride"/>].</param>
/// <param name="stride">The number of vectors of a slot.</param>
internal readonly ref struct SlotRows(
    Span<Vector<float>> parameters,
    ReadOnlySpan<Vector<float>> values,
    ReadOnlySpan<Vector<float>> weights,
    Span<Vector<float>> losses,
    int stride
)
{
    private readonly ReadOnlySpan<Vector<float>> weights = weights;

    /// <summary>Gets the decoder's outputs, which a gradient replaces.</summary>
    public Span<Vector<float>> Parameters { get; } = parameters;

    public ReadOnlySpan<Vector<float>> Values { get; } = values;

    /// <summary>Gets the losses, to which a gradient adds.</summary>
    public Span<Vector<float>> Losses { get; } = losses;

    /// <summary>Gets the number of vectors of a slot.</summary>
    public int Stride { get; } = stride;

    /// <summary>Gets the number of slots D.</summary>
    public int SlotCount => Values.Length / Stride;

    /// <summary>Gets whether slots have weights other than 1.</summary>
    public bool HaveWeights => !weights.IsEmpty;

    public Vector<float> WeightAt(int index) => weights.IsEmpty ? Vector<float>.One : weights[index];

    /// <summary>Returns the losses to which the gradient of a slot adds: those of the rows, or of the slot's cells.</summary>
    public Span<Vector<float>> LossesOf(int slot) => Losses.Length == Stride ? Losses : Of(Losses, slot, 1);

    /// <summary>Returns the same rows with other values.</summary>
    public SlotRows WithValues(ReadOnlySpan<Vector<float>> values) => new(Parameters, values, weights, Losses, Stride);

    /// <summary>Returns the same cells, each with a loss of its own and the weight 1.</summary>
    /// <param name="parameterCount">The number of the decoder's first outputs that the cells have.</param>
    /// <param name="losses">The losses, [D, <see cref="Stride"/>].</param>
    public SlotRows Cells(int parameterCount, Span<Vector<float>> losses) =>
        new(Of(Parameters, 0, parameterCount), Values, [], losses, Stride);

    /// <summary>Returns the same rows with some neighboring slots.</summary>
    public SlotRows Slots(long firstParameter, long parameterCount, long first, long count) =>
        new(
            Of(Parameters, firstParameter, parameterCount),
            Of(Values, first, count),
            weights.IsEmpty ? weights : Of(weights, first, count),
            Losses.Length == Stride ? Losses : Of(Losses, first, count),
            Stride
        );

    private Span<T> Of<T>(Span<T> all, long first, long count) => all.Slice((int)first * Stride, (int)count * Stride);

    private ReadOnlySpan<T> Of<T>(ReadOnlySpan<T> all, long first, long count) =>
        all.Slice((int)first * Stride, (int)count * Stride);
}

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
