using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Adds noise to the encoder's input.</summary>
internal static class InputNoise
{
    /// <summary>Returns the rows with noise. The given rows do not change.</summary>
    /// <param name="options">The kind and the level of the noise.</param>
    /// <param name="x">[n, D].</param>
    /// <param name="generator">The random number generator. It is not used without noise.</param>
    /// <param name="table">The columns of a table; null for features.</param>
    /// <returns>[n, D].</returns>
    public static Tensor Add(VaeInputNoiseOptions options, Tensor x, Generator generator, Table? table = null)
    {
        var (rowCount, width) = (x.shape[0], x.shape[1]);
        return options.Kind switch
        {
            VaeInputNoise.Gaussian => x
                + (randn(rowCount, width, ScalarType.Float32, generator: generator) * options.Level),
            VaeInputNoise.Masking => x
                * rand(rowCount, width, ScalarType.Float32, generator: generator).ge(options.Level).to(x.dtype),
            VaeInputNoise.HiddenCells => HiddenCells.Hide(table!, x, options.Level, generator),
            _ => x,
        };
    }
}
