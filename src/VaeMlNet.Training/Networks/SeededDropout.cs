using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Dropout (Srivastava et al. 2014) with a generator of its own. TorchSharp's Dropout uses the global generator, which other trainings in the
/// same process use, too.
/// </summary>
internal sealed class SeededDropout : nn.Module<Tensor, Tensor>, IOnnxExportable
{
    private const long MostNumbersOfSpan = 1 << 28; // a span has at most 2 GiB

    private readonly double share;

    /// <param name="share">The share of values that training sets to 0. The others are divided by 1 - share.</param>
    public SeededDropout(double share)
        : base(nameof(SeededDropout))
    {
        this.share = share;
    }

    private Generator? Generator { get; set; }

    /// <summary>Sets the generator of all such layers of a network; null after training.</summary>
    public static void SetGenerator(nn.Module network, Generator? generator)
    {
        foreach (var dropout in network.modules().OfType<SeededDropout>())
        {
            dropout.Generator = generator;
        }
    }

    public override Tensor forward(Tensor input)
    {
        if (!training || Generator is null)
        {
            return input.alias();
        }

        using var scope = NewDisposeScope();
        return (input * DrawFactors(input.shape).to(input.dtype, input.device)).MoveToOuterDisposeScope();
    }

    /// <summary>Draws the factors of inputs during training, float32: 0, or 1 / (1 - share).</summary>
    /// <remarks>
    /// libtorch's random numbers would take a sixth of the time of a large table's training (docs/performance.md). Only a seed comes from its
    /// generator.
    /// </remarks>
    public Tensor DrawFactors(params long[] shape)
    {
        var factors = empty(shape);
        using var scope = NewDisposeScope();
        var count = factors.numel();
        var parts = (count + MostNumbersOfSpan - 1) / MostNumbersOfSpan;
        var seeds = TensorValues.Integers(randint(long.MaxValue, [parts], ScalarType.Int64, generator: Generator));
        var all = factors.view(-1);
        foreach (var (part, seed) in seeds.Index())
        {
            var first = part * MostNumbersOfSpan;
            Fill(TensorValues.Memory(all.narrow(0, first, Math.Min(MostNumbersOfSpan, count - first))), seed);
        }

        return factors;
    }

    public OnnxValue[] ExportTo(OnnxGraphBuilder graph, OnnxValue[] inputs, string path) => inputs;

    /// <summary>
    /// Overwrites numbers with factors, by eight generators beside each other that begin with numbers of <see cref="Philox"/>: xorshift of
    /// Marsaglia 2003, sec. 3, which takes less time.
    /// </summary>
    private void Fill(Span<float> factors, long seed)
    {
        var key = unchecked(((uint)seed, (uint)(seed >> 32)));
        (var a, var b, var c, var d) = Philox.Draw((0, 0, 0, 0), key);
        (var e, var f, var g, var h) = Philox.Draw((1, 0, 0, 0), key);
        var state = Vector256.Create(a, b, c, d, e, f, g, h) | Vector256<uint>.One; // not 0
        var dropped = Vector256.Create((uint)(share * uint.MaxValue)); // of 2^32 numbers
        var kept = Vector256.Create((float)(1 / (1 - share)));
        var all = MemoryMarshal.Cast<float, Vector256<float>>(factors);
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = Next(ref state, dropped, kept);
        }

        var last = Next(ref state, dropped, kept);
        for (var i = all.Length * Vector256<float>.Count; i < factors.Length; i++)
        {
            factors[i] = last[i % Vector256<float>.Count];
        }
    }

    private static Vector256<float> Next(ref Vector256<uint> state, Vector256<uint> dropped, Vector256<float> kept)
    {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return Vector256.ConditionalSelect(Vector256.LessThan(state, dropped).AsSingle(), default, kept);
    }
}
