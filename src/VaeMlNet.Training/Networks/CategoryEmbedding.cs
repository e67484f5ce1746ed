using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

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
    /// Returns the width for a number of categories, 1.6 K^0.56, at most 50. It is the rule of fastai (Howard &amp; Gugger 2020), where the limit is 600.
    /// </summary>
    public static int WidthFor(int categoryCount) =>
        Math.Clamp((int)Math.Round(1.6 * Math.Pow(categoryCount, 0.56)), 1, LargestWidth);

    /// <summary>Returns the vectors of keys 1 to K, float32 [N, 1] -> [N, E]. Other keys and NaN have the vector 0.</summary>
    public override Tensor forward(Tensor keys)
    {
        using var scope = NewDisposeScope();
        var (isKnown, rows) = RowsOf(keys);
        return (weight.index_select(0, rows.squeeze(1)) * isKnown).MoveToOuterDisposeScope(); // [N, E]
    }

    /// <summary>Adds the vectors of keys, int64 [N, 1] -> [N, E].</summary>
    public OnnxValue AddTo(OnnxGraphBuilder graph, OnnxValue keys, string name)
    {
        var (isKnown, rows) = AddRows(graph, keys);
        return graph
            .AddNode("Mul", [AddVectors(graph, rows, name), isKnown])
            .DeclareShape(MatrixNodes.BatchAxis, Width);
    }

    /// <summary>Adds rows of <see cref="Weight"/>, int64 [N, 1] -> [N, E].</summary>
    public OnnxValue AddVectors(OnnxGraphBuilder graph, OnnxValue rows, string name)
    {
        var found = graph.AddNode("Gather", [AddWeight(graph, name), rows], OnnxAttribute.Integer("axis", 0)); // [N, 1, E]
        return graph.AddNode("Reshape", [found, graph.AddIndices(0, Width)]);
    }

    /// <summary>Adds the vectors as a constant, [K, E]. A graph that adds them several times stores them once.</summary>
    public OnnxValue AddWeight(OnnxGraphBuilder graph, string name) =>
        graph.AddInitializer(name, TensorValues.Floats(weight), CategoryCount, Width);

    /// <summary>
    /// Adds 1 for keys 1 to K and 0 for others, float32 [N, 1], and the rows of <see cref="Weight"/> of the keys, int64 [N, 1]. The row of other
    /// keys is 0.
    /// </summary>
    public (OnnxValue IsKnown, OnnxValue Rows) AddRows(OnnxGraphBuilder graph, OnnxValue keys)
    {
        var one = graph.AddIndices(1);
        NodeValue all = new(graph, keys);
        var isKnown = (all >= one) & (all <= graph.AddIndices(CategoryCount));
        var known = isKnown.Where(keys, one);
        return (isKnown.ToFloats(), known - one);
    }

    /// <summary>Returns 1 for keys 1 to K and 0 for others, float32 [N, 1], and the rows of <see cref="Weight"/> of the keys, int64 [N, 1].</summary>
    public (Tensor IsKnown, Tensor Rows) RowsOf(Tensor keys) =>
        (
            keys.ge(Held(1)).logical_and(keys.le(Held(CategoryCount))).to(keys.dtype), // 0 for NaN
            (keys.nan_to_num(1).clamp(Held(1), Held(CategoryCount)) - Held(1)).to(ScalarType.Int64)
        );
}
