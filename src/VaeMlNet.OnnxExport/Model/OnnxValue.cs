namespace VaeMlNet.OnnxExport;

/// <summary>
/// A tensor in a graph under construction: an input, a constant, or the result of a node. It is created by <see
/// cref="OnnxGraphBuilder"/> and valid only in that graph.
/// </summary>
public sealed class OnnxValue
{
    internal OnnxValue(object? graph, string name, OnnxElementType elementType, IReadOnlyList<OnnxDimension>? shape)
    {
        (Graph, Name, ElementType, Shape) = (graph, name, elementType, shape);
    }

    /// <summary>Gets the placeholder for an omitted optional input, such as the lower bound of <c>Clip</c>.</summary>
    public static OnnxValue Omitted { get; } = new(null, "", OnnxElementType.Float32, null);

    /// <summary>
    /// Gets the name of the tensor in the graph. An output has the name that was passed to <see
    /// cref="OnnxGraphBuilder.AddOutput"/>.
    /// </summary>
    public string Name { get; internal set; }

    /// <summary>Gets the element type.</summary>
    public OnnxElementType ElementType { get; }

    /// <summary>
    /// Gets the shape as far as it is known during the export; null if even the number of axes is unknown. It is known for
    /// inputs, constants, exported layers, and results of elementwise operators on such values.
    /// </summary>
    public IReadOnlyList<OnnxDimension>? Shape { get; private set; }

    internal object? Graph { get; }

    /// <summary>
    /// Declares the shape of a node's result if it is not inferred. Later layers are then checked against it, and a graph
    /// output can use it. ONNX Runtime checks it again when it loads the model.
    /// </summary>
    /// <param name="shape">One entry per axis.</param>
    /// <returns>This value.</returns>
    /// <exception cref="OnnxExportException">The shape contradicts the known shape.</exception>
    /// <exception cref="InvalidOperationException">This value is <see cref="Omitted"/>.</exception>
    public OnnxValue DeclareShape(params OnnxDimension[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (this == Omitted)
        {
            throw new InvalidOperationException("OnnxValue.Omitted stands for no tensor, so it has no shape.");
        }

        if (!Agrees(Shape, shape))
        {
            throw new OnnxExportException(
                $"'{Name}' was declared as {OnnxDimension.Describe(shape)}, but it is {OnnxDimension.Describe(Shape)}. "
                    + "Correct the declared shape, or leave it out."
            );
        }

        Shape = [.. shape];
        return this;
    }

    /// <summary>Returns the name, element type and shape, such as "hidden: Float32 [N, 400]".</summary>
    public override string ToString() => $"{Name}: {ElementType} {OnnxDimension.Describe(Shape)}";

    private static bool Agrees(IReadOnlyList<OnnxDimension>? known, OnnxDimension[] stated) =>
        known is null
        || (
            known.Count == stated.Length
            && known
                .Zip(stated)
                .All(pair => pair.First.Size is null || pair.Second.Size is null || pair.First == pair.Second)
        );
}
