using System.Numerics;
using System.Runtime.InteropServices;

namespace VaeMlNet;

/// <summary>Finds the smallest and the largest of many values.</summary>
internal static class ValueRange
{
    /// <summary>Returns the range that also contains more values. NaN, a missing value, does not change the range.</summary>
    public static (float Smallest, float Largest) Widen(float smallest, float largest, ReadOnlySpan<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        if (vectors.Length > 0)
        {
            (smallest, largest) = Widen(smallest, largest, vectors);
        }

        foreach (var value in values[(vectors.Length * Vector<float>.Count)..])
        {
            smallest = float.MinNumber(smallest, value);
            largest = float.MaxNumber(largest, value);
        }

        return (smallest, largest);
    }

    private static (float, float) Widen(float smallest, float largest, ReadOnlySpan<Vector<float>> vectors)
    {
        var low = new Vector<float>(smallest);
        var high = new Vector<float>(largest);
        foreach (var vector in vectors)
        {
            low = Vector.MinNumber(low, vector);
            high = Vector.MaxNumber(high, vector);
        }

        for (var i = 0; i < Vector<float>.Count; i++)
        {
            smallest = float.MinNumber(smallest, low[i]);
            largest = float.MaxNumber(largest, high[i]);
        }

        return (smallest, largest);
    }
}
