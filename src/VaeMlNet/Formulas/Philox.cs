namespace VaeMlNet;

/// <summary>
/// The generator Philox4x32-10. It returns 128 random bits for every counter and has no state, so that any row can be sampled
/// alone.
/// </summary>
/// <remarks>
/// Source: Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", section 3.3; it is the
/// generator of the same name in Random123, PyTorch and TensorFlow. Thread-safe.
/// </remarks>
internal static class Philox
{
    private const int Rounds = 10;
    private const uint FirstMultiplier = 0xD2511F53;
    private const uint SecondMultiplier = 0xCD9E8D57;
    private const uint FirstKeyStep = 0x9E3779B9;
    private const uint SecondKeyStep = 0xBB67AE85;

    /// <summary>
    /// Returns a number in (0, 1) from 32 of the bits. It is never 0, whose logarithm is not finite, and never 1.
    /// </summary>
    public static double Uniform(uint bits) => (bits + 0.5) / (1L << 32);

    public static (uint A, uint B, uint C, uint D) Draw((uint A, uint B, uint C, uint D) counter, (uint A, uint B) key)
    {
        (var a, var b, var c, var d) = counter;
        (var firstKey, var secondKey) = key;
        for (var round = 0; round < Rounds; round++)
        {
            var first = (ulong)FirstMultiplier * a;
            var second = (ulong)SecondMultiplier * c;
            (a, b, c, d) = (
                (uint)(second >> 32) ^ b ^ firstKey,
                (uint)second,
                (uint)(first >> 32) ^ d ^ secondKey,
                (uint)first
            );
            unchecked
            {
                firstKey += FirstKeyStep;
                secondKey += SecondKeyStep;
            }
        }

        return (a, b, c, d);
    }
}
