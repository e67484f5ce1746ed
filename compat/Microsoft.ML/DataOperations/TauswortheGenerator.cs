using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>
/// The hybrid Tausworthe generator (three Tausworthe components and a linear congruential one; GPU Gems 3, chapter 37)
/// seeded by rounds of MurmurHash3, with which ML.NET splits data.
/// </summary>
internal sealed class TauswortheGenerator
{
    private uint _z1;
    private uint _z2;
    private uint _z3;
    private uint _z4;

    public TauswortheGenerator(uint seed)
    {
        _z1 = seed;
        _z2 = MurmurRound(_z1, seed);
        _z3 = MurmurRound(_z2, seed);
        _z4 = MurmurRound(_z3, seed);
    }

    /// <summary>Returns a random number in [0, 1) with a resolution of 23 bits.</summary>
    public float NextSingle()
    {
        Step(ref _z1, 13, 19, 12, ~0x1U);
        Step(ref _z2, 2, 25, 4, ~0x7U);
        Step(ref _z3, 3, 11, 17, ~0xFU);
        _z4 = (1664525 * _z4) + 1013904223;
        return ((_z1 ^ _z2 ^ _z3 ^ _z4) >> 9) / (float)(1 << 23);
    }

    private static void Step(ref uint z, int left, int right, int shift, uint mask) =>
        z = ((z & mask) << shift) ^ (((z << left) ^ z) >> right);

    private static uint MurmurRound(uint hash, uint chunk)
    {
        hash ^= BitOperations.RotateLeft(chunk * 0xCC9E2D51, 15) * 0x1B873593;
        return (BitOperations.RotateLeft(hash, 13) * 5) + 0xE6546B64;
    }
}
