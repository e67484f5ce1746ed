using VaeMlNet.Baselines;
using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Adds the distance to a near training row, divided among the columns.</summary>
internal static class NeighborNodes
{
    /// <summary>Adds the contributions: [N, S].</summary>
    public static OnnxValue Add(BaselineCells cells, NeighborDistance method)
    {
        var graph = cells.Graph;
        var features = cells.EncodedFeatures;
        var training = Array.ConvertAll(method.Training, row => Array.ConvertAll(features, i => row[i]));
        var (count, width) = (training.Length, features.Length);
        float[] rows = [.. training.SelectMany(row => row).Select(value => (float)value)];
        NodeValue known = new(graph, graph.AddInitializer("neighbors.rows", rows, count, width)); // [M, F]
        var x = cells.AddFeatures(); // [N, F]
        var nearest = MatrixNodes
            .AddNearest(x, known, method.Neighbor)
            .DeclareShape(MatrixNodes.BatchAxis, method.Neighbor);
        var neighbor = MatrixNodes.AddColumns(graph, nearest, method.Neighbor - 1, 1); // [N, 1]
        var place = graph.AddNode("Squeeze", [neighbor, graph.AddIndices(1)]); // [N]
        var difference = known.Gather(place, 0) - x; // [N, F]
        var squares = difference * difference;
        var distance = squares.Sum().Sqrt(); // [N, 1]
        return cells.AddSums(squares / distance.Max(1e-30f));
    }
}
