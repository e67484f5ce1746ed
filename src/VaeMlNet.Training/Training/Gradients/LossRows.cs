using System.Numerics;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The rows of a pass as <see cref="ReconstructionGradient"/> reads them: values and weights, slot by slot.</summary>
/// <remarks>The buffers belong to the dispose scope in which it was created.</remarks>
internal sealed class LossRows
{
    private readonly SlotMatrix values; // [n, D]
    private readonly SlotMatrix? weights; // [n, D]; null if all are 1
    private readonly bool readsInput;
    private readonly float ofVisible;

    /// <param name="rowCount">n.</param>
    /// <param name="width">D.</param>
    /// <param name="isTable">Whether cells can be missing.</param>
    /// <param name="noise">The noise on the encoder's input. With hidden cells, the others have a weight of their own.</param>
    public LossRows(long rowCount, long width, bool isTable, VaeInputNoiseOptions noise)
    {
        values = new SlotMatrix(rowCount, width);
        weights = isTable ? new SlotMatrix(rowCount, width) : null;
        readsInput = noise.Kind == VaeInputNoiseKind.HiddenCells;
        ofVisible = (float)noise.VisibleWeight;
    }

    /// <summary>Reads the rows, with 0 and the weight 0 for missing cells.</summary>
    /// <param name="features">The rows to reconstruct, [n, D] or wider.</param>
    /// <param name="input">The input of the encoder, of the same shape.</param>
    /// <returns>The largest |x|.</returns>
    public float Read(Tensor features, Tensor input)
    {
        values.CopyFrom(features);
        if (readsInput)
        {
            weights!.CopyFrom(input);
        }

        var largest = Vector<float>.Zero;
        var x = values.Vectors;
        var w = weights is null ? [] : weights.Vectors;
        for (var i = 0; i < x.Length; i++)
        {
            if (weights is not null)
            {
                var isKnown = Vector.Equals(x[i], x[i]);
                var weight = readsInput
                    ? Vector.ConditionalSelect(
                        Vector.Equals(w[i], w[i]),
                        new Vector<float>(ofVisible),
                        Vector<float>.One
                    )
                    : Vector<float>.One;
                (x[i], w[i]) = (Known(isKnown, x[i]), Known(isKnown, weight));
            }

            largest = Vector.Max(largest, Vector.Abs(x[i]));
        }

        return Largest(largest);
    }

    /// <summary>Returns the rows with the decoder's outputs for them.</summary>
    public SlotRows With(SlotMatrix parameters, Span<Vector<float>> losses) =>
        new(parameters.Vectors, values.Vectors, weights is null ? [] : weights.Vectors, losses, values.Stride);

    private static Vector<float> Known(Vector<int> isKnown, Vector<float> number) =>
        Vector.ConditionalSelect(isKnown, number, Vector<float>.Zero);

    private static float Largest(Vector<float> numbers)
    {
        var largest = numbers[0];
        for (var lane = 1; lane < Vector<float>.Count; lane++)
        {
            largest = Math.Max(largest, numbers[lane]);
        }

        return largest;
    }
}
