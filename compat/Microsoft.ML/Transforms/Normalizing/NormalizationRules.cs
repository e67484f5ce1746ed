using System.Numerics;

namespace Microsoft.ML.Transforms;

/// <summary>Computes the scale and offset of a slot from its values: normalized = (value - offset) * scale.</summary>
internal interface INormalizationRule
{
    (T Scale, T Offset) Apply<T>(in SlotStatistics slot)
        where T : struct, IFloatingPointIeee754<T>;
}

/// <summary>Normalizes to unit variance and mean 0, or with zero fixed to a mean square of 1. A constant slot becomes 0.</summary>
internal sealed record MeanVarianceRule(bool FixZero) : INormalizationRule
{
    public (T Scale, T Offset) Apply<T>(in SlotStatistics slot)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (slot.SquaredDifferences == 0)
        {
            return (T.Zero, T.Zero);
        }

        var variance = slot.SquaredDifferences / slot.Count;
        if (FixZero)
        {
            return (T.One / T.CreateTruncating(Math.Sqrt(variance + (slot.Mean * slot.Mean))), T.Zero);
        }

        var scale = T.One / T.CreateTruncating(Math.Sqrt(variance));
        return (scale, scale == T.Zero ? T.Zero : T.CreateTruncating(slot.Mean));
    }
}

/// <summary>Normalizes to [-1, 1] with zero fixed, and otherwise to [0, 1]. A constant slot becomes 0.</summary>
internal sealed record MinMaxRule(bool FixZero) : INormalizationRule
{
    public (T Scale, T Offset) Apply<T>(in SlotStatistics slot)
        where T : struct, IFloatingPointIeee754<T>
    {
        var minimum = T.CreateTruncating(slot.Minimum);
        var maximum = T.CreateTruncating(slot.Maximum);
        if (!(maximum > minimum))
        {
            return (T.Zero, T.Zero);
        }

        if (FixZero)
        {
            return (T.One / T.Max(T.Abs(maximum), T.Abs(minimum)), T.Zero);
        }

        var scale = T.One / (maximum - minimum);
        return (scale, scale == T.Zero ? T.Zero : minimum);
    }
}
