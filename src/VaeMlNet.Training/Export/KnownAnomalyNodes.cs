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
    /// <param name="nats">The part of each slot in the score without labels, [N, V]. That of a missing cell is ignored.</param>
    /// <param name="others">The part of everything else in the score, [N, 1].</param>
    public static OnnxValue Add(
        OnnxGraphBuilder graph,
        KnownAnomalyWeights weights,
        OnnxValue values,
        OnnxValue? isMissing,
        OnnxValue nats,
        OnnxValue others
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
        var means = Row("mean_nats", weights.MeanNats);
        var excess = graph.AddNode("Sub", [nats, means]);
        var ofNats = graph.AddNode(
            "Sub",
            [AddLogOfOneMore(graph, excess), AddLogOfOneMore(graph, graph.AddNode("Neg", [excess]))]
        );
        var sum = graph.AddNode(
            "Add",
            [
                graph.AddNode("Mul", [standardized, Row("of_values", weights.OfValues)]),
                graph.AddNode("Mul", [ofNats, Row("of_nats", weights.OfNats)]),
            ]
        );
        var usual = Observed(graph.AddNode("Min", [nats, means]));
        var least = graph.AddScalar(KnownAnomalyWeights.LeastPart);
        var above = Observed(graph.AddNode("Add", [graph.AddNode("Relu", [excess]), least]));
        var sumOfUsual = graph.AddNode("Add", [MatrixNodes.AddSum(graph, usual), others]); // [N, 1]
        var sumAbove = graph.AddNode("Max", [MatrixNodes.AddSum(graph, above), least]);
        var tooMuch = graph.AddNode(
            "Sub",
            [graph.AddNode("Add", [sumOfUsual, sumAbove]), graph.AddScalar(weights.LogAbove)]
        );
        var factor = graph.AddNode(
            "Div",
            [graph.AddNode("Sub", [AddLimit(graph, weights, tooMuch), sumOfUsual]), sumAbove]
        );
        var limited = graph.AddNode("Add", [usual, graph.AddNode("Mul", [above, factor])]);
        var isHigh = graph.AddNode("Greater", [tooMuch, graph.AddScalar(0)]);
        return Observed(graph.AddNode("Add", [graph.AddNode("Where", [isHigh, limited, nats]), sum]));

        OnnxValue Observed(OnnxValue slots) =>
            isMissing is null
                ? slots
                : graph
                    .AddNode(
                        "Where",
                        [graph.AddNode("Greater", [isMissing, graph.AddScalar(0)]), graph.AddScalar(0), slots]
                    )
                    .DeclareShape(MatrixNodes.BatchAxis, weights.Width);

        OnnxValue Row(string name, float[] numbers) =>
            graph.AddInitializer($"known_anomalies.{name}", numbers, 1, weights.Width);
    }

    /// <summary>Adds the logarithmic score of each row, [N, 1].</summary>
    private static OnnxValue AddLimit(OnnxGraphBuilder graph, KnownAnomalyWeights weights, OnnxValue excess)
    {
        var unit = graph.AddScalar(weights.LogUnit);
        var log = AddLogOfOneMore(graph, graph.AddNode("Div", [excess, unit]));
        return graph.AddNode("Add", [graph.AddNode("Mul", [log, unit]), graph.AddScalar(weights.LogAbove)]);
    }

    private static OnnxValue AddLogOfOneMore(OnnxGraphBuilder graph, OnnxValue numbers) =>
        graph.AddNode("Log", [graph.AddNode("Add", [graph.AddNode("Relu", [numbers]), graph.AddScalar(1)])]);
}
