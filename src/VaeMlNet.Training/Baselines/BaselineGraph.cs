using VaeMlNet.Baselines;
using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>
/// The graph scorer.onnx of a baseline. It has the outputs of a VAE's scorer: the score is also the reconstruction error, and the KL divergence
/// is 0.
/// </summary>
internal static class BaselineGraph
{
    public const string Name = "scorer";

    public static OnnxGraphBuilder Build(Table table, TableBaseline baseline)
    {
        OnnxGraphBuilder graph = new(Name);
        BaselineCells cells = new(graph, table, baseline.Encoding);
        var contributions = baseline.Method switch
        {
            MahalanobisDistance method => MahalanobisNodes.Add(cells, method),
            NeighborDistance method => NeighborNodes.Add(cells, method),
            TailProbabilities method => EcodNodes.Add(cells, method, baseline.Encoding),
            IsolationForest method => IsolationForestNodes.Add(cells, method),
            _ => throw new NotSupportedException($"There is no graph of {baseline.Method.GetType().Name}."),
        }; // [N, S]
        if (baseline.Method.Constant != 0)
        {
            var share = graph.AddScalar((float)(baseline.Method.Constant / cells.RawWidth));
            contributions = graph.AddNode("Add", [contributions, share]);
        }

        var unseen = AddUnseen(cells, baseline); // [N, S]
        if (unseen is not null)
        {
            var penalty = graph.AddScalar((float)baseline.UnseenPenalty);
            contributions = graph.AddNode("Add", [contributions, graph.AddNode("Mul", [unseen, penalty])]);
        }

        var score = MatrixNodes.AddSum(graph, contributions); // [N, 1]
        AddOutput(ScoreKind.ScoreTensor, score, 1);
        AddOutput(ScoreKind.ReconstructionErrorTensor, score, 1);
        AddOutput(ScoreKind.KlTensor, graph.AddNode("Mul", [score, graph.AddScalar(0)]), 1);
        AddOutput(ScoreKind.ContributionsTensor, contributions, cells.RawWidth);
        AddOutput(ScoreKind.ScoreContributionsTensor, contributions, cells.RawWidth);
        if (unseen is not null && HasKeys(table))
        {
            AddOutput(GraphTensors.Unseen, unseen, cells.RawWidth);
        }

        return graph;

        void AddOutput(string name, OnnxValue value, int width) =>
            graph.AddOutput(name, value, MatrixNodes.BatchAxis, width);
    }

    /// <summary>Returns whether the graph marks the cells of categories that are not in the training data.</summary>
    public static bool HasKeys(Table table) => table.KeyWidths.Length > 0;

    private static OnnxValue? AddUnseen(BaselineCells cells, TableBaseline baseline) =>
        cells.AddOfLevels(
            "cells.unseen",
            (rows, slot) => baseline.Encoding.FindUnseen(rows)[slot].Select(isUnseen => isUnseen ? 1.0 : 0)
        )
            is { } unseen
            ? cells.AddForCategories("cells.unseen_slots", unseen)
            : null;
}
