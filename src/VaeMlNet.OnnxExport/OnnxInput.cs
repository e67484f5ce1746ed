namespace VaeMlNet.OnnxExport;

/// <summary>An input of a model: <c>new OnnxInput("tokens", OnnxElementType.Int64, "N", 12)</c>. Immutable.</summary>
/// <param name="Name">The name of the input for callers.</param>
/// <param name="ElementType">The element type: int64 for the indices of an Embedding.</param>
/// <param name="Shape">
/// One entry per axis, including the batch axis: a number, or a symbol for an axis whose size is chosen at run time.
/// </param>
public sealed record OnnxInput(string Name, OnnxElementType ElementType, params OnnxDimension[] Shape);
