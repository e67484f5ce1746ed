using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// A learned vector for each category of a column with many categories (Guo &amp; Berkhahn 2016): keys [N, 1] -> [N, E]. A missing or unknown
/// category has the vector 0.
/// </summary>
/// <remarks>
/// It does the same as a linear layer on one-hot slots, without the slots: a row takes E numbers instead of K. Any part of the network that
/// reads keys can use it.
/// </remarks>
internal sealed class CategoryEmbedding : nn.Module<Tensor, Tensor>
{
    private const int LargestWidth = 50;

    // A field, because RegisterComponents finds fields only.
    private readonly Parameter weight; // [K, E]

    /// <param name="categoryCount">The number of categories, K.</param>
    public CategoryEmbedding(int categoryCount)
        : base(nameof(CategoryEmbedding))
    {
        CategoryCount = categoryCount;
        Width = WidthFor(categoryCount);
        weight = new Parameter(zeros(categoryCount, Width));
        weight.DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>Gets the number of categories, K.</summary>
    public int CategoryCount { get; }

    /// <summary>Gets the width of a vector, E.</summary>
    public int Width { get; }

    /// <summary>Gets the vectors, [K, E].</summary>
    public Parameter Weight => weight;

    /// <summary>
    /// Returns the width for a number of categories, 1.6 K^0.56, at most 50. It is the rule of fastai (Howard &amp; Gugger 2020).
    /// </summary>
    public static int WidthFor(int categoryCount) =>
        Math.Clamp((int)Math.Round(1.6 * Math.Pow(categoryCount, 0.56)), 1, LargestWidth);

    /// <summary>Returns the vectors of keys 1 to K, float32 [N, 1] -> [N, E]. Other keys and NaN have the vector 0.</summary>
    public override Tensor forward(Tensor keys)
    {
        using var scope = NewDisposeScope();
        var isKnown = keys.ge(1).logical_and(keys.le(CategoryCount)); // [N, 1]; false for NaN
        var rows = (keys.nan_to_num(1).clamp(1, CategoryCount) - 1).squeeze(1).to(ScalarType.Int64); // [N]
        return (weight.index_select(0, rows) * isKnown.to(keys.dtype)).MoveToOuterDisposeScope(); // [N, E]
    }

    /// <summary>Adds the vectors of keys, int64 [N, 1] -> [N, E].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="name">The name of the weights in the graph.</param>
    public OnnxValue AddTo(OnnxGraphBuilder graph, OnnxValue keys, string name)
    {
        // The first row is the vector of missing and unknown categories.
        var vectors = graph.AddInitializer(
            name,
            [.. new float[Width], .. TensorValues.Floats(weight)],
            CategoryCount + 1,
            Width
        );
        var isKnown = graph.AddNode("LessOrEqual", [keys, graph.AddIndices(CategoryCount)]);
        var rows = graph.AddNode("Where", [isKnown, keys, graph.AddIndices(0)]); // [N, 1]
        var found = graph.AddNode("Gather", [vectors, rows], OnnxAttribute.Integer("axis", 0)); // [N, 1, E]
        return graph.AddNode("Reshape", [found, graph.AddIndices(0, Width)]).DeclareShape(MatrixNodes.BatchAxis, Width);
    }
}
