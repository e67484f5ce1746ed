namespace VaeMlNet.Benchmarks;

/// <summary>Draws numbers from N(0, 1) by the method of Box and Muller.</summary>
internal static class NormalDraws
{
    public static double Next(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());

    public static double[] Next(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Next(random))];
}
