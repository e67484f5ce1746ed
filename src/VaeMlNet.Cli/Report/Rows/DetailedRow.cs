namespace VaeMlNet.Cli;

/// <summary>A row and what the model makes of it.</summary>
/// <param name="Row">Its number in the file, from 0.</param>
/// <param name="Label">Its label; null without labels.</param>
/// <param name="Score">Negative ELBO in nats.</param>
/// <param name="Slots">What the model took, [S].</param>
/// <param name="Code">The posterior mean, [L]; of categorical latents probabilities, [L * K].</param>
/// <param name="LogVariance">Of the posterior, [L]; null with categorical latents.</param>
/// <param name="Decoded">The reconstruction, [R].</param>
/// <param name="Contributions">Each slot's part of the score, [S].</param>
internal sealed record DetailedRow(
    long Row,
    string? Label,
    float Score,
    float[] Slots,
    float[] Code,
    float[]? LogVariance,
    float[] Decoded,
    float[] Contributions
);
