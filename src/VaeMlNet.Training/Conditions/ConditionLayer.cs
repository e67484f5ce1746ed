using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Encodes raw conditions for the network, [N, raw slots] -> [N, C]: numbers are standardized, Booleans are 0 or 1, and categories are
/// one-hot, or learned vectors where there are many.
/// </summary>
internal sealed class ConditionLayer : nn.Module<Tensor, Tensor>
{
    private readonly Dictionary<string, CategoryEmbedding> embeddings = [];

    public ConditionLayer(Conditions conditions, int largestOneHot)
        : base(nameof(ConditionLayer))
    {
        Conditions = conditions;
        foreach (var (number, column) in conditions.Columns.Index())
        {
            if (column.KeyCount > largestOneHot)
            {
                embeddings.Add(column.Name, new CategoryEmbedding(column.KeyCount));
                register_module($"embedding_{number}", embeddings[column.Name]);
            }
        }

        Width = conditions.Columns.Sum(WidthOf);
    }

    /// <summary>Gets the columns.</summary>
    public Conditions Conditions { get; }

    /// <summary>Gets the width C of encoded conditions.</summary>
    public int Width { get; }

    /// <summary>Gets the learned vectors, with the slot of their keys among the raw ones and their first slot in the result.</summary>
    public IEnumerable<(CategoryEmbedding Embedding, int KeySlot, int First)> Embeddings
    {
        get
        {
            var (keySlot, first) = (0, 0);
            foreach (var column in Conditions.Columns)
            {
                if (embeddings.TryGetValue(column.Name, out var embedding))
                {
                    yield return (embedding, keySlot, first);
                }

                keySlot += column.Width;
                first += WidthOf(column);
            }
        }
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var parts = input.Parts(Conditions.Columns.Select(column => (long)column.Width));
        return cat([.. Conditions.Columns.Zip(parts, Encode)], 1).MoveToOuterDisposeScope(); // [N, C]
    }

    /// <summary>Adds <see cref="forward"/> to a graph.</summary>
    public OnnxValue AddTo(OnnxGraphBuilder graph, IReadOnlyList<OnnxValue> inputs) =>
        MatrixNodes
            .AddJoin(
                graph,
                [.. Conditions.Columns.Index().Select(c => Add(graph, c.Item, inputs[c.Index], $"condition_{c.Index}"))]
            )
            .DeclareShape(MatrixNodes.BatchAxis, Width);

    private int WidthOf(TableColumn column) =>
        embeddings.TryGetValue(column.Name, out var embedding) ? embedding.Width : column.DecodedWidth;

    private Tensor Encode(TableColumn column, Tensor cells) =>
        column.Kind switch
        {
            TableColumnKind.Number => (
                (cells - tensor(column.Means, device: cells.device)) / tensor(column.Scales, device: cells.device)
            ).clamp(Held(-Table.LargestStandardized), Held(Table.LargestStandardized)),
            TableColumnKind.Boolean => cells,
            _ when embeddings.TryGetValue(column.Name, out var embedding) => embedding.call(cells),
            _ => cells
                .eq(tensor(KeysOf(column).Select(key => (float)key).ToArray(), device: cells.device))
                .to(cells.dtype), // [N, K]
        };

    private OnnxValue Add(OnnxGraphBuilder graph, TableColumn column, OnnxValue cells, string name)
    {
        if (column.Kind == TableColumnKind.Number)
        {
            var means = graph.AddInitializer($"{name}.means", column.Means, 1, column.Width);
            var scales = graph.AddInitializer($"{name}.scales", column.Scales, 1, column.Width);
            var standardized = (new NodeValue(graph, cells) - means) / scales;
            return standardized.Max(-Table.LargestStandardized).Min(Table.LargestStandardized);
        }

        if (column.Kind == TableColumnKind.Boolean)
        {
            return graph.AddCast(cells, OnnxElementType.Float32);
        }

        var keys = graph.AddCast(cells, OnnxElementType.Int64); // because few operators support uint32
        return embeddings.TryGetValue(column.Name, out var embedding)
            ? embedding.AddTo(graph, keys, $"{name}.embedding")
            : graph.AddCast(
                graph.AddNode("Equal", [keys, graph.AddIndices([.. KeysOf(column)])]), // [N, K]
                OnnxElementType.Float32
            );
    }

    private static IEnumerable<long> KeysOf(TableColumn column) =>
        Enumerable.Range(1, column.KeyCount).Select(key => (long)key);
}
