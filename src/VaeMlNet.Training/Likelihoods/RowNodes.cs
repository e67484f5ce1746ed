using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>The rows of the data in a graph.</summary>
internal abstract class RowNodes(OnnxGraphBuilder graph)
{
    protected OnnxGraphBuilder Graph { get; } = graph;

    /// <summary>Gets the network's row with 0 instead of NaN in the slots of missing cells: float32 [N, W].</summary>
    public abstract OnnxValue Values { get; }

    /// <summary>Adds the input of the network's first layer.</summary>
    public abstract OnnxValue AddNetworkInput(Likelihood likelihood);

    /// <summary>Adds the sums of [N, W] over the slots of each raw slot, without missing cells: [N, D].</summary>
    public abstract OnnxValue AddSumsPerRawSlot(OnnxValue perSlot);

    /// <summary>
    /// Adds each raw slot's share of a row's KL, [N, 1] -> [N, 1] or [N, D]. The share is equal for all slots with a value.
    /// </summary>
    public abstract OnnxValue AddShareOfKl(OnnxValue kl);
}
