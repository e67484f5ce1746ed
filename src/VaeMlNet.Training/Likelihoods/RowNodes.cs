using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>The rows of the data within a graph.</summary>
/// <param name="graph">The graph.</param>
internal abstract class RowNodes(OnnxGraphBuilder graph)
{
    protected OnnxGraphBuilder Graph { get; } = graph;

    /// <summary>The network's row without NaN: float32 [N, W], 0 in the slots of missing cells.</summary>
    public abstract OnnxValue Values { get; }

    /// <summary>Adds the input of the network's first layer.</summary>
    public abstract OnnxValue AddNetworkInput(Likelihood likelihood);

    /// <summary>Adds the sums over each raw slot's part of [N, W], without missing cells: [N, D].</summary>
    public abstract OnnxValue AddSumsPerRawSlot(OnnxValue perSlot);

    /// <summary>Adds each raw slot's share of a row's KL, [N, 1] -> [N, 1] or [N, D]: equal for all that have a value.</summary>
    public abstract OnnxValue AddShareOfKl(OnnxValue kl);
}
