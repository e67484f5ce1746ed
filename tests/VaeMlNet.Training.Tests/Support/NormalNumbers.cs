namespace VaeMlNet.Tests;

internal static class NormalNumbers
{
    /// <summary>Returns a number of the standard normal distribution (Box &amp; Muller 1958).</summary>
    public static float NextNormal(this Random random) =>
        MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle())) * MathF.Cos(2 * MathF.PI * random.NextSingle());
}
