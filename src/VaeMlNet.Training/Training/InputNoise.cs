using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Adds noise to the encoder's input.</summary>
internal static class InputNoise
{
    /// <summary>Returns the rows with noise. The given rows do not change.</summary>
    /// <param name="options">The kind and the level of the noise.</param>
    /// <param name="x">[n, D].</param>
    /// <param name="generator">The random number generator. It is not used without noise.</param>
    /// <param name="cells">The cells of a table; null for features.</param>
    /// <returns>[n, D].</returns>
    public static Tensor Add(VaeInputNoiseOptions options, Tensor x, Generator generator, HiddenCells? cells = null)
    {
        var (rowCount, width) = (x.shape[0], x.shape[1]);
        return options.Kind switch
        {
            VaeInputNoiseKind.Gaussian => x.Plus(
                WithoutKeys(
                        randn(rowCount, width, ScalarType.Float32, generator: generator) * Held(options.Level),
                        cells?.Table.EmbeddedSlots ?? []
                    )
                    .to(x.device)
            ),
            VaeInputNoiseKind.Masking => x
                * rand(rowCount, width, ScalarType.Float32, generator: generator)
                    .ge(Held(options.Level))
                    .to(x.dtype, x.device),
            VaeInputNoiseKind.HiddenCells => cells!.Hide(x, options.Level, generator),
            _ => x,
        };
    }

    /// <summary>Returns noise that is 0 in the slots of embedded keys, because the sum of a key and noise is not a key.</summary>
    private static Tensor WithoutKeys(Tensor noise, long[] keySlots)
    {
        if (keySlots.Length == 0)
        {
            return noise;
        }

        var factors = new float[noise.shape[1]];
        Array.Fill(factors, 1);
        Array.ForEach(keySlots, slot => factors[slot] = 0);
        return noise * tensor(factors);
    }
}
