using System.Numerics;
using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Counts that share a total n. The decoder's raw outputs are logits, with one softmax over all slots.</summary>
/// <remarks>
/// -log p = -log n! + sum of (log x_i! - x_i log p_i). A slot contributes log x_i! - x_i log p_i - (x_i / n) log n!: the
/// constant of the row is divided by counts, so that the contributions add up to -log p. They can be negative. Source of the
/// model for texts: Miao, Yu &amp; Blunsom 2016, "Neural variational inference for text processing".
/// </remarks>
internal sealed class MultinomialLikelihood(int inputDim, int totalCount)
    : Likelihood(nameof(MultinomialLikelihood), inputDim)
{
    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x)
    {
        var total = x.sum(1, keepdim: true); // [N, 1]
        var share = total.Plus(Held(1)).lgamma() / total.clamp_min(Held(1)); // log n! for each count
        return x.Plus(Held(1)).lgamma() - (x * parameters.log_softmax(1).Plus(share));
    }

    public override ReconstructionGradient NewGradient(long rowCount, Func<Parameter, LearnedNumbers> learned) =>
        new MultinomialGradient(InputDim);

    public override Tensor Mean(Tensor parameters) => parameters.softmax(1) * Held((double)totalCount);

    public override Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator) =>
        (rand(rowCount, InputDim, ScalarType.Float32, generator: generator) * Held(Math.Min(maximum, 9) + 1.0)).floor();

    public override VaeColumn Describe(VaeColumn column) =>
        column with
        {
            Likelihood = ColumnLikelihood.Multinomial,
            TotalCount = totalCount,
        };

    public override OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters) =>
        graph.AddNode(
            "Mul",
            [graph.AddNode("Softmax", [parameters], OnnxAttribute.Integer("axis", 1)), graph.AddScalar(totalCount)]
        );

    public override OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    )
    {
        FormulaGraph owner = new(graph, $"{ConstantPrefix}.density");
        NodeNumber x = new(owner, features);
        NodeNumber total = new(owner, MatrixNodes.AddSum(graph, features)); // [N, 1]
        NodeNumber logProbabilities = new(
            owner,
            graph.AddNode("LogSoftmax", [parameters], OnnxAttribute.Integer("axis", 1))
        );
        var share = LogFactorial(total) / NodeNumber.Max(total, 1);
        return (LogFactorial(x) - (x * (logProbabilities + share))).ToValue(owner);

        static NodeNumber LogFactorial(NodeNumber count) =>
            (count * (NodeNumber.Log(NodeNumber.Max(count, 1)) - 1)) + NodeNumber.FactorialRemainder(count);
    }
}

/// <summary>The gradient of <see cref="MultinomialLikelihood"/>: that of one categorical group. The constants are sum of log x! - log n!.</summary>
internal sealed class MultinomialGradient(int inputDim) : ReconstructionGradient
{
    private readonly CategoricalGradient ofLogits = new([inputDim]);
    private Vector<float>[] totals = []; // n

    public override void Differentiate(SlotRows rows)
    {
        totals = totals.Length == rows.Stride ? totals : new Vector<float>[rows.Stride];
        Array.Clear(totals);
        for (var i = 0; i < rows.Values.Length; )
        {
            for (var row = 0; row < rows.Stride; row++, i++)
            {
                var x = rows.Values[i];
                totals[row] += x;
                if (Vector.GreaterThanAny(x, Vector<float>.One)) // log 0! = log 1! = 0
                {
                    rows.Losses[row] += rows.WeightAt(i) * LogFactorials.Of(x);
                }
            }
        }

        for (var row = 0; row < rows.Stride; row++)
        {
            rows.Losses[row] -= rows.WeightAt(row) * LogFactorials.Of(totals[row]);
        }

        ofLogits.Differentiate(rows);
    }
}
