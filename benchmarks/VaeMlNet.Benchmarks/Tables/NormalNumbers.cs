namespace VaeMlNet.Benchmarks;

/// <summary>Draws from N(0, 1) by Box and Muller's method.</summary>
internal static class NormalNumbers
{
    public static double Next(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());

    public static double[] Next(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Next(random))];
}
