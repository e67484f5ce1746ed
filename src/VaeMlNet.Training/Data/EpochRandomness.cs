using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// The random numbers of training. Each epoch creates its own from the seed, so that a run that resumes at an
/// epoch draws what an unbroken one does.
/// </summary>
internal static class EpochRandomness
{
    /// <summary>The purposes of random numbers. Different purposes draw different numbers.</summary>
    public enum Purpose
    {
        /// <summary>Order of the rows, noise of the latents, noise of the input.</summary>
        Steps = 1,

        /// <summary>The choice of validation rows; the same in every epoch.</summary>
        Split = 2,

        /// <summary>The layers that draw from torch's global generator, such as Dropout.</summary>
        Layers = 3,

        /// <summary>The choice of the row that leaves the shuffle buffer next.</summary>
        ShuffleBuffer = 4,

        /// <summary>The choice of rows that represent all rows.</summary>
        Sample = 5,
    }

    /// <summary>A generator of one's own; the caller disposes it.</summary>
    public static Generator NewGenerator(int seed, Purpose purpose, int epoch = 0) => new(DeriveSeed(seed, purpose, epoch));

    /// <summary>A seed all of whose bits depend on seed, purpose and epoch: torch's generator uses the lower 32 only.</summary>
    public static ulong DeriveSeed(int seed, Purpose purpose, int epoch = 0)
    {
        var (a, b, _, _) = Philox.Draw(((uint)epoch, (uint)purpose, 0, 0), (unchecked((uint)seed), 0));
        return ((ulong)b << 32) | a;
    }

    /// <summary>The number that belongs to an index, evenly spread from 0 to below 1.</summary>
    public static double UniformAt(long index, int seed, Purpose purpose, int epoch = 0)
    {
        var counter = ((uint)epoch, (uint)purpose, (uint)index, (uint)(index >> 32) + 1);
        var (a, b, _, _) = Philox.Draw(counter, (unchecked((uint)seed), 0));
        return ((((ulong)a << 32) | b) >> 11) * Math.Pow(2, -53);
    }
}
