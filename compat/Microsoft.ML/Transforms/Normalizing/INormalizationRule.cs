using System.Numerics;

namespace Microsoft.ML.Transforms;

/// <summary>How a slot's scale and offset follow from its values: normalized = (value - offset) * scale.</summary>
internal interface INormalizationRule
{
    (T Scale, T Offset) Apply<T>(in SlotStatistics slot)
        where T : struct, IFloatingPointIeee754<T>;
}
