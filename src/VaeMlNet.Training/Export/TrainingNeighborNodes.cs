using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Adds <see cref="TrainingNeighbors.Contributions"/> to a graph.</summary>
/// <remarks>A matrix product finds candidates. It is too inexact for a distance near 0, so that theirs are computed again, from differences.</remarks>
internal static class TrainingNeighborNodes
{
    /// <summary>Adds the part of each slot in the score, [N, V], 0 for missing cells.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="neighbors">The training rows.</param>
    /// <param name="values">The values, [N, V].</param>
    /// <param name="isMissing">1 for missing cells and 0 for others, [N, V].</param>
    /// <param name="means">The means of p(x|z), [N, V].</param>
    public static OnnxValue Add(
        OnnxGraphBuilder graph,
        TrainingNeighbors neighbors,
        OnnxValue values,
        OnnxValue isMissing,
        OnnxValue means
    )
    {
        var (count, width) = (neighbors.RowCount, neighbors.Width);
        var known = graph.AddInitializer("neighbors.places", neighbors.Places, count, 2 * width); // [M, 2 V]
        float[] norms = [.. neighbors.Places.Chunk(2 * width).Select(row => row.Sum(value => value * value))];
        var missing = graph.AddNode("Greater", [isMissing, graph.AddScalar(0)]);
        var x = AddPlaces(); // [N, 2 V]
        var products = graph.AddNode(
            "MatMul",
            [
                graph.AddNode("Mul", [x, graph.AddScalar(-2)]),
                graph.AddNode("Transpose", [known], OnnxAttribute.Integers("perm", 1, 0)),
            ]
        ); // [N, M]
        var distances = graph.AddNode("Add", [products, graph.AddInitializer("neighbors.norms", norms, count)]);
        var candidates = MatrixNodes.AddSmallest(graph, distances, neighbors.Candidates); // int64 [N, C]
        var near = graph.AddNode("Gather", [known, candidates], OnnxAttribute.Integer("axis", 0)); // [N, C, 2 V]
        var differences = graph.AddNode("Sub", [near, graph.AddNode("Unsqueeze", [x, graph.AddIndices(1)])]);
        var exact = AddSum(graph.AddNode("Mul", [differences, differences]), 2, keeps: false); // [N, C]
        var nearest = graph.AddNode(
            "GatherElements",
            [candidates, MatrixNodes.AddSmallest(graph, exact, neighbors.Neighbors)],
            OnnxAttribute.Integer("axis", 1)
        ); // int64 [N, K]
        var ofNearest = graph.AddNode(
            "Sub",
            [
                graph.AddNode("Gather", [known, nearest], OnnxAttribute.Integer("axis", 0)),
                graph.AddNode("Unsqueeze", [x, graph.AddIndices(1)]),
            ]
        ); // [N, K, 2 V]
        var squares = graph.AddNode(
            "Reshape",
            [graph.AddNode("Mul", [ofNearest, ofNearest]), graph.AddIndices(-1, neighbors.Neighbors, 2, width)]
        );
        var ofSlots = AddSum(squares, 2, keeps: false); // [N, K, V]
        var smoothed = graph.AddNode(
            "Add",
            [AddSum(ofSlots, 2, keeps: true), graph.AddScalar(neighbors.Smoothing * neighbors.Smoothing)]
        );
        var distance = graph.AddNode("Sqrt", [smoothed]); // [N, K, 1]
        var own = graph.AddNode(
            "Gather",
            [graph.AddInitializer("neighbors.own_distances", neighbors.OwnDistances, count), nearest],
            OnnxAttribute.Integer("axis", 0)
        ); // [N, K]
        var mean = graph.AddNode("Div", [AddSum(own, 1, keeps: true), graph.AddScalar(neighbors.Neighbors)]); // [N, 1]
        var factor = graph.AddNode(
            "Mul",
            [
                graph.AddNode("Pow", [mean, graph.AddScalar((float)-neighbors.Exponent)]),
                graph.AddScalar((float)(neighbors.Nats / neighbors.Neighbors)),
            ]
        );
        var sum = AddSum(graph.AddNode("Div", [ofSlots, distance]), 1, keeps: false); // [N, V]
        return graph
            .AddNode("Where", [missing, graph.AddScalar(0), graph.AddNode("Mul", [sum, factor])])
            .DeclareShape(MatrixNodes.BatchAxis, width);

        OnnxValue AddPlaces()
        {
            var ofValues = AddScaled(values, neighbors.Means, "factors", neighbors.Factors);
            var residuals = graph.AddNode(
                "Mul",
                [
                    graph.AddNode("Sub", [values, means]),
                    graph.AddInitializer("neighbors.residual_factors", neighbors.ResidualFactors, 1, width),
                ]
            );
            ofValues = graph.AddNode("Where", [missing, graph.AddScalar(0), ofValues]);
            residuals = graph.AddNode("Where", [missing, graph.AddScalar(0), residuals]);
            return graph.AddNode(
                "Clip",
                [
                    MatrixNodes.AddJoin(graph, ofValues, residuals),
                    graph.AddScalar(-TrainingNeighbors.Largest),
                    graph.AddScalar(TrainingNeighbors.Largest),
                ]
            );
        }

        OnnxValue AddScaled(OnnxValue numbers, float[] offsets, string name, float[] factors) =>
            graph.AddNode(
                "Mul",
                [
                    graph.AddNode("Sub", [numbers, graph.AddInitializer("neighbors.means", offsets, 1, width)]),
                    graph.AddInitializer($"neighbors.{name}", factors, 1, width),
                ]
            );

        OnnxValue AddSum(OnnxValue numbers, long axis, bool keeps) => MatrixNodes.AddSum(graph, numbers, axis, keeps);
    }
}
