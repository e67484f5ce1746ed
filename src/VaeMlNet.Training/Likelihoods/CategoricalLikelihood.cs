using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Groups of one-hot slots. The decoder's raw outputs are logits, with a softmax over each group.</summary>
/// <remarks>-log p = -sum of x log softmax(logits). Only the slot of the category contributes.</remarks>
internal sealed class CategoricalLikelihood(int[] groupWidths)
    : Likelihood(nameof(CategoricalLikelihood), groupWidths.Sum())
{
    private readonly long[] widths = [.. groupWidths.Select(width => (long)width)];

    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x) =>
        -(x * ForEachGroup(parameters, group => group.log_softmax(1)));

    public override Tensor Mean(Tensor parameters) => ForEachGroup(parameters, group => group.softmax(1));

    public override Tensor Sample(Tensor parameters, Generator generator) =>
        ForEachGroup(parameters, group => OneHot(group.softmax(1).multinomial(1, true, generator), group.shape[1]));

    public override Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator) =>
        ForEachGroup(
            rand(rowCount, InputDim, ScalarType.Float32, generator: generator),
            group => OneHot(group.argmax(1, true), group.shape[1])
        );

    public override VaeColumn Describe(VaeColumn column) =>
        column with
        {
            Likelihood = VaeColumn.Categorical,
            Groups = groupWidths,
        };

    public override OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters) =>
        AddForEachGroup(graph, parameters, "Softmax");

    public override OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    )
    {
        var logProbabilities = AddForEachGroup(graph, parameters, "LogSoftmax");
        return graph.AddNode("Neg", [graph.AddNode("Mul", [features, logProbabilities])]);
    }

    private Tensor ForEachGroup(Tensor values, Func<Tensor, Tensor> compute) =>
        cat([.. values.split(widths, 1).Select(compute)], 1);

    /// <summary>Converts indices to one-hot vectors: [N, 1] -> [N, K].</summary>
    private static Tensor OneHot(Tensor categories, long count) =>
        zeros(categories.shape[0], count).scatter_(1, categories, ones(categories.shape[0], 1));

    private OnnxValue AddForEachGroup(OnnxGraphBuilder graph, OnnxValue values, string operatorType) =>
        new GroupNodes(graph, widths).AddPerSlot(
            values,
            group => graph.AddNode(operatorType, [group], OnnxAttribute.Integer("axis", -1))
        );
}
