using System.Numerics;

namespace Microsoft.ML.Transforms;

/// <summary>Into [-1, 1] with zero fixed, otherwise into [0, 1]. A constant slot becomes 0.</summary>
internal sealed record MinMaxRule(bool FixZero) : INormalizationRule
{
    public (T Scale, T Offset) Apply<T>(in SlotStatistics slot)
        where T : struct, IFloatingPointIeee754<T>
    {
        var minimum = T.CreateTruncating(slot.Minimum);
        var maximum = T.CreateTruncating(slot.Maximum);
        if (!(maximum > minimum))
            return (T.Zero, T.Zero);
        if (FixZero)
            return (T.One / T.Max(T.Abs(maximum), T.Abs(minimum)), T.Zero);
        var scale = T.One / (maximum - minimum);
        return (scale, scale == T.Zero ? T.Zero : minimum);
    }
}
