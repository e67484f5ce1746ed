using System.Numerics;

namespace VaeMlNet;

/// <summary>The gradient of a density whose decoder computes a location and a scale for each cell.</summary>
/// <remarks>
/// As <see cref="SlotScaleGradient{TDensity}"/>, with log s = b + softplus(v - b) of the outputs v, so that 1 / s = exp(-b) sigmoid(b - v) and
/// the derivative of log s is sigmoid(v - b).
/// </remarks>
/// <param name="density">The density.</param>
/// <param name="scale">The settings of the scale.</param>
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
