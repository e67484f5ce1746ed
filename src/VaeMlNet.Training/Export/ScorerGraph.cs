using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// The graph scorer.onnx: rows -> score, reconstruction_error, kl [N, 1], contributions and score_contributions [N, D], and for tables with
/// keys the cells of unseen categories [N, D]. It computes <see cref="VariationalAutoencoder.Score"/>.
/// </summary>
/// <remarks>
/// The KL divergence belongs to the whole row. score_contributions divide it equally among the slots with a value, so that they
/// add up to the score and rank the slots like contributions.
/// </remarks>
internal sealed class ScorerGraph(VariationalAutoencoder network) : RowGraph(network)
{
    public override string Name => "scorer";

    public override IReadOnlyList<string> OutputNames { get; } =
    [
        .. ScoreKind.Outputs.Select(output => output.Name),
        .. network.HasCategories ? [GraphTensors.Unseen] : Array.Empty<string>(),
    ];

    public override OnnxGraphBuilder Build()
    {
        var graph = NewGraph();
        var rows = AddInputs(graph);
        var conditions = AddConditions(graph);
        var posterior = PosteriorNodes.Add(graph, Network, rows.AddNetworkInput(Network.Likelihood), conditions);
        var kl = Network.AddDeterministicKl(graph, posterior); // [N, 1]
        var parameters = AddDecoder(graph, posterior[0], conditions); // [N, P]
        var perSlot = Network.Likelihood.AddNegativeLogLikelihoodPerSlot(graph, parameters, rows.Values); // [N, W]
        if (Network.Neighbors is { } neighbors)
        {
            perSlot = AddDistances(graph, neighbors, (TableNodes)rows, perSlot, parameters);
            kl = neighbors.HasLikelihood ? kl : graph.AddNode("Mul", [kl, graph.AddScalar(0)]);
        }

        perSlot = (Network.Likelihood as TableLikelihood)?.AddRangePenalty(graph, perSlot, rows.Values) ?? perSlot;
        if (Network.KnownAnomalies is { } known)
        {
            perSlot = AddKnownAnomalies(graph, known, rows, perSlot, kl);
        }

        perSlot = (rows as TableNodes)?.AddLevelNats(perSlot) ?? perSlot;
        var contributions = rows.AddSumsPerRawSlot(perSlot); // [N, D]
        var reconstructionError = MatrixNodes.AddSum(graph, contributions); // [N, 1]
        graph.AddOutput("score", graph.AddNode("Add", [reconstructionError, kl]), BatchAxis, 1);
        graph.AddOutput("reconstruction_error", reconstructionError, BatchAxis, 1);
        graph.AddOutput("kl", kl, BatchAxis, 1);
        graph.AddOutput("contributions", contributions, BatchAxis, Network.RawWidth);
        var share = rows.AddShareOfKl(kl); // [N, 1] or [N, D]
        graph.AddOutput(
            "score_contributions",
            graph.AddNode("Add", [contributions, share]),
            BatchAxis,
            Network.RawWidth
        );
        if ((rows as TableNodes)?.AddUnseenPerRawSlot() is { } unseen)
        {
            graph.AddOutput(GraphTensors.Unseen, unseen, BatchAxis, Network.RawWidth);
        }

        return graph;
    }

    private OnnxValue AddKnownAnomalies(
        OnnxGraphBuilder graph,
        KnownAnomalyWeights known,
        RowNodes rows,
        OnnxValue perSlot,
        OnnxValue kl
    )
    {
        var width = known.Width;
        var rest = (Network.Table?.Width ?? width) - width;
        var ofRest = rest == 0 ? null : MatrixNodes.AddColumns(graph, perSlot, width, rest);
        var ofValues = KnownAnomalyNodes.Add(
            graph,
            known,
            MatrixNodes.AddColumns(graph, rows.Values, 0, width),
            (rows as TableNodes)?.AddMissingSlots(),
            MatrixNodes.AddColumns(graph, perSlot, 0, width),
            ofRest is null ? kl : graph.AddNode("Add", [MatrixNodes.AddSum(graph, ofRest), kl])
        );
        return ofRest is null ? ofValues : MatrixNodes.AddJoin(graph, ofValues, ofRest);
    }

    private OnnxValue AddDistances(
        OnnxGraphBuilder graph,
        TrainingNeighbors neighbors,
        TableNodes rows,
        OnnxValue perSlot,
        OnnxValue parameters
    )
    {
        var width = neighbors.Width;
        var ofValues = OfValues(perSlot);
        if (neighbors.HasDistance)
        {
            var means = OfValues(Network.Likelihood.AddMean(graph, parameters));
            var distances = TrainingNeighborNodes.Add(
                graph,
                neighbors,
                OfValues(rows.Values),
                rows.AddMissingSlots(),
                means
            );
            ofValues = neighbors.HasLikelihood ? graph.AddNode("Add", [ofValues, distances]) : distances;
        }

        var rest = Network.Table!.Width - width;
        return rest == 0
            ? ofValues
            : MatrixNodes.AddJoin(graph, ofValues, MatrixNodes.AddColumns(graph, perSlot, width, rest));

        OnnxValue OfValues(OnnxValue slots) => MatrixNodes.AddColumns(graph, slots, 0, width);
    }

    public override double[] Magnitudes(int index, IReadOnlyList<Tensor> computed) =>
        ScoreTerms.Magnitudes(OutputNames[index], Numbers(computed[index]), Numbers(computed[3]), Numbers(computed[2]));

    public override IReadOnlyList<Tensor> Compute(GraphRows rows)
    {
        var score = Network.Score(rows.Encoded);
        if (Network.Table is not { } table)
        {
            return [score.Score, score.ReconstructionError, score.Kl, score.Contributions, score.ScoreContributions];
        }

        var values = Network.Values(rows.Encoded); // [N, W]
        var contributions = TableSlots.SumsPerRawSlot(table, score.Contributions); // [N, S]
        var klPerSlot = TableSlots.KlShares(table, values) * score.Kl; // [N, S]
        List<Tensor> outputs =
        [
            score.Score,
            score.ReconstructionError,
            score.Kl,
            contributions,
            contributions.Plus(klPerSlot),
        ];
        if (Network.HasCategories)
        {
            outputs.Add(TableSlots.Unseen(table, values));
        }

        return outputs;
    }
}
