using System.Numerics;

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
/// <param name="losses">The losses of the rows, [<see cref="Stride"/>].</param>
internal readonly ref struct SlotRows(
    Span<Vector<float>> parameters,
    ReadOnlySpan<Vector<float>> values,
    ReadOnlySpan<Vector<float>> weights,
    Span<Vector<float>> losses
)
{
    private readonly ReadOnlySpan<Vector<float>> weights = weights;

    /// <summary>Gets the decoder's outputs, which a gradient replaces.</summary>
    public Span<Vector<float>> Parameters { get; } = parameters;

    /// <summary>Gets the values.</summary>
    public ReadOnlySpan<Vector<float>> Values { get; } = values;

    /// <summary>Gets the losses, to which a gradient adds.</summary>
    public Span<Vector<float>> Losses { get; } = losses;

    /// <summary>Gets the number of vectors of a slot.</summary>
    public int Stride => Losses.Length;

    /// <summary>Gets the number of slots D.</summary>
    public int SlotCount => Values.Length / Stride;

    /// <summary>Gets whether slots have weights other than 1.</summary>
    public bool HaveWeights => !weights.IsEmpty;

    /// <summary>Returns the weights at an index of <see cref="Values"/>.</summary>
    public Vector<float> WeightAt(int index) => weights.IsEmpty ? Vector<float>.One : weights[index];

    /// <summary>Returns the same rows with other values.</summary>
    public SlotRows WithValues(ReadOnlySpan<Vector<float>> values) => new(Parameters, values, weights, Losses);

    /// <summary>Returns the same rows with some neighboring slots.</summary>
    /// <param name="firstParameter">The first of the decoder's outputs.</param>
    /// <param name="parameterCount">The number of outputs.</param>
    /// <param name="first">The first slot.</param>
    /// <param name="count">The number of slots.</param>
    public SlotRows Slots(long firstParameter, long parameterCount, long first, long count) =>
        new(
            Of(Parameters, firstParameter, parameterCount),
            Of(Values, first, count),
            weights.IsEmpty ? weights : Of(weights, first, count),
            Losses
        );

    private Span<T> Of<T>(Span<T> all, long first, long count) => all.Slice((int)first * Stride, (int)count * Stride);

    private ReadOnlySpan<T> Of<T>(ReadOnlySpan<T> all, long first, long count) =>
        all.Slice((int)first * Stride, (int)count * Stride);
}
