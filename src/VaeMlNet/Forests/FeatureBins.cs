namespace VaeMlNet;

/// <summary>
/// Divides each feature into at most 255 bins at its quantiles, and missing values into a bin of their own, so that a tree only
/// compares bytes.
/// </summary>
/// <remarks>
/// A feature of at most 255 distinct values has one bin per value, and loses nothing. Source: Ke et al. 2017, section 2.1.
/// Thread safety: immutable.
/// </remarks>
internal sealed class FeatureBins
{
    private const int MaximumBins = 255;

    private readonly float[][] edges; // [features][bins - 1], ascending: a value belongs to the first bin whose edge is not below it.

    /// <summary>Chooses the bins from rows.</summary>
    /// <param name="features">float32 [features][rows]; NaN where a value is missing.</param>
    public FeatureBins(float[][] features)
    {
        edges = new float[features.Length][];
        Parallel.For(0, features.Length, i => edges[i] = Edges(features[i]));
    }

    /// <summary>Returns the bins of rows, which may be other rows than those that chose the bins: [features][rows].</summary>
    /// <param name="features">float32 [features][rows], the same features.</param>
    public byte[][] Encode(float[][] features)
    {
        var codes = new byte[features.Length][];
        Parallel.For(
            0,
            features.Length,
            i => codes[i] = Array.ConvertAll(features[i], value => Encode(value, edges[i]))
        );
        return codes;
    }

    /// <summary>Returns the largest value of a feature whose bin is at most <paramref name="lastBin"/>; the smallest float for missing values alone.</summary>
    public float LargestValue(int feature, byte lastBin) => lastBin == 0 ? float.MinValue : edges[feature][lastBin - 1];

    /// <summary>Returns 0 for a missing value, and the number of the bin from 1 for others.</summary>
    private static byte Encode(float value, float[] edges)
    {
        if (float.IsNaN(value))
        {
            return 0;
        }

        var place = Array.BinarySearch(edges, value);
        return (byte)(1 + (place < 0 ? ~place : place));
    }

    private static float[] Edges(float[] feature)
    {
        float[] sorted = [.. feature.Where(value => !float.IsNaN(value)).Order()];
        float[] distinct = [.. sorted.Distinct()];
        var found = new List<float>();
        for (var bin = 1; bin < Math.Min(MaximumBins, distinct.Length); bin++)
        {
            // With few distinct values each is the last one of its bin, otherwise the values at the quantiles are.
            var last =
                distinct.Length <= MaximumBins
                    ? bin - 1
                    : Array.BinarySearch(distinct, sorted[(int)((long)bin * sorted.Length / MaximumBins)]);
            if (last + 1 < distinct.Length)
            {
                found.Add(Between(distinct[last], distinct[last + 1]));
            }
        }

        return [.. found.Distinct()];
    }

    /// <summary>Returns the middle of two values; the lower one where no float lies between them.</summary>
    private static float Between(float low, float high)
    {
        var middle = (float)((low + (double)high) / 2);
        return middle < high ? middle : low;
    }
}
