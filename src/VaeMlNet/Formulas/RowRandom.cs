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

    // The fourth word of the counter separates these numbers from those of the prior (0).

    /// <summary>Creates the random numbers of a row's cells.</summary>
    /// <param name="seed">The seed: any number.</param>
    /// <param name="row">The number or id of the row.</param>
    public static RowRandom OfCells(int seed, ulong row) => new(seed, row, stream: 2);

    /// <summary>Creates the random numbers of a row's latents.</summary>
    /// <param name="seed">The seed: any number.</param>
    /// <param name="row">The number or id of the row.</param>
    /// <param name="round">The number of the sample for this row, from 0.</param>
    public static RowRandom OfLatents(int seed, ulong row, int round) => new(seed, row, stream: 3, (uint)round);

    /// <summary>Creates the random numbers that decide the order in which a row's cells are drawn.</summary>
    /// <inheritdoc cref="OfCells"/>
    public static RowRandom OfOrder(int seed, ulong row) => new(seed, row, stream: 4);

    /// <summary>Creates the random numbers that decide which cells of a row are missing.</summary>
    /// <inheritdoc cref="OfCells"/>
    public static RowRandom OfGaps(int seed, ulong row) => new(seed, row, stream: 5);

    /// <summary>Creates the random numbers that decide which of several candidate rows are kept.</summary>
    /// <inheritdoc cref="OfCells"/>
    public static RowRandom OfChoice(int seed, ulong row) => new(seed, row, stream: 6);

    /// <summary>Creates the random numbers that choose the component of a row's prior.</summary>
    /// <inheritdoc cref="OfCells"/>
    public static RowRandom OfPrior(int seed, ulong row) => new(seed, row, stream: 7);

    /// <summary>Creates the random numbers that decide whether a column takes the value of another one.</summary>
    /// <inheritdoc cref="OfCells"/>
    public static RowRandom OfShared(int seed, ulong row) => new(seed, row, stream: 8);

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

    /// <summary>
    /// Returns a number from the gamma distribution with scale 1. Source: Marsaglia and Tsang 2000, "A simple method for generating gamma
    /// variables". The rare further attempts have random numbers of their own, so that other slots do not depend on them.
    /// </summary>
    /// <param name="slot">The slot. It does not use the numbers of <see cref="Uniform"/> and <see cref="Normal"/> of this slot.</param>
    /// <param name="shape">The shape, above 0. It is also the mean.</param>
    public double Gamma(int slot, double shape)
    {
        if (shape < 1)
        {
            return Gamma(slot, shape + 1) * Math.Pow(Separate(1).Uniform(slot), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        for (uint attempt = 1; ; attempt++)
        {
            var x = Separate(2 * attempt).Normal(slot);
            var root = 1 + (x / Math.Sqrt(9 * d));
            var v = root * root * root;
            var u = Separate((2 * attempt) + 1).Uniform(slot);
            if (root > 0 && Math.Log(u) < (x * x / 2) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }

    /// <summary>Returns a number in (0, 1) that is independent of those of the other methods.</summary>
    public double SecondUniform(int slot) => Separate(uint.MaxValue).Uniform(slot);

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

    /// <summary>Returns other random numbers of the same row, for another attempt.</summary>
    /// <param name="number">The number of the attempt, from 1; 0 for these numbers.</param>
    public RowRandom Attempt(uint number) => Separate(number << 16);

    /// <summary>Returns the random numbers of the same row in another round. Only latents have rounds of their own.</summary>
    private RowRandom Separate(uint other) => new(seed, row, stream, unchecked(round + other));

    private (uint First, uint Second) Bits(int slot)
    {
        (var first, var second, _, _) = Philox.Draw(
            (unchecked((uint)row), (uint)(row >> 32), (uint)slot, stream),
            (unchecked((uint)seed), round)
        );
        return (first, second);
    }
}
