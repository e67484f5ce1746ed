using TorchSharp;
using TorchSharp.Modules;

namespace VaeMlNet.OnnxExport;

/// <summary>Converts Embedding: a row of W [count, width] for each index.</summary>
internal static class Embeddings
{
    public static OnnxConverters WithEmbeddings(this OnnxConverters converters) =>
        converters.With<Embedding>("`Gather`; takes int64 or int32", Export);

    private static OnnxValue Export(OnnxGraphBuilder graph, Embedding module, OnnxValue input, string path)
    {
        if (input.ElementType is not (OnnxElementType.Int64 or OnnxElementType.Int32))
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' looks up indices, but its input is {input}. Declare the graph's input as "
                    + "Int64 (the overload of Export that takes names, types and shapes), or add a Cast node before it."
            );
        }
        // The weight can be a new object on each read. It then belongs to this scope.
        using var scope = torch.NewDisposeScope();
        var weight =
            module.weight
            ?? throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' has no weight. Create it with its sizes."
            );
        var width = weight.shape[1];
        var result = graph.AddNode("Gather", [graph.AddParameter($"{path}.weight", weight), input]);
        return input.Shape is { } shape ? result.DeclareShape([.. shape, width]) : result;
    }
}
