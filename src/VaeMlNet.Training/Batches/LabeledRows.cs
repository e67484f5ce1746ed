using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The labeled rows of a training step. The tensors belong to the dispose scope of the step.</summary>
/// <param name="Rows">float32 [M, D], M at least 1.</param>
/// <param name="Labels">The raw labels, float32 [M]: keys as numbers from 1, Booleans as 0 or 1, and numbers.</param>
internal sealed record LabeledRows(Tensor Rows, Tensor Labels)
{
    /// <summary>Gets the number of rows.</summary>
    public long Count => Rows.shape[0];

    /// <summary>Gets the total weight of all labeled rows, from which these were drawn: their number if all rows have the same weight.</summary>
    public double TotalWeight { get; init; } = Rows.shape[0];

    /// <summary>Gets the weights of the rows, float32 [M], 1 on average over all labeled rows; null for equal weights.</summary>
    public Tensor? Weights { get; init; }
}
