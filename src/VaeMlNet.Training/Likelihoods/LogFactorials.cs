using System.Numerics;

namespace VaeMlNet;

/// <summary>log(x!) of counts, and its remainder log(x!) - x log(x) + x of Stirling's formula, in which the large terms are canceled.</summary>
internal static class LogFactorials
{
    // Stirling's series is exact in float32 above these counts.
    private static readonly float[] SmallRemainders = NewSmallRemainders();

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
            lane = Remainder(lane);
        }

        return new(lanes);
    }

    private static float Remainder(float count)
    {
        if (count < SmallRemainders.Length)
        {
            return SmallRemainders[(int)count];
        }

        var square = (double)count * count;
        return (float)((0.5 * Math.Log(2 * Math.PI * count)) + ((1 - (1 / (30 * square))) / (12 * count)));
    }

    private static float[] NewSmallRemainders()
    {
        var remainders = new float[32];
        double logFactorial = 0;
        for (var count = 1; count < remainders.Length; count++)
        {
            logFactorial += Math.Log(count);
            remainders[count] = (float)(logFactorial - (count * Math.Log(count)) + count);
        }

        return remainders;
    }
}
