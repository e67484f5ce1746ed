using System.Numerics;

namespace VaeMlNet;

/// <summary>The gradient of a density with a location for each cell and a scale for all rows: fixed, or learned for all slots or each.</summary>
/// <remarks>A learned scale has log s = b + softplus(w - b) (<see cref="ScaleSettings"/>).</remarks>
/// <param name="density">The density.</param>
/// <param name="scale">The settings of the scale.</param>
/// <param name="learned">w of all slots or of each; null for a fixed scale.</param>
internal sealed class SlotScaleGradient<TDensity>(TDensity density, ScaleSettings scale, LearnedNumbers? learned)
    : ReconstructionGradient
    where TDensity : struct, ICellDensity<TDensity>
{
    private Vector<float>[] scaleGradient = []; // of log s, [D, stride]
    private int slotCount;

    public override void Differentiate(SlotRows rows)
    {
        if (learned is not null && scaleGradient.Length != rows.Values.Length)
        {
            scaleGradient = new Vector<float>[rows.Values.Length];
        }

        slotCount = rows.SlotCount;
        for (var slot = 0; slot < slotCount; slot++)
        {
            Differentiate(
                rows,
                slot,
                learned is null ? scale.LogFixed : scale.LogOf((Number)(Learned(slot) - scale.SmallestLog))
            );
        }
    }

    public override void Scale(Span<Vector<float>> gradient, ReadOnlySpan<Vector<float>> factors)
    {
        base.Scale(gradient, factors);
        if (learned is null)
        {
            return;
        }

        var sums = TensorValues.Memory(learned.Gradient);
        sums.Clear();
        var stride = scaleGradient.Length / slotCount;
        for (var slot = 0; slot < slotCount; slot++)
        {
            var slope = 1 / (1 + Math.Exp(scale.SmallestLog - Learned(slot))); // of the softplus
            var ofSlot = scaleGradient.AsSpan(slot * stride, stride);
            var ofRows = factors.Length == stride ? factors : factors.Slice(slot * stride, stride);
            sums[sums.Length == 1 ? 0 : slot] += (float)(slope * Dot(ofSlot, ofRows));
        }
    }

    private void Differentiate(SlotRows rows, int slot, double logarithm)
    {
        var ofCells = new CellScale(new((float)logarithm), new((float)Math.Exp(-logarithm)));
        var ofSlot = density.With(ofCells, slot);
        var losses = rows.LossesOf(slot);
        for (var row = 0; row < losses.Length; row++)
        {
            var i = (slot * losses.Length) + row;
            ref var location = ref rows.Parameters[i];
            var weight = rows.WeightAt(i);
            var cell = ofSlot.At(location, rows.Values[i]);
            losses[row] += weight * cell.Loss;
            location = weight * cell.ByLocation;
            if (learned is not null)
            {
                scaleGradient[i] = weight * cell.ByLogScale;
            }
        }
    }

    private static float Dot(ReadOnlySpan<Vector<float>> a, ReadOnlySpan<Vector<float>> b)
    {
        var sum = Vector<float>.Zero;
        for (var i = 0; i < a.Length; i++)
        {
            sum = Vector.FusedMultiplyAdd(a[i], b[i], sum);
        }

        return Vector.Sum(sum);
    }

    private double Learned(int slot)
    {
        var values = TensorValues.Memory(learned!.Values);
        return values[values.Length == 1 ? 0 : slot];
    }
}

/// <summary>The gradient of a density whose decoder computes a location and a scale for each cell.</summary>
/// <remarks>
/// As <see cref="SlotScaleGradient{TDensity}"/>, with log s = b + softplus(v - b) of the outputs v, so that 1 / s = exp(-b) sigmoid(b - v) and
/// the derivative of log s is sigmoid(v - b).
/// </remarks>
internal sealed class RowScaleGradient<TDensity>(TDensity density, ScaleSettings scale) : ReconstructionGradient
    where TDensity : struct, ICellDensity<TDensity>
{
    private readonly Vector<float> shift = new((float)scale.Shift);
    private readonly Vector<float> smallestLog = new((float)scale.SmallestLog);
    private readonly float largestPrecision = (float)Math.Exp(-scale.SmallestLog);

    public override void Differentiate(SlotRows rows)
    {
        for (var slot = 0; slot < rows.SlotCount; slot++)
        {
            var losses = rows.LossesOf(slot);
            for (var row = 0; row < losses.Length; row++)
            {
                var i = (slot * losses.Length) + row;
                ref var location = ref rows.Parameters[i];
                ref var spread = ref rows.Parameters[rows.Values.Length + i];
                var weight = rows.WeightAt(i);
                var curve = LogisticCurve.At(spread + shift);
                var ofCell = new CellScale(curve.Softplus + smallestLog, curve.Complement * largestPrecision);
                var cell = density.With(ofCell, slot).At(location, rows.Values[i]);
                losses[row] += weight * cell.Loss;
                location = weight * cell.ByLocation;
                spread = weight * cell.ByLogScale * curve.Sigmoid;
            }
        }
    }
}
