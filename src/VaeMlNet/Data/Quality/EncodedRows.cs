namespace VaeMlNet;

/// <summary>Rows as points: numbers in standard deviations, numbered categories, and indicators of missing numbers.</summary>
/// <param name="Numbers">float32 [rows][numbers]: 0 (the mean) if a number is missing.</param>
/// <param name="Codes">
/// float32 [rows][codes]: the categories, with NaN for missing ones, and an indicator of 0 or 1 for each number that is missing
/// in some rows.
/// </param>
internal sealed record EncodedRows(float[][] Numbers, float[][] Codes)
{
    public int Count => Numbers.Length;

    public EncodedRows First(int count) => new(Numbers[..count], Codes[..count]);

    /// <summary>
    /// Returns the squared distance between a row and a row of <paramref name="others"/>: the squared differences of numbers,
    /// plus 1 for each category or indicator that differs.
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

    /// <summary>Joins the rows of two views.</summary>
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
