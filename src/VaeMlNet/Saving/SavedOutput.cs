namespace VaeMlNet;

/// <summary>A column that a saved graph computes.</summary>
/// <param name="Column">The name of the column, and of the graph's output for one row: float32 [width].</param>
/// <param name="Tensor">The graph's output for batches: float32 [N, width].</param>
/// <param name="SlotNames">
/// The slot names, or null for none. They come from the schema that the step was fitted on, and the graph also contains them.
/// The column that the graph reads can lack them, because it can be the output of another graph.
/// </param>
internal sealed record SavedOutput(string Column, GraphTensor Tensor, IReadOnlyList<string>? SlotNames = null)
{
    public bool IsIn(OnnxGraphSignature graph) =>
        Tensor.Width is > 0 and <= ManifestRules.LargestWidth
        && graph.Outputs.Any(o => o.Name == Tensor.Name && o.IsBatchOf(Tensor.Width))
        && (SlotNames is null || (SlotNames.Count == Tensor.Width && SlotNames.All(name => name is not null)));
}
