using System.Numerics;

namespace VaeMlNet;

/// <summary>
/// Computes -sum of x log softmax(l) of each group of slots, with the derivative (sum of x) softmax(l) - x. All slots of a group have the same
/// weight.
/// </summary>
/// <param name="widths">The number of slots of each group.</param>
internal sealed class CategoricalGradient(int[] widths) : ReconstructionGradient
{
    public override void Differentiate(SlotRows rows)
    {
        long first = 0;
        foreach (var width in widths)
        {
            var group = rows.Slots(first, width, first, width);
            for (var row = 0; row < rows.Stride; row++)
            {
                DifferentiateGroup(group, row);
            }

            first += width;
        }
    }

    private static void DifferentiateGroup(SlotRows group, int row)
    {
        var logits = group.Parameters;
        var largest = logits[row];
        for (var i = row + group.Stride; i < logits.Length; i += group.Stride)
        {
            largest = Vector.Max(largest, logits[i]);
        }

        var (sum, total, product) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        for (var i = row; i < logits.Length; i += group.Stride)
        {
            var x = group.WeightAt(i) * group.Values[i];
            var logit = logits[i] - largest;
            total += x;
            product += x * logit;
            logits[i] = VectorFunctions.Exp(logit);
            sum += logits[i];
        }

        group.Losses[row] += (total * VectorFunctions.Log(sum)) - product;
        var factor = total / sum;
        for (var i = row; i < logits.Length; i += group.Stride)
        {
            logits[i] = (logits[i] * factor) - (group.WeightAt(i) * group.Values[i]);
        }
    }
}
