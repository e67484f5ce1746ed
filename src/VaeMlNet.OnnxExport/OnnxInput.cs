namespace VaeMlNet.OnnxExport;

/// <summary>An input of a model: <c>new OnnxInput("tokens", OnnxElementType.Int64, "N", 12)</c>. Immutable.</summary>
/// <param name="Name">The name under which callers feed it.</param>
/// <param name="ElementType">The type of its elements; int64 for the indices of an Embedding.</param>
/// <param name="Shape">One entry per axis, the batch axis too: a number, or a symbol for an axis chosen at run time.</param>
public sealed record OnnxInput(string Name, OnnxElementType ElementType, params OnnxDimension[] Shape);
