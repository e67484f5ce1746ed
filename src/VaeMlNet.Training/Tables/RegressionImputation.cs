using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Estimates the missing cells of a row from its other cells, by linear regressions and forests. The imputer blends them with the means of p(x|z).
/// </summary>
/// <remarks>Checkpoints contain it. Thread safety: immutable.</remarks>
internal sealed record RegressionImputation
{
    /// <summary>Gets the linear estimates.</summary>
    public required LinearImputation Linear { get; init; }

    /// <summary>Gets the forests; null for none.</summary>
    public TreeImputation? Trees { get; init; }

    /// <summary>Gets the part of the forests in the estimate of each slot, in [0, 1]; empty without forests.</summary>
    public IReadOnlyList<float> TreeShares { get; init; } = [];

    /// <summary>
    /// Gets the part of the model's own means in the imputer's values, in [0, 1], for each column in the order of a network's row.
    /// </summary>
    public IReadOnlyList<float> ModelShares { get; init; } = [];

    /// <summary>Computes the estimates of all slots.</summary>
    /// <param name="slots">The slots of the table.</param>
    /// <param name="cells">The cells, [n, S], and whether they are observed, bool [n, S].</param>
    /// <returns>The slots in the units of their columns, [n, S], in the caller's dispose scope. Those of observed cells are arbitrary.</returns>
    public Tensor Estimate(LinearSlots slots, (Tensor Values, Tensor Observed) cells)
    {
        var ofLinear = Linear.Estimate(cells);
        if (Trees is null)
        {
            return ofLinear;
        }

        var shares = tensor([.. TreeShares]);
        return (Trees.Estimate(slots, cells) * shares).Plus(ofLinear * (-shares).Plus(Held(1)));
    }

    /// <summary>Adds <see cref="Estimate"/> to a graph.</summary>
    public OnnxValue AddEstimates(
        OnnxGraphBuilder graph,
        LinearSlots slots,
        (OnnxValue Values, OnnxValue Observed) cells
    )
    {
        var ofLinear = Linear.AddEstimates(graph, slots, cells);
        if (Trees is null)
        {
            return ofLinear;
        }

        var others = TreeShares.Select(share => 1 - share);
        return graph.AddNode(
            "Add",
            [
                Scaled(Trees.AddEstimates(graph, slots, cells), "tree_shares", TreeShares),
                Scaled(ofLinear, "linear_shares", others),
            ]
        );

        OnnxValue Scaled(OnnxValue values, string name, IEnumerable<float> shares) =>
            graph.AddNode("Mul", [values, graph.AddInitializer($"imputer.{name}", [.. shares], 1, slots.Count)]);
    }

    /// <summary>Compares by value, as records do. The generated method would compare the lists by reference.</summary>
    public bool Equals(RegressionImputation? other) =>
        other is not null
        && Linear == other.Linear
        && Trees == other.Trees
        && TreeShares.SequenceEqual(other.TreeShares)
        && ModelShares.SequenceEqual(other.ModelShares);

    public override int GetHashCode() => HashCode.Combine(Linear, Trees);
}
