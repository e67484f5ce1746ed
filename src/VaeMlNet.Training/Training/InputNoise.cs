using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Disturbs the encoder's input.</summary>
internal static class InputNoise
{
    /// <summary>Gives the rows with noise; the rows themselves stay as they are.</summary>
    /// <param name="options">Kind and level.</param>
    /// <param name="x">[n, D].</param>
    /// <param name="generator">The randomness; not touched when there is no noise.</param>
    /// <returns>[n, D].</returns>
    public static Tensor Add(VaeInputNoiseOptions options, Tensor x, Generator generator)
    {
        var (rowCount, width) = (x.shape[0], x.shape[1]);
        return options.Kind switch
        {
            VaeInputNoise.Gaussian => x
                + (randn(rowCount, width, ScalarType.Float32, generator: generator) * options.Level),
            VaeInputNoise.Masking => x
                * rand(rowCount, width, ScalarType.Float32, generator: generator).ge(options.Level).to(x.dtype),
            _ => x,
        };
    }
}
