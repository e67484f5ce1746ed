namespace VaeMlNet;

/// <summary>A column that a saved graph gives.</summary>
/// <param name="Column">Name of the column, and of the graph's output for one row: float32 [width].</param>
/// <param name="Tensor">The graph's output for batches: float32 [N, width].</param>
/// <param name="HasInputSlots">Whether its slots are the input's, names included.</param>
internal sealed record SavedOutput(string Column, GraphTensor Tensor, bool HasInputSlots)
{
    public bool IsIn(OnnxGraphSignature graph) =>
        Tensor.Width is > 0 and <= ManifestRules.LargestWidth
        && graph.Outputs.Any(o => o.Name == Tensor.Name && o.IsBatchOf(Tensor.Width));
}
