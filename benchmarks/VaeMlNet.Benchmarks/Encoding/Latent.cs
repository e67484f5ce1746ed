using VaeMlNet.Benchmarks.Inference;

namespace VaeMlNet.Benchmarks.Encoding;

/// <summary>What PredictionEngine gives for a <see cref="Digit"/>.</summary>
internal sealed class Latent
{
    /// <summary>Posterior mean.</summary>
    public float[] Mean { get; set; } = [];
}
