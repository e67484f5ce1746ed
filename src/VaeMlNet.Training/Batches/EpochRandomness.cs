using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Creates the random numbers of training. Each epoch derives its own from the seed, so that a resumed run draws the same
/// numbers as an uninterrupted one.
/// </summary>
internal static class EpochRandomness
{
    /// <summary>The purposes of random numbers. Different purposes draw different numbers.</summary>
    public enum Purpose
    {
        /// <summary>The order of the rows, the noise of the latents and the noise of the input.</summary>
        Steps = 1,

        /// <summary>The choice of validation rows, which is the same in every epoch.</summary>
        Split = 2,

        /// <summary>Layers that use torch's global generator, such as Dropout.</summary>
        Layers = 3,

        /// <summary>The choice of the row that leaves the shuffle buffer next.</summary>
        ShuffleBuffer = 4,

        /// <summary>The choice of rows that represent all rows.</summary>
        Sample = 5,
    }

    /// <summary>Creates a separate generator. The caller must dispose it.</summary>
    public static Generator NewGenerator(int seed, Purpose purpose, int epoch = 0) =>
        new(DeriveSeed(seed, purpose, epoch));

    /// <summary>
    /// Derives a seed whose bits all depend on seed, purpose and epoch, because torch's generator uses only the lower 32 bits.
    /// </summary>
    public static ulong DeriveSeed(int seed, Purpose purpose, int epoch = 0)
    {
        var (a, b, _, _) = Philox.Draw(((uint)epoch, (uint)purpose, 0, 0), (unchecked((uint)seed), 0));
        return ((ulong)b << 32) | a;
    }

    /// <summary>Returns a uniform number from 0 to below 1 for an index.</summary>
    public static double UniformAt(long index, int seed, Purpose purpose, int epoch = 0)
    {
        var counter = ((uint)epoch, (uint)purpose, (uint)index, (uint)(index >> 32) + 1);
        var (a, b, _, _) = Philox.Draw(counter, (unchecked((uint)seed), 0));
        return ((((ulong)a << 32) | b) >> 11) * Math.Pow(2, -53);
    }
}
