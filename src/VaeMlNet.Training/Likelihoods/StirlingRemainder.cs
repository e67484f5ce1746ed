using System.Numerics;
using System.Runtime.CompilerServices;

namespace VaeMlNet;

/// <summary>
/// The remainder s of Stirling's formula, log Gamma(z) = (z - 1/2) log z - z + log(2 pi)/2 + s(z), with its derivative s', which gives digamma(z) =
/// log z - 1/(2 z) + s'(z).
/// </summary>
/// <remarks>
/// From 4 on, they are the series 1/(12 z) - 1/(360 z^3) + 1/(1260 z^5) - 1/(1680 z^7) + 1/(1188 z^9) and its derivative, whose errors are below 1E-9 and
/// 2E-9 (Abramowitz &amp; Stegun 1964, 6.1.41 and 6.3.18). Below 4, they follow from z + 4 by the recurrence Gamma(z + 1) = z Gamma(z) (6.1.15). <see
/// cref="GammaFunction"/> has the same without the derivative.
/// </remarks>
/// <param name="Value">s(z).</param>
/// <param name="Slope">s'(z).</param>
internal readonly record struct StirlingRemainder(Vector<double> Value, Vector<double> Slope)
{
    private const double Smallest = 4;

    /// <summary>Computes the functions of numbers above 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StirlingRemainder At(Vector<double> z, Vector<double> logZ)
    {
        var isSmall = Vector.LessThan(z, new Vector<double>(Smallest));
        if (!Vector.LessThanAny(z, new Vector<double>(Smallest)))
        {
            return OfLarge(z);
        }

        var shifted = z + new Vector<double>(Smallest);
        var large = OfLarge(Vector.ConditionalSelect(isSmall, shifted, z));
        var small = OfSmall(z, logZ, shifted);
        return new(
            large.Value + Vector.ConditionalSelect(isSmall, small.Value, Vector<double>.Zero),
            large.Slope + Vector.ConditionalSelect(isSmall, small.Slope, Vector<double>.Zero)
        );
    }

    private static StirlingRemainder OfLarge(Vector<double> z)
    {
        var inverse = Vector<double>.One / z;
        var square = inverse * inverse;
        var value = new Vector<double>(1 / 1188.0);
        value = Vector.FusedMultiplyAdd(value, square, new(-1 / 1680.0));
        value = Vector.FusedMultiplyAdd(value, square, new(1 / 1260.0));
        value = Vector.FusedMultiplyAdd(value, square, new(-1 / 360.0));
        value = Vector.FusedMultiplyAdd(value, square, new(1 / 12.0));
        var slope = new Vector<double>(-1 / 132.0);
        slope = Vector.FusedMultiplyAdd(slope, square, new(1 / 240.0));
        slope = Vector.FusedMultiplyAdd(slope, square, new(-1 / 252.0));
        slope = Vector.FusedMultiplyAdd(slope, square, new(1 / 120.0));
        slope = Vector.FusedMultiplyAdd(slope, square, new(-1 / 12.0));
        return new(value * inverse, slope * square);
    }

    /// <summary>Returns s(z) - s(z + 4) and its derivative. The product is that of z + 1, z + 2 and z + 3.</summary>
    private static StirlingRemainder OfSmall(Vector<double> z, Vector<double> logZ, Vector<double> shifted)
    {
        var half = new Vector<double>(0.5);
        var two = new Vector<double>(2);
        var last = z + new Vector<double>(3);
        var outer = z * last; // (z + 1)(z + 2) = z (z + 3) + 2
        var inner = outer + two;
        var logShifted = Vector.Log(shifted);
        var value =
            ((shifted - half) * logShifted)
            - new Vector<double>(Smallest)
            - Vector.Log(inner * last)
            - ((z + half) * logZ);
        // 1/z + 1/(z + 1) + 1/(z + 2) + 1/(z + 3)
        var inverses = (z + last) * (outer + inner) / (outer * inner);
        var slope = logShifted - logZ - inverses + (half / z) - (half / shifted);
        return new(value, slope);
    }
}

/// <summary>The remainder log(x!) - x log(x) + x of Stirling's formula for counts x, in which the large terms are canceled.</summary>
internal static class LogFactorials
{
    /// <summary>Returns the remainders; 0 for x = 0.</summary>
    public static Vector<float> Remainders(Vector<float> counts)
    {
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        counts.CopyTo(lanes);
        foreach (ref var lane in lanes)
        {
            lane = (float)GammaFunction.FactorialRemainder(lane);
        }

        return new(lanes);
    }
}
