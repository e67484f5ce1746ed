using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// The graph scorer.onnx: rows -> score, reconstruction_error, kl [N, 1], contributions and score_contributions [N, D], and for tables with
/// keys the cells of unseen categories [N, D]. It computes <see cref="VariationalAutoencoder.Score"/>.
/// </summary>
/// <remarks>
/// The KL divergence belongs to the whole row. score_contributions divide it equally among the slots with a value, so that they
/// add up to the score and rank the slots like contributions. With a <see cref="PseudoLikelihood"/>, it is no part of the score.
/// </remarks>
internal sealed class ScorerGraph(VariationalAutoencoder network) : RowGraph(network)
{
    public override string Name => "scorer";

    public override IReadOnlyList<string> OutputNames { get; } =
    [
        .. ScoreKind.Outputs.Select(output => output.Name),
        .. network.HasCategories ? [GraphTensors.Unseen] : Array.Empty<string>(),
    ];

    public override bool HasDistances => Network.Neighbors is { HasDistance: true };

    public override OnnxGraphBuilder Build()
    {
        var graph = NewGraph();
        var rows = AddInputs(graph);
        var conditions = AddConditions(graph);
        var windows = rows is TableNodes { HasGaps: true } ofWindows ? ofWindows : null;
        windows?.FillGaps(AddExpected(graph, windows, conditions));

        var input = rows.AddNetworkInput(Network.Likelihood);
        var hidden = Network.PseudoLikelihood is { } ofCells ? new PseudoLikelihoodNodes(graph, ofCells) : null;
        if (hidden is not null)
        {
            input = hidden.AddCopies(input);
            conditions = conditions is null ? null : hidden.AddRepeated(conditions, Network.ConditionLayer!.Width);
        }

        var posterior = PosteriorNodes.Add(graph, Network, input, conditions);
        var kl = Network.AddDeterministicKl(graph, posterior); // [N, 1]
        var parameters = AddDecoder(graph, posterior[0], conditions); // [N, P]
        if (hidden is not null)
        {
            AddGivenOthers(graph, (TableNodes)rows, hidden, parameters, hidden.AddOfRows(kl));
            return graph;
        }

        var values = windows?.AddFilledValues(Network.Likelihood.AddMean(graph, parameters)) ?? rows.Values;
        var perSlot = Network.Likelihood.AddNegativeLogLikelihoodPerSlot(graph, parameters, values); // [N, W]
        perSlot = windows?.AddNatsOfGaps(perSlot) ?? perSlot;
        if (Network.Neighbors is { } neighbors)
        {
            perSlot = AddDistances(graph, neighbors, (TableNodes)rows, perSlot, parameters);
            kl = neighbors.HasLikelihood ? kl : AddZero(graph, kl);
        }

        var contributions = rows.AddSumsPerRawSlot(AddPenalties(graph, rows, perSlot, kl)); // [N, D]
        var reconstructionError = MatrixNodes.AddSum(graph, contributions); // [N, 1]
        var share = rows.AddShareOfKl(kl); // [N, 1] or [N, D]
        AddOutputs(
            graph,
            rows,
            graph.AddNode("Add", [reconstructionError, kl]),
            (reconstructionError, contributions),
            kl,
            graph.AddNode("Add", [contributions, share])
        );
        return graph;
    }

    /// <summary>Adds what the network expects of windows with straight lines in their gaps, [N, W C].</summary>
    private OnnxValue AddExpected(OnnxGraphBuilder graph, TableNodes rows, OnnxValue? conditions)
    {
        const string Prefix = "gaps.";
        var input = rows.AddNetworkInput(Network.Likelihood);
        var latent = PosteriorNodes.Add(graph, Network, input, conditions, Prefix)[0];
        return Network.Likelihood.AddMean(graph, AddDecoder(graph, latent, conditions, $"{Prefix}decoder"));
    }

    /// <summary>Adds the outputs of a score by <see cref="PseudoLikelihood"/>.</summary>
    private void AddGivenOthers(
        OnnxGraphBuilder graph,
        TableNodes rows,
        PseudoLikelihoodNodes hidden,
        OnnxValue parameters,
        OnnxValue kl
    )
    {
        var (ofRows, ofHidden) = hidden.AddNegativeLogLikelihoodPerSlot(
            (TableLikelihood)Network.Likelihood,
            parameters,
            rows.Values
        ); // [N, W]
        var scored = AddPenalties(graph, rows, ofHidden, AddZero(graph, kl));
        var added = graph.AddNode("Sub", [scored, ofHidden]);
        var contributions = rows.AddSumsPerRawSlot(graph.AddNode("Add", [ofRows, added])); // [N, D]
        var ofScore = rows.AddSumsPerRawSlot(scored, "hidden"); // [N, D]
        AddOutputs(
            graph,
            rows,
            MatrixNodes.AddSum(graph, ofScore),
            (MatrixNodes.AddSum(graph, contributions), contributions),
            kl,
            ofScore
        );
    }

