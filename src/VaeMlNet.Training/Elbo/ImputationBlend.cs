using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Blends the means of a table model with estimates by regressions, column by column, in TorchSharp and as ONNX nodes.</summary>
/// <param name="table">The columns.</param>
/// <param name="regressions">The regressions with the model's share of each column.</param>
internal sealed class ImputationBlend(Table table, RegressionImputation regressions)
{
    private readonly LinearSlots slots = new(table);

    /// <summary>Returns the blended means.</summary>
    /// <param name="raw">The raw rows, in which missing cells are NaN or key 0, [n, S].</param>
    /// <param name="means">The model's mean of each column in the table's order, [n, width], and the probabilities of keys.</param>
    public IReadOnlyList<Tensor> Blend(Tensor raw, IReadOnlyList<Tensor> means)
    {
        var estimates = regressions.Estimate(slots, slots.Of(slots.CellsOfRaw(raw))); // [n, S]
        var places = table.FirstPlaces(LinearSlots.WidthOf);
        var shares = ShareOfEachValue();
        var all = slots.InOrderOfMeans(estimates);
        return
        [
            .. table.Columns.Zip(
                means,
                (column, mean) =>
                {
                    var width = mean.shape[1];
                    var first = places[column.Name];
                    var share = tensor(shares.AsSpan(first, (int)width).ToArray());
                    return (mean * share).Plus(all.narrow(1, first, width) * (-share).Plus(HeldScalars.Held(1)));
                }
            ),
        ];
    }

    /// <summary>Adds <see cref="Blend"/> to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="cells">The cells of the rows in the order of a network's row, [N, R].</param>
    /// <param name="means">The model's means of each kind of column.</param>
    public (OnnxValue? Numbers, OnnxValue? Booleans, OnnxValue? BinnedNumbers, OnnxValue? Keys) AddTo(
        OnnxGraphBuilder graph,
        OnnxValue cells,
        (OnnxValue? Numbers, OnnxValue? Booleans, OnnxValue? BinnedNumbers, OnnxValue? Keys) means
    )
    {
        var estimates = regressions.AddEstimates(graph, slots, slots.AddTo(graph, cells)); // [N, S]
        var shares = ShareOfEachValue();
        var categories = slots.SlotOfEachCategory;
        return (
            Add(
                "numbers",
                means.Numbers,
                0,
                table.NumberCount,
                first => MatrixNodes.AddColumns(graph, estimates, first, table.NumberCount)
            ),
            means.Booleans,
            Add(
                "binned",
                means.BinnedNumbers,
                table.FirstGroup,
                table.Bins.Count,
                first => MatrixNodes.AddColumns(graph, estimates, first, table.Bins.Count)
            ),
            categories.All(slot => slot == slots.Count)
                ? means.Keys
                : Add(
                    "keys",
                    means.Keys,
                    slots.NumberCount,
                    categories.Length,
                    _ => ColumnNodes.AddSums(graph, "imputer.categories", estimates, slots.Count, categories)
                )
        );

        OnnxValue? Add(string name, OnnxValue? ofModel, int first, int width, Func<int, OnnxValue> ofRegressions) =>
            ofModel is null
                ? null
                : ColumnNodes.AddBlend(
                    graph,
                    (ofModel, $"imputer.model_shares_of_{name}"),
                    (ofRegressions(first), $"imputer.regression_shares_of_{name}"),
                    shares[first..(first + width)]
                );
    }

    /// <summary>Returns the model's share of each number and category, in the order of a network's row.</summary>
    private float[] ShareOfEachValue() =>
        [
            .. table
                .Sorted.Zip(regressions.ModelShares)
                .SelectMany(pair => Enumerable.Repeat(pair.Second, LinearSlots.WidthOf(pair.First))),
        ];
}
