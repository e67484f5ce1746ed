namespace VaeMlNet.Report;

/// <summary>A row with its latents, its reconstruction and its score.</summary>
/// <param name="Row">The number of the row, from 0.</param>
/// <param name="Label">The label; null without labels.</param>
/// <param name="Score">The negative ELBO in nats.</param>
/// <param name="Slots">The input of the model, [S].</param>
/// <param name="LatentMean">The posterior mean, [L]; for categorical latents the probabilities, [L * K].</param>
/// <param name="LogVariance">The log-variance of the posterior, [L]; empty for categorical latents.</param>
/// <param name="Decoded">The reconstruction, [R].</param>
/// <param name="Contributions">The contribution of each slot to the score, [S].</param>
internal sealed record DetailedRow(
    long Row,
    string? Label,
    float Score,
    float[] Slots,
    float[] LatentMean,
    float[] LogVariance,
    float[] Decoded,
    float[] Contributions
)
{
    /// <summary>Gets the p-value; NaN where the model has none.</summary>
    public float PValue { get; init; } = float.NaN;
}
