namespace VaeMlNet.Benchmarks;

/// <summary>What PredictionEngine gives for a <see cref="Digit"/>.</summary>
internal sealed class Latent
{
    /// <summary>Posterior mean.</summary>
    public float[] Mean { get; set; } = [];
}
