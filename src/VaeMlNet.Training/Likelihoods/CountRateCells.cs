using System.Numerics;

namespace VaeMlNet;

/// <summary>The log-rates of cells of counts (<see cref="CountRate"/>) with their derivatives, for manual backpropagation.</summary>
/// <param name="centers">The mean m of each slot; null for 0.</param>
/// <param name="deviations">The standard deviation s of each slot; null for 1.</param>
internal sealed class CountRateCells(float[]? centers, float[]? deviations)
{
    private static readonly Vector<float> Largest = new((float)CountRate.Largest);

    /// <summary>Returns log(rate) of cells of a slot, and its derivative s sigmoid(B - u) by the raw outputs.</summary>
    public (Vector<float> LogRate, Vector<float> Slope) At(Vector<float> raw, int slot)
    {
        var (center, deviation) = centers is null ? (0, 1) : (centers[slot], deviations![slot]);
        var curve = LogisticCurve.At(Largest - (raw * deviation) - new Vector<float>(center));
        return (Largest - curve.Softplus, curve.Sigmoid * deviation);
    }
}
