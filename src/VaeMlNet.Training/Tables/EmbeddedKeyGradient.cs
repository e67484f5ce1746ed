using System.Numerics;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Computes -log softmax(E h + b) at a key, with the derivative softmax - 1 at the key by the logits g, so that dh = E' g, dE = g h' and db = g.
/// Other keys than 1 to K have no loss.
/// </summary>
internal sealed class EmbeddedKeyGradient : ReconstructionGradient
{
    private readonly LearnedNumbers vectors; // E, [K, W]
    private readonly LearnedNumbers bias; // b, [K]
    private readonly SlotMatrix outputs; // h, [n, W]
    private readonly SlotMatrix outputGradient; // [n, W]
    private readonly SlotMatrix logits; // then their gradient, [n, K]
    private readonly Tensor ones; // [1, n]

    /// <param name="rowCount">n.</param>
    /// <param name="vectors">E, [K, W].</param>
    /// <param name="bias">b, [K].</param>
    public EmbeddedKeyGradient(long rowCount, LearnedNumbers vectors, LearnedNumbers bias)
    {
        (this.vectors, this.bias) = (vectors, bias);
        var (keyCount, width) = (vectors.Values.shape[0], vectors.Values.shape[1]);
        outputs = new SlotMatrix(rowCount, width);
        outputGradient = new SlotMatrix(rowCount, width);
        logits = new SlotMatrix(rowCount, keyCount);
        ones = TorchSharp.torch.ones(1, rowCount);
    }

    public override void Differentiate(SlotRows rows)
    {
        rows.Parameters.CopyTo(outputs.Vectors);
        logits.Rows.addmm_(outputs.Rows, vectors.Values.t(), 0, 1).add_(bias.Values, Held(1));
        for (var row = 0; row < rows.Stride; row++)
        {
            rows.Losses[row] += DifferentiateLogits(
                logits.Vectors,
                rows.Stride,
                row,
                rows.Values[row],
                rows.WeightAt(row)
            );
        }

        outputGradient.Rows.addmm_(logits.Rows, vectors.Values, 0, 1);
        outputGradient.Vectors.CopyTo(rows.Parameters);
    }

    public override void Scale(Span<Vector<float>> gradient, ReadOnlySpan<Vector<float>> factors)
    {
        base.Scale(gradient, factors);
        base.Scale(logits.Vectors, factors);
        vectors.Gradient.addmm_(logits.Rows.t(), outputs.Rows, 0, 1);
        bias.Gradient.unsqueeze(0).addmm_(ones, logits.Rows, 0, 1);
    }

    /// <summary>Replaces the logits of some rows by their gradient, and returns the losses of the rows.</summary>
    private static Vector<float> DifferentiateLogits(
        Span<Vector<float>> logits,
        int stride,
        int row,
        Vector<float> keys,
        Vector<float> weights
    )
    {
        var (largest, own, isKnown) = (logits[row], Vector<float>.Zero, Vector<float>.Zero);
        var key = Vector<float>.One;
        for (var i = row; i < logits.Length; i += stride, key += Vector<float>.One)
        {
            var isKey = Vector.Equals(keys, key);
            largest = Vector.Max(largest, logits[i]);
            own = Vector.ConditionalSelect(isKey, logits[i], own);
            isKnown = Vector.ConditionalSelect(isKey, Vector<float>.One, isKnown);
        }

        var sum = Vector<float>.Zero;
        for (var i = row; i < logits.Length; i += stride)
        {
            logits[i] = VectorFunctions.Exp(logits[i] - largest);
            sum += logits[i];
        }

        weights *= isKnown;
        key = Vector<float>.One;
        for (var i = row; i < logits.Length; i += stride, key += Vector<float>.One)
        {
            var ofKey = Vector.ConditionalSelect(Vector.Equals(keys, key), weights, Vector<float>.Zero);
            logits[i] = (logits[i] * weights / sum) - ofKey;
        }

        return weights * (VectorFunctions.Log(sum) + largest - own);
    }
}
