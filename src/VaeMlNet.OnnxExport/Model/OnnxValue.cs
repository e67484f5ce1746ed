namespace VaeMlNet.OnnxExport;

/// <summary>
/// A tensor in a graph under construction: an input, a constant, or what a node computes. Made by
/// <see cref="OnnxGraphBuilder"/> and valid only in the graph that made it.
/// </summary>
public sealed class OnnxValue
{
    internal OnnxValue(object? graph, string name, OnnxElementType elementType, IReadOnlyList<OnnxDimension>? shape)
    {
        (Graph, Name, ElementType, Shape) = (graph, name, elementType, shape);
    }

    /// <summary>Stands for an optional input that is left out, such as the lower bound of <c>Clip</c>.</summary>
    public static OnnxValue Omitted { get; } = new(null, "", OnnxElementType.Float32, null);

    /// <summary>The tensor's name in the graph; an output takes the name given to <see cref="OnnxGraphBuilder.AddOutput"/>.</summary>
    public string Name { get; internal set; }

    /// <summary>The type of its elements.</summary>
    public OnnxElementType ElementType { get; }

    /// <summary>
    /// Its shape as far as it is known while exporting, or null where not even the number of axes is. Known for inputs,
    /// constants, exported layers, and the results of elementwise operators on such values.
    /// </summary>
    public IReadOnlyList<OnnxDimension>? Shape { get; private set; }

    internal object? Graph { get; }

    /// <summary>
    /// States the shape of a node's result where it is not inferred, so that layers that follow can be checked against
    /// it and a graph output can take it over. ONNX Runtime checks it again when it loads the model.
    /// </summary>
    /// <param name="shape">One entry per axis.</param>
    /// <returns>This value.</returns>
    /// <exception cref="OnnxExportException">The shape contradicts what is known already.</exception>
    /// <exception cref="InvalidOperationException">This is <see cref="Omitted"/>.</exception>
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

    /// <summary>The name, element type and shape, as in "hidden: Float32 [N, 400]".</summary>
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
