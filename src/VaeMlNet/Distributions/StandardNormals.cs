namespace VaeMlNet;

/// <summary>Computes standard normal numbers that depend on a seed and the row's number only. Thread-safe.</summary>
internal static class StandardNormals
{
    /// <summary>
    /// The number of normal numbers from one counter of the generator, which gives two pairs of uniform numbers.
    /// </summary>
    private const int PerCounter = 4;

    /// <summary>Fills one row.</summary>
    public static void Fill(long row, int seed, Span<float> z)
    {
        Span<float> normals = stackalloc float[PerCounter];
        for (var start = 0; start < z.Length; start += PerCounter)
        {
            Draw(row, start / PerCounter, seed, normals);
            normals[..Math.Min(PerCounter, z.Length - start)].CopyTo(z[start..]);
        }
    }

    private static void Draw(long row, int part, int seed, Span<float> normals)
    {
        (var a, var b, var c, var d) = Philox.Draw(
            (unchecked((uint)row), (uint)(row >> 32), (uint)part, 0),
            (unchecked((uint)seed), 0)
        );
        (normals[0], normals[1]) = BoxMuller(Philox.Uniform(a), Philox.Uniform(b));
        (normals[2], normals[3]) = BoxMuller(Philox.Uniform(c), Philox.Uniform(d));
    }

    /// <summary>Returns two independent standard normal numbers from two uniform numbers. Source: Box and Muller 1958.</summary>
    private static (float First, float Second) BoxMuller(double u1, double u2)
    {
        var radius = Math.Sqrt(-2 * Math.Log(u1));
        (var sin, var cos) = Math.SinCos(2 * Math.PI * u2);
        return ((float)(radius * cos), (float)(radius * sin));
    }
}
