namespace VaeMlNet;

/// <summary>A column that a saved graph gives.</summary>
/// <param name="Column">Name of the column, and of the graph's output for one row: float32 [width].</param>
/// <param name="Tensor">The graph's output for batches: float32 [N, width].</param>
/// <param name="SlotNames">
/// Names of its slots, null for none: those that the step was fitted on, which the graph has too. The column that the graph
/// reads need not have them, for it can be what another graph hands on.
/// </param>
internal sealed record SavedOutput(string Column, GraphTensor Tensor, IReadOnlyList<string>? SlotNames = null)
{
    public bool IsIn(OnnxGraphSignature graph) =>
        Tensor.Width is > 0 and <= ManifestRules.LargestWidth
        && graph.Outputs.Any(o => o.Name == Tensor.Name && o.IsBatchOf(Tensor.Width))
        && (SlotNames is null || (SlotNames.Count == Tensor.Width && SlotNames.All(name => name is not null)));
}
