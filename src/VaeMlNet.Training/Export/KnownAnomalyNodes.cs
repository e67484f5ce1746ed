using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Adds <see cref="KnownAnomalyWeights.Contributions"/> to a graph.</summary>
internal static class KnownAnomalyNodes
{
    /// <summary>Adds the part of each slot in the score, [N, V], 0 for missing cells.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="values">The values, [N, V].</param>
    /// <param name="isMissing">1 for missing cells and 0 for others, [N, V]; null where no cell can be missing.</param>
    /// <param name="nats">The part of each slot in the score without labels, [N, V].</param>
    public static OnnxValue Add(
        OnnxGraphBuilder graph,
        KnownAnomalyWeights weights,
        OnnxValue values,
        OnnxValue? isMissing,
        OnnxValue nats
    )
    {
        var standardized = graph.AddNode(
            "Clip",
            [
                graph.AddNode(
                    "Mul",
                    [graph.AddNode("Sub", [values, Row("means", weights.Means)]), Row("factors", weights.Factors)]
                ),
                graph.AddScalar(-KnownAnomalyWeights.Largest),
                graph.AddScalar(KnownAnomalyWeights.Largest),
            ]
        );
        var excess = graph.AddNode("Sub", [nats, Row("mean_nats", weights.MeanNats)]);
        var ofNats = graph.AddNode("Sub", [AddLogOfOneMore(excess), AddLogOfOneMore(graph.AddNode("Neg", [excess]))]);
        var sum = graph.AddNode(
            "Add",
            [
                graph.AddNode("Mul", [standardized, Row("of_values", weights.OfValues)]),
                graph.AddNode("Mul", [ofNats, Row("of_nats", weights.OfNats)]),
            ]
        );
        return isMissing is null
            ? sum
            : graph
                .AddNode("Where", [graph.AddNode("Greater", [isMissing, graph.AddScalar(0)]), graph.AddScalar(0), sum])
                .DeclareShape(MatrixNodes.BatchAxis, weights.Width);

        OnnxValue Row(string name, float[] numbers) =>
            graph.AddInitializer($"known_anomalies.{name}", numbers, 1, weights.Width);

        OnnxValue AddLogOfOneMore(OnnxValue numbers) =>
            graph.AddNode("Log", [graph.AddNode("Add", [graph.AddNode("Relu", [numbers]), graph.AddScalar(1)])]);
    }
}
