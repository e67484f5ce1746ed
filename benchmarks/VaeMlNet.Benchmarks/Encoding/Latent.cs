namespace VaeMlNet.Benchmarks;

/// <summary>The prediction of PredictionEngine for a <see cref="Digit"/>.</summary>
internal sealed class Latent
{
    /// <summary>Gets or sets the posterior mean.</summary>
    public float[] Mean { get; set; } = [];
}
