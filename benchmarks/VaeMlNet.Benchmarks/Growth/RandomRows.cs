namespace VaeMlNet.Benchmarks;

/// <summary>Generates rows of any width.</summary>
internal static class RandomRows
{
    /// <summary>Draws seeded rows in [0, 1], float32 [count][width].</summary>
    public static float[][] Draw(int count, int width)
    {
        var random = new Random(1);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => Enumerable.Range(0, width).Select(_ => random.NextSingle()).ToArray()),
        ];
    }
}
