using System.Numerics;

namespace VaeMlNet;

/// <summary>log(x!) of counts, and its remainder log(x!) - x log(x) + x of Stirling's formula, in which the large terms are canceled.</summary>
internal static class LogFactorials
{
    /// <summary>Returns log(x!).</summary>
    public static Vector<float> Of(Vector<float> counts) =>
        (counts * (VectorFunctions.Log(Vector.Max(counts, Vector<float>.One)) - Vector<float>.One))
        + Remainders(counts);

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
