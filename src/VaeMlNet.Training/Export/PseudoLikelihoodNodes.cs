using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>
/// Adds <see cref="PseudoLikelihood"/> to a graph. The layers run once, on each row as it is and on its C copies with hidden cells, so that the graph
/// has their weights once.
/// </summary>
/// <param name="graph">The graph.</param>
/// <param name="pseudoLikelihood">Which cells are hidden together.</param>
internal sealed class PseudoLikelihoodNodes(OnnxGraphBuilder graph, PseudoLikelihood pseudoLikelihood)
{
    private readonly Table table = pseudoLikelihood.Table;

    private long CopyCount => pseudoLikelihood.PassCount + 1;

    /// <summary>Adds the copies of the network's input, [N, I] -> [N (C + 1), I]. The first of each row is the row itself.</summary>
    public OnnxValue AddCopies(OnnxValue input)
    {
        var rawSlots = table.RawSlotOfEachInput;
        var width = rawSlots.Length;
        var firstMask = width - table.MaskedSlots.Length;
        var (kept, masks) = (new float[CopyCount * width], new float[CopyCount * width]);
        Array.Fill(kept, 1);
        foreach (var (slot, rawSlot) in rawSlots.Index())
        {
            var hidden = (CopyOf(rawSlot) * width) + slot;
            kept[hidden] = 0;
            masks[hidden] = slot < firstMask ? 0 : 1;
        }

        var copies =
            new NodeValue(graph, input).Unsqueeze(1) * graph.AddInitializer("hidden.kept", kept, 1, CopyCount, width); // [N, C + 1, I]
        return AddRows(copies + graph.AddInitializer("hidden.masks", masks, 1, CopyCount, width), width);
    }

    /// <summary>Adds the conditions of the copies, [N, K] -> [N (C + 1), K].</summary>
    public OnnxValue AddRepeated(OnnxValue conditions, long width) =>
        AddRows(new NodeValue(graph, conditions).Unsqueeze(1).Node("Expand", graph.AddIndices(1, CopyCount, 1)), width);

    /// <summary>Adds what was computed from the rows themselves, [N (C + 1), 1] -> [N, 1].</summary>
    public OnnxValue AddOfRows(OnnxValue ofCopies) => MatrixNodes.AddColumns(graph, AddRows(ofCopies, CopyCount), 0, 1);

    /// <summary>
    /// Adds -log p of each slot given the whole row, and given the other cells, [N, W] each.
    /// </summary>
    /// <param name="likelihood">The likelihood.</param>
    /// <param name="parameters">The parameters for all copies, [N (C + 1), P].</param>
    /// <param name="values">The rows, [N, W].</param>
    public (OnnxValue OfRows, OnnxValue OfHidden) AddNegativeLogLikelihoodPerSlot(
        TableLikelihood likelihood,
        OnnxValue parameters,
        OnnxValue values
    )
    {
        var (count, width) = (likelihood.ParameterWidth, table.Width);
        var rawSlots = table.RawSlotOfEachSlot;
        long[] places =
        [
            .. Enumerable.Range(0, count).Select(parameter => (long)parameter),
            .. likelihood.SlotOfEachParameter.Select((slot, parameter) => (CopyOf(rawSlots[slot]) * count) + parameter),
        ];
        var ofCopies = AddRows(parameters, CopyCount * count); // [N, (C + 1) P]
        var both = ColumnNodes.AddInOrder(graph, ofCopies, CopyCount * count, places); // [N, 2 P]
        // The likelihood's constants can be in a graph once only, so that it computes both as rows.
        var perSlot = AddRows(
            likelihood.AddNegativeLogLikelihoodPerSlot(
                graph,
                AddRows(both, count),
                AddRows(MatrixNodes.AddJoin(graph, values, values), width)
            ),
            2 * width
        ); // [N, 2 W]
        var widths = graph.AddInitializer("hidden.log_widths", pseudoLikelihood.LogWidths, 1, width);
        var ofWidths = new NodeValue(graph, values) * widths;
        return (Columns(0), Columns(width) + ofWidths);

        NodeValue Columns(long first) => MatrixNodes.AddColumns(graph, perSlot, first, width);
    }

    private long CopyOf(long rawSlot) => pseudoLikelihood.PassOf(rawSlot) + 1;

    /// <summary>Adds the same numbers with other rows: any shape -> [rows, width].</summary>
    private OnnxValue AddRows(OnnxValue values, long width) =>
        graph.AddNode("Reshape", [values, graph.AddIndices(-1, width)]).DeclareShape(MatrixNodes.BatchAxis, width);
}
