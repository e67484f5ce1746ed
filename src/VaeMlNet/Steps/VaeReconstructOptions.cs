namespace VaeMlNet;

/// <summary>Options for <c>VaeReconstruct</c>.</summary>
/// <inheritdoc cref="VaeStepOptions" path="/remarks"/>
public sealed record VaeReconstructOptions : VaeStepOptions
{
    /// <summary>
    /// Gets the columns with the conditions under which rows are decoded, one for each condition in the model's order. The encoder still reads
    /// the conditions of the row, so that the output is the row as it would be under other conditions (a counterfactual).
    /// </summary>
    /// <value>Default: null, which means the conditions of the row. Must be null for a model without conditions.</value>
    public IReadOnlyList<string>? DecodedConditionColumns { get; init; }
}
