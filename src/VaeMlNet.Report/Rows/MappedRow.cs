namespace VaeMlNet.Report;

/// <summary>
/// A row on the latent map. It has fewer details than <see cref="DetailedRow"/>, because the map has many rows.
/// </summary>
/// <param name="Row">The number of the row, from 0.</param>
/// <param name="Label">The label; null without labels.</param>
/// <param name="Score">The negative ELBO in nats.</param>
/// <param name="LatentMean">The posterior mean.</param>
/// <param name="Cells">The texts of the first columns; empty where rows are images.</param>
/// <param name="Picture">A small image in [0, 1]; empty where rows are not images.</param>
internal sealed record MappedRow(
    long Row,
    string? Label,
    float Score,
    float[] LatentMean,
    IReadOnlyList<string> Cells,
    float[] Picture
)
{
    /// <summary>Gets the p-value; NaN where the model has none.</summary>
    public float PValue { get; init; } = float.NaN;
}
