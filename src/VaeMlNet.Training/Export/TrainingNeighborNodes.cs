namespace VaeMlNet;

/// <summary>Adds <see cref="TrainingNeighbors.Contributions"/> to a graph.</summary>
/// <remarks>A matrix product finds candidates. It is too inexact for a distance near 0, so that theirs are computed again, from differences.</remarks>
internal static class TrainingNeighborNodes
{
    /// <summary>Adds the part of each slot in the score, [N, V], 0 for missing cells.</summary>
    /// <param name="neighbors">The training rows.</param>
    /// <param name="values">The values, [N, V].</param>
    /// <param name="isMissing">1 for missing cells and 0 for others, [N, V].</param>
    /// <param name="means">The means of p(x|z), [N, V].</param>
    public static NodeValue Add(TrainingNeighbors neighbors, NodeValue values, NodeValue isMissing, NodeValue means)
    {
        var graph = values.Graph;
        var (count, width) = (neighbors.RowCount, neighbors.Width);
        var known = values.AddConstant("neighbors.places", neighbors.Places, count, 2 * width); // [M, 2 V]
        float[] norms = [.. neighbors.Places.Chunk(2 * width).Select(row => row.Sum(value => value * value))];
        var missing = isMissing > 0;
        var x = AddPlaces(); // [N, 2 V]
        var products = (x * -2).Times(known.Transpose()); // [N, M]
        var distances = products + graph.AddInitializer("neighbors.norms", norms, count);
        var candidates = MatrixNodes.AddSmallest(graph, distances, neighbors.Candidates); // int64 [N, C]
        var differences = known.Gather(candidates, 0) - x.Unsqueeze(1); // [N, C, 2 V]
        var exact = (differences * differences).Sum(2, keeps: false); // [N, C]
        var smallest = MatrixNodes.AddSmallest(graph, exact, neighbors.Neighbors);
        var nearest = new NodeValue(graph, candidates).GatherElements(smallest, 1); // int64 [N, K]
        var ofNearest = known.Gather(nearest, 0) - x.Unsqueeze(1); // [N, K, 2 V]
        var squares = (ofNearest * ofNearest).Reshape(-1, neighbors.Neighbors, 2, width);
        var ofSlots = squares.Sum(2, keeps: false); // [N, K, V]
        var smoothed = ofSlots.Sum(2) + (neighbors.Smoothing * neighbors.Smoothing); // [N, K, 1]
        var distance = smoothed.Sqrt();
        var own = values.AddConstant("neighbors.own_distances", neighbors.OwnDistances, count).Gather(nearest, 0); // [N, K]
        var mean = own.Sum() / neighbors.Neighbors; // [N, 1]
        var factor = mean.Node("Pow", (float)-neighbors.Exponent) * (float)(neighbors.Nats / neighbors.Neighbors);
        var sum = (ofSlots / distance).Sum(keeps: false); // [N, V]
        return missing.Where(0, sum * factor).DeclareShape(MatrixNodes.BatchAxis, width);

        NodeValue AddPlaces()
        {
            var ofValues = (values - Row("means", neighbors.Means)) * Row("factors", neighbors.Factors);
            var residuals = (values - means) * Row("residual_factors", neighbors.ResidualFactors);
            var both = MatrixNodes.AddJoin(graph, missing.Where(0, ofValues), missing.Where(0, residuals));
            return new NodeValue(graph, both).Clip(-TrainingNeighbors.Largest, TrainingNeighbors.Largest);
        }

        NodeValue Row(string name, float[] numbers) => values.AddConstant($"neighbors.{name}", numbers, 1, width);
    }
}
