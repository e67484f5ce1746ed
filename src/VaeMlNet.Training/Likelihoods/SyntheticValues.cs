using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Synthetic rows of values that a likelihood allows.</summary>
internal static class SyntheticValues
{
    /// <summary>Returns rows of slots that do not depend on each other, [N, D].</summary>
    /// <param name="allowed">The allowed values.</param>
    /// <param name="rowCount">N.</param>
    /// <param name="width">D.</param>
    /// <param name="minimum">The smallest value of the training data.</param>
    /// <param name="maximum">The largest value of the training data.</param>
    /// <param name="generator">The random number generator.</param>
    public static Tensor Rows(
        AllowedValues allowed,
        long rowCount,
        int width,
        float minimum,
        float maximum,
        Generator generator
    )
    {
        var uniform = rand(rowCount, width, ScalarType.Float32, generator: generator);
        return allowed switch
        {
            AllowedValues.UnitInterval => uniform,
            AllowedValues.Counts => (uniform * Held(Math.Min(maximum, 9) + 1.0)).floor(),
            AllowedValues.Positive or AllowedValues.NonNegative => ((uniform * Held(4)) - Held(2)).exp(),
            _ => (uniform * Held(maximum - minimum)).Plus(Held(minimum)),
        };
    }
}
