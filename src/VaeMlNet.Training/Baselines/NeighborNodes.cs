using VaeMlNet.Baselines;
using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Adds the distance to a near training row, divided among the columns.</summary>
/// <remarks>
/// A matrix product finds candidates: |t|² - 2 x·t is the squared distance without |x|², which is the same for all training rows t. It is too
/// inexact for a distance near 0, so that the distances of the candidates are computed again, from differences.
/// </remarks>
internal static class NeighborNodes
{
    private const int MostCandidates = 32;

    /// <summary>Adds the contributions: [N, S].</summary>
    public static OnnxValue Add(BaselineCells cells, NeighborDistance method)
    {
        var graph = cells.Graph;
        var features = cells.EncodedFeatures;
        var training = Array.ConvertAll(method.Training, row => Array.ConvertAll(features, i => row[i]));
        var (count, width) = (training.Length, features.Length);
        float[] rows = [.. training.SelectMany(row => row).Select(value => (float)value)];
        float[] norms = [.. training.Select(row => (float)row.Sum(value => value * value))];
        NodeValue known = new(graph, graph.AddInitializer("neighbors.rows", rows, count, width)); // [M, F]
        var x = cells.AddFeatures(); // [N, F]
        var products = (x * -2).Times(known.Transpose()); // [N, M]
        var distances = products + graph.AddInitializer("neighbors.norms", norms, count);
        var candidates = MatrixNodes.AddSmallest(graph, distances, Math.Min(MostCandidates, count)); // int64 [N, k]
        var differences = known.Gather(candidates, 0) - x.Unsqueeze(1); // [N, k, F]
        var exact = (differences * differences).Sum(2, keeps: false); // [N, k]
        var nearest = MatrixNodes
            .AddSmallest(graph, exact, method.Neighbor)
            .DeclareShape(MatrixNodes.BatchAxis, method.Neighbor);
        var last = MatrixNodes.AddColumns(graph, nearest, method.Neighbor - 1, 1); // [N, 1], a place among the candidates
        var neighbor = graph.AddNode("GatherElements", [candidates, last], OnnxAttribute.Integer("axis", 1)); // [N, 1]
        var place = graph.AddNode("Squeeze", [neighbor, graph.AddIndices(1)]); // [N]
        var difference = known.Gather(place, 0) - x; // [N, F]
        var squares = difference * difference;
        var distance = squares.Sum().Sqrt(); // [N, 1]
        return cells.AddSums(squares / distance.Max(1e-30f));
    }
}
