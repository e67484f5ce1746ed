namespace VaeMlNet.Cli;

/// <summary>What stays of a row for the map, where there are many.</summary>
/// <param name="Row">Its number in the file, from 0.</param>
/// <param name="Label">Its label; null without labels.</param>
/// <param name="Score">Negative ELBO in nats.</param>
/// <param name="Code">Its posterior mean.</param>
/// <param name="Cells">The texts of its first columns; none where rows are images.</param>
/// <param name="Picture">A small picture of it in [0, 1]; none where rows are no images.</param>
internal sealed record MappedRow(
    long Row,
    string? Label,
    float Score,
    float[] Code,
    IReadOnlyList<string> Cells,
    float[] Picture
);
