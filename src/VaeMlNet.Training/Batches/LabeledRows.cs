using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The labeled rows of a training step. The tensors belong to the dispose scope of the step.</summary>
/// <param name="Rows">float32 [M, D], M at least 1.</param>
/// <param name="Labels">The raw labels, float32 [M]: keys as numbers from 1, Booleans as 0 or 1, and numbers.</param>
internal sealed record LabeledRows(Tensor Rows, Tensor Labels)
{
    /// <summary>Gets the number of rows.</summary>
    public long Count => Rows.shape[0];

    /// <summary>Gets the number of all labeled rows, from which these were drawn.</summary>
    public long TotalCount { get; init; } = Rows.shape[0];
}
