namespace VaeMlNet;

/// <summary>A column that a saved graph gives.</summary>
/// <param name="Column">Name of the column, and of the graph's output for one row: float32 [width].</param>
/// <param name="Tensor">The graph's output for batches: float32 [N, width].</param>
/// <param name="HasInputSlots">Whether its slots are the input's, names included.</param>
/// <param name="SlotNames">Names of its slots where they are not the input's; null for none.</param>
internal sealed record SavedOutput(
    string Column,
    GraphTensor Tensor,
    bool HasInputSlots,
    IReadOnlyList<string>? SlotNames = null
)
{
    public bool IsIn(OnnxGraphSignature graph) =>
        Tensor.Width is > 0 and <= ManifestRules.LargestWidth
        && (SlotNames is null || (SlotNames.Count == Tensor.Width && SlotNames.All(name => name is not null)))
        && graph.Outputs.Any(o => o.Name == Tensor.Name && o.IsBatchOf(Tensor.Width));
}
