using System.Numerics;
using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Groups of one-hot slots. The decoder's raw outputs are logits, with a softmax over each group.</summary>
/// <remarks>-log p = -sum of x log softmax(logits). Only the slot of the category contributes.</remarks>
/// <param name="groupWidths">The number of slots of each group.</param>
/// <param name="areOrdered">Whether the slots of each group have an order, such as bins of numbers.</param>
internal sealed class CategoricalLikelihood(int[] groupWidths, bool areOrdered = false)
    : Likelihood(nameof(CategoricalLikelihood), groupWidths.Sum())
{
    private readonly long[] widths = [.. groupWidths.Select(width => (long)width)];

    // By the number of slots of a group; empty without an order.
    private readonly Dictionary<long, float[]> steps = (areOrdered ? groupWidths.Distinct() : []).ToDictionary(
        width => (long)width,
        width => Steps(width)
    );

    public override bool ChangesEncoderInput => areOrdered;

    /// <summary>
    /// Returns 1/2 for the slots up to that of the value, and -1/2 for those above it, so that similar values have similar inputs (Gorishniy et
    /// al. 2022, sec. 3.2, with steps instead of lines). The slots of a missing value are 0.
    /// </summary>
    public override IEnumerable<Tensor> FilledEncoderInput(Tensor x) =>
        areOrdered
            ? x.Parts(widths).Select(group => group.nan_to_num(0).mm(StepsOf(group.shape[1], group.device)))
            : base.FilledEncoderInput(x);

    public override OnnxValue AddEncoderInput(OnnxGraphBuilder graph, OnnxValue features)
    {
        if (!areOrdered)
        {
            return features;
        }

        var constants = steps.ToDictionary(
            item => item.Key,
            item => graph.AddInitializer($"{ConstantPrefix}.steps_{item.Key}", item.Value, item.Key, item.Key)
        );
        return new GroupNodes(graph, widths).AddPerSlot(
            features,
            (group, width) => graph.AddNode("MatMul", [group, constants[width]])
        );
    }

    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x) =>
        -(x * ForEachGroup(parameters, group => group.log_softmax(1)));

    public override ReconstructionGradient NewGradient(long rowCount, Func<Parameter, LearnedNumbers> learned) =>
        new CategoricalGradient(groupWidths);

    public override Tensor Mean(Tensor parameters) => ForEachGroup(parameters, group => group.softmax(1));

    public override Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator) =>
        ForEachGroup(
            rand(rowCount, InputDim, ScalarType.Float32, generator: generator),
            group => OneHot(group.argmax(1, true), group.shape[1])
        );

    public override VaeColumn Describe(VaeColumn column) =>
        column with
        {
            Likelihood = ColumnLikelihood.Categorical,
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
        cat([.. values.Parts(widths).Select(compute)], 1);

    private Tensor StepsOf(long width, Device device) => tensor(steps[width], [width, width], device: device);

    /// <summary>Returns the input of each value, row by row: [K * K].</summary>
    private static float[] Steps(long count)
    {
        var steps = new float[count * count];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = i % count <= i / count ? 0.5f : -0.5f;
        }

        return steps;
    }

    /// <summary>Converts indices to one-hot vectors: [N, 1] -> [N, K].</summary>
    private static Tensor OneHot(Tensor categories, long count) =>
        zeros(categories.shape[0], count).scatter_(1, categories, ones(categories.shape[0], 1));

    private OnnxValue AddForEachGroup(OnnxGraphBuilder graph, OnnxValue values, string operatorType) =>
        new GroupNodes(graph, widths).AddPerSlot(
            values,
            (group, _) => graph.AddNode(operatorType, [group], OnnxAttribute.Integer("axis", -1))
        );
}

/// <summary>
/// Computes -sum of x log softmax(l) of each group of slots, with the derivative (sum of x) softmax(l) - x. All slots of a group have the same
/// weight.
/// </summary>
internal sealed class CategoricalGradient(int[] widths) : ReconstructionGradient
{
    public override void Differentiate(SlotRows rows)
    {
        long first = 0;
        foreach (var width in widths)
        {
            var group = rows.Slots(first, width, first, width);
            for (var row = 0; row < rows.Stride; row++)
            {
                DifferentiateGroup(group, row);
            }

            first += width;
        }
    }

    private static void DifferentiateGroup(SlotRows group, int row)
    {
        var logits = group.Parameters;
        var largest = logits[row];
        for (var i = row + group.Stride; i < logits.Length; i += group.Stride)
        {
            largest = Vector.Max(largest, logits[i]);
        }

        var (sum, total, product) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        for (var i = row; i < logits.Length; i += group.Stride)
        {
            var x = group.WeightAt(i) * group.Values[i];
            var logit = logits[i] - largest;
            total += x;
            product += x * logit;
            logits[i] = VectorFunctions.Exp(logit);
            sum += logits[i];
        }

        group.Losses[row] += (total * VectorFunctions.Log(sum)) - product;
        var factor = total / sum;
        for (var i = row; i < logits.Length; i += group.Stride)
        {
            logits[i] = (logits[i] * factor) - (group.WeightAt(i) * group.Values[i]);
        }
    }
}
