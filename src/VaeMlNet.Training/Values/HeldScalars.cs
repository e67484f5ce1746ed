using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Numbers in formulas of tensors that no garbage collection can free while libtorch reads them, and the operations for which
/// TorchSharp creates such a number itself.
/// </summary>
/// <remarks>
/// TorchSharp passes a number to libtorch as a <see cref="Scalar"/>, and its finalizer frees the native number. In <c>x * 0.5</c>,
/// nothing refers to the Scalar during the native call. If another thread starts a garbage collection then, libtorch reads freed
/// memory. The rule: a number beside a tensor is written <c>Held(0.5)</c>, and a sum is written <c>a.Plus(b)</c>. A test in
/// tests/Architecture.Tests finds the calls that break it. Thread safety: each thread holds its own numbers.
/// </remarks>
internal static class HeldScalars
{
    /// <summary>Far more than the numbers of one expression, so that each outlives the native calls that read it.</summary>
    private const int Capacity = 64;

    private static readonly Scalar One = 1.ToScalar();
    private static readonly Scalar Two = 2.ToScalar();

    [ThreadStatic]
    private static LatestScalars? numbers;

    [ThreadStatic]
    private static LatestScalars? integers;

    /// <summary>Returns a number for an operation in the same expression. It stays alive until 64 others of its type were returned.</summary>
    public static Scalar Held(double value) =>
        (numbers ??= new()).Hold(
            BitConverter.DoubleToInt64Bits(value),
            static bits => BitConverter.Int64BitsToDouble(bits).ToScalar()
        );

    public static Scalar Held(long value) => (integers ??= new()).Hold(value, static bits => bits.ToScalar());

    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, One);

    public static Tensor Plus(this Tensor x, Scalar number) => x.add(number, One);

    /// <summary>Returns the square of each element.</summary>
    public static Tensor Squared(this Tensor x) => x.pow(Two);

    /// <summary>Returns each element, or the bound that it is beyond. The gradient beyond a bound is 0.</summary>
    /// <remarks>Autograd does not differentiate <c>clamp</c> with two bounds on libtorch's lazy device, a device of the tests.</remarks>
    public static Tensor Between(this Tensor x, double smallest, double largest) =>
        x.clamp_min(Held(smallest)).clamp_max(Held(largest));

    /// <summary>Returns log(1 + exp(x)) of each element, without overflow.</summary>
    /// <remarks>log(1 + exp(x)) = -log(sigmoid(-x)).</remarks>
    public static Tensor Softplus(this Tensor x) => -(-x).log_sigmoid();

    /// <summary>
    /// The numbers that were returned last. A number that is among them is returned again: new ones would lie between the tensors of a step until
    /// the next garbage collection, so that malloc could not use the memory of a step for the next one.
    /// </summary>
    private sealed class LatestScalars
    {
        private readonly long[] values = new long[Capacity]; // the bits of the numbers
        private readonly Scalar?[] scalars = new Scalar?[Capacity]; // filled from the first place on
        private readonly long[] lastUses = new long[Capacity];
        private long useCount;

        public Scalar Hold(long bits, Func<long, Scalar> create)
        {
            var place = Array.IndexOf(values, bits);
            if (place < 0 || scalars[place] is null)
            {
                place = Array.IndexOf(lastUses, lastUses.Min());
                (values[place], scalars[place]) = (bits, create(bits));
            }

            lastUses[place] = ++useCount;
            return scalars[place]!;
        }
    }
}
