namespace VaeMlNet;

/// <summary>
/// The random numbers of a row. Each depends on the seed, the row's number and the slot only, so that it can be computed alone.
/// </summary>
internal readonly struct RowRandom
{
    private readonly int seed;
    private readonly ulong row;
    private readonly uint stream;
    private readonly uint round;

    private RowRandom(int seed, ulong row, uint stream, uint round = 0)
    {
        this.seed = seed;
        this.row = row;
        this.stream = stream;
        this.round = round;
    }

    // The fourth word of the counter separates these numbers from those of the prior (0) and of mixture components (1).

    /// <summary>Creates the random numbers of a row's cells.</summary>
    /// <param name="seed">The seed: any number.</param>
    /// <param name="row">The number or id of the row.</param>
    public static RowRandom OfCells(int seed, ulong row) => new(seed, row, stream: 2);

    /// <summary>Creates the random numbers of a row's latents.</summary>
    /// <param name="seed">The seed: any number.</param>
    /// <param name="row">The number or id of the row.</param>
    /// <param name="round">The number of the sample for this row, from 0.</param>
    public static RowRandom OfLatents(int seed, ulong row, int round) => new(seed, row, stream: 3, (uint)round);

    /// <summary>Creates the random numbers that sort a row's cells.</summary>
    /// <inheritdoc cref="OfCells"/>
    public static RowRandom OfOrder(int seed, ulong row) => new(seed, row, stream: 4);

    /// <summary>Creates the random numbers that decide which cells of a row are missing.</summary>
    /// <inheritdoc cref="OfCells"/>
    public static RowRandom OfGaps(int seed, ulong row) => new(seed, row, stream: 5);

    /// <summary>Creates the random numbers that decide which of several candidate rows are kept.</summary>
    /// <inheritdoc cref="OfCells"/>
    public static RowRandom OfChoice(int seed, ulong row) => new(seed, row, stream: 6);

    /// <summary>Returns a number in (0, 1).</summary>
    public double Uniform(int slot) => Philox.Uniform(Bits(slot).First);

    /// <summary>Returns a standard normal number. Source: Box and Muller 1958.</summary>
    public double Normal(int slot)
    {
        (var first, var second) = Bits(slot);
        return Math.Sqrt(-2 * Math.Log(Philox.Uniform(first))) * Math.Cos(2 * Math.PI * Philox.Uniform(second));
    }

    /// <summary>
    /// Returns a number from Student's t distribution with mean 0 and scale 1. Source: Bailey 1994, "Polar generation of random
    /// variates with the t-distribution", Mathematics of Computation 62. The method is exact and needs no rejection, which
    /// would use different amounts of random numbers for different cells.
    /// </summary>
    public double StudentT(int slot, double degreesOfFreedom)
    {
        (var first, var second) = Bits(slot);
        var radius = Math.Pow(Philox.Uniform(first), -2 / degreesOfFreedom) - 1;
        return Math.Sqrt(degreesOfFreedom * radius) * Math.Cos(2 * Math.PI * Philox.Uniform(second));
    }

    /// <summary>Returns a category from 0, with given probabilities.</summary>
    public int Category(int slot, ReadOnlySpan<float> probabilities)
    {
        var rest = Uniform(slot);
        var last = 0;
        for (var k = 0; k < probabilities.Length; k++)
        {
            rest -= probabilities[k];
            if (rest < 0)
            {
                return k;
            }

            last = probabilities[k] > 0 ? k : last;
        }
        // The probabilities add up to 1 only up to rounding.
        return last;
    }

    private (uint First, uint Second) Bits(int slot)
    {
        (var first, var second, _, _) = Philox.Draw(
            (unchecked((uint)row), (uint)(row >> 32), (uint)slot, stream),
            (unchecked((uint)seed), round)
        );
        return (first, second);
    }
}