    private OnnxValue AddPenalties(OnnxGraphBuilder graph, RowNodes rows, OnnxValue perSlot, OnnxValue kl)
    {
        var likelihood = Network.Likelihood as TableLikelihood;
        perSlot = likelihood?.AddPenalties(graph, perSlot, rows.Values) ?? perSlot;
        if (Network.KnownAnomalies is { } known)
        {
            perSlot = AddKnownAnomalies(graph, known, rows, perSlot, kl);
        }

        return (rows as TableNodes)?.AddWindowPenalty(perSlot, likelihood!.ScoreSpread) ?? perSlot;
    }

    private void AddOutputs(
        OnnxGraphBuilder graph,
        RowNodes rows,
        OnnxValue score,
        (OnnxValue Sum, OnnxValue Contributions) reconstructionError,
        OnnxValue kl,
        OnnxValue scoreContributions
    )
    {
        graph.AddOutput("score", score, BatchAxis, 1);
        graph.AddOutput("reconstruction_error", reconstructionError.Sum, BatchAxis, 1);
        graph.AddOutput("kl", kl, BatchAxis, 1);
        graph.AddOutput("contributions", reconstructionError.Contributions, BatchAxis, Network.RawWidth);
        graph.AddOutput("score_contributions", scoreContributions, BatchAxis, Network.RawWidth);
        if ((rows as TableNodes)?.AddUnseenPerRawSlot() is { } unseen)
        {
            graph.AddOutput(GraphTensors.Unseen, unseen, BatchAxis, Network.RawWidth);
        }
    }

    private static OnnxValue AddZero(OnnxGraphBuilder graph, OnnxValue kl) =>
        graph.AddNode("Mul", [kl, graph.AddScalar(0)]);

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
        var ofRest = rest == 0 ? null : Columns(perSlot, width, rest);
        var ofValues = known.AddContributions(
            Columns(rows.Values, 0, width),
            (rows as TableNodes)?.MissingSlots,
            Columns(perSlot, 0, width),
            ofRest is null ? new(graph, kl) : ofRest.Sum() + kl
        );
        return ofRest is null ? ofValues : MatrixNodes.AddJoin(graph, ofValues, ofRest);

        NodeValue Columns(OnnxValue slots, int first, int count) => MatrixNodes.AddColumns(graph, slots, first, count);
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
            var means = ((TableLikelihood)Network.Likelihood).AddMeanWithoutEmbedded(graph, parameters);
            var distances = neighbors.AddContributions(OfValues(rows.Values), rows.MissingSlots, new(graph, means));
            ofValues = neighbors.HasLikelihood ? ofValues + distances : distances;
        }

        var rest = Network.Table!.Width - width;
        return rest == 0
            ? ofValues
            : MatrixNodes.AddJoin(graph, ofValues, MatrixNodes.AddColumns(graph, perSlot, width, rest));

        NodeValue OfValues(OnnxValue slots) => MatrixNodes.AddColumns(graph, slots, 0, width);
    }

    public override double[] Magnitudes(int index, IReadOnlyList<Tensor> computed)
    {
        var own = ScoreKind.OwnContributions(hidCells: Network.PseudoLikelihood is not null);
        var (name, names) = (OutputNames[index], OutputNames.ToList());
        return ScoreTerms.Magnitudes(name, Of(name), Of(ScoreTerms.TermsOf(name, own)), Of(ScoreKind.KlTensor));

        double[] Of(string output) => Numbers(computed[names.IndexOf(output)]);
    }

    public override IReadOnlyList<Tensor> Compute(GraphRows rows)
    {
        var score = Network.Score(rows.Encoded);
        if (Network.Table is not { } table)
        {
            return [score.Score, score.ReconstructionError, score.Kl, score.Contributions, score.ScoreContributions];
        }

        var values = Network.Values(rows.Encoded); // [N, W]
        var contributions = TableSlots.SumsPerRawSlot(table, score.Contributions); // [N, S]
        var ofScore = score.SlotsGivenOthers is { } givenOthers
            ? TableSlots.SumsPerRawSlot(table, givenOthers)
            : contributions.Plus(TableSlots.KlShares(table, values) * score.Kl); // [N, S]
        List<Tensor> outputs = [score.Score, score.ReconstructionError, score.Kl, contributions, ofScore];
        if (Network.HasCategories)
        {
            outputs.Add(TableSlots.Unseen(table, values));
        }

        return outputs;
    }
}
