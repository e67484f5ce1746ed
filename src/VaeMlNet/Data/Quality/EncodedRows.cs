namespace VaeMlNet;

/// <summary>Rows as points: numbers in standard deviations, codes of categories, and whether a number is missing.</summary>
/// <param name="Numbers">float32 [rows][numbers]: 0 (the mean) where one is missing.</param>
/// <param name="Codes">
/// float32 [rows][codes]: the categories, NaN where one is missing, and 0 or 1 for each number that is missing in some rows.
/// </param>
internal sealed record EncodedRows(float[][] Numbers, float[][] Codes)
{
    public int Count => Numbers.Length;

    public EncodedRows First(int count) => new(Numbers[..count], Codes[..count]);

    /// <summary>
    /// Squared distance of a row to one of <paramref name="others"/>: squared differences of numbers, 1 for each code that
    /// differs.
    /// </summary>
    public float SquaredDistance(int row, EncodedRows others, int other)
    {
        var sum = SquaredDistance(Numbers[row], others.Numbers[other]);
        ReadOnlySpan<float> a = Codes[row];
        ReadOnlySpan<float> b = others.Codes[other];
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i].Equals(b[i]) ? 0 : 1;
        }

        return sum;
    }

    /// <summary>Two views' rows one after the other.</summary>
    public static EncodedRows Join(EncodedRows first, EncodedRows second) =>
        new([.. first.Numbers, .. second.Numbers], [.. first.Codes, .. second.Codes]);

    private static float SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var width = System.Numerics.Vector<float>.Count;
        var sums = System.Numerics.Vector<float>.Zero;
        var i = 0;
        for (; i <= a.Length - width; i += width)
        {
            var difference = new System.Numerics.Vector<float>(a[i..]) - new System.Numerics.Vector<float>(b[i..]);
            sums += difference * difference;
        }

        var sum = System.Numerics.Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return sum;
    }
}
