namespace Microsoft.ML.Trainers;

/// <summary>
/// Standard normal numbers from uniform ones as ML.NET draws them, so that a seed gives the same
/// (Leva, A fast normal random number generator, 1992).
/// </summary>
internal static class RatioOfUniforms
{
    private static readonly double Width = 2 * Math.Sqrt(2 / Math.E);

    public static double NextGaussian(Random random)
    {
        while (true)
        {
            var u = random.NextDouble();
            var v = Width * (random.NextDouble() - 0.5);
            var x = u - 0.449871;
            var y = Math.Abs(v) + 0.386595;
            var q = x * x + y * (0.196 * y - 0.25472 * x);
            var isInside = q <= 0.27597 || (q <= 0.27846 && v * v <= -4 * u * u * Math.Log(u));
            if (isInside)
            {
                return v / u;
            }
        }
    }
}
