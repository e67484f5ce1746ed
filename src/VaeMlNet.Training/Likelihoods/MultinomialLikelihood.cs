using System.Numerics;
using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Counts that share a total n. The decoder's raw outputs are logits, with one softmax over all slots.</summary>
/// <remarks>
/// -log p = -log n! + sum of (log x_i! - x_i log p_i). A slot contributes log x_i! - x_i log p_i - (x_i / n) log n!: the
/// constant of the row is divided by counts, so that the contributions add up to -log p. They can be negative. For large counts, the terms cancel
/// out. With the remainder r(x) = log x! - x log x + x of Stirling's formula, a contribution equals x_i (log(x_i / n) - log p_i) + r(x_i) -
/// (x_i / n) r(n), whose terms are smaller. Source of the model for texts: Miao, Yu &amp; Blunsom 2016, "Neural variational inference for text
/// processing".
/// </remarks>
internal sealed class MultinomialLikelihood(int inputDim, int totalCount)
    : Likelihood(nameof(MultinomialLikelihood), inputDim)
{
    public override bool ChangesEncoderInput => true;

    /// <summary>
    /// Returns sqrt(D x / n), whose mean square is 1 for any total. Negative numbers, which input noise can create, are treated as 0.
    /// </summary>
    public override Tensor EncoderInput(Tensor x)
    {
        var counts = x.clamp_min(Held(0));
        var shares = counts / counts.sum(1, keepdim: true).clamp_min(Held(1));
        return (shares * Held((double)InputDim)).sqrt();
    }

    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x) =>
        NegativeLogLikelihood<TensorNumber>(new(x), new(x.sum(1, keepdim: true)), new(parameters.log_softmax(1)))
            .ToTensor();

    public override ReconstructionGradient NewGradient(long rowCount, Func<Parameter, LearnedNumbers> learned) =>
        new MultinomialGradient();

    public override Tensor Mean(Tensor parameters) => parameters.softmax(1) * Held((double)totalCount);

    public override Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator) =>
        (rand(rowCount, InputDim, ScalarType.Float32, generator: generator) * Held(Math.Min(maximum, 9) + 1.0)).floor();

    public override VaeColumn Describe(VaeColumn column) =>
        column with
        {
            Likelihood = ColumnLikelihood.Multinomial,
            TotalCount = totalCount,
        };

    public override OnnxValue AddEncoderInput(OnnxGraphBuilder graph, OnnxValue features)
    {
        NodeValue x = new(graph, features);
        var input = (x / x.Sum().Max(1) * InputDim).Sqrt().ToValue();
        return input.DeclareShape([.. features.Shape!]);
    }

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
        NodeNumber total = new(owner, MatrixNodes.AddSum(graph, features)); // [N, 1]
        var logProbabilities = graph.AddNode("LogSoftmax", [parameters], OnnxAttribute.Integer("axis", 1));
        return NegativeLogLikelihood<NodeNumber>(new(owner, features), total, new(owner, logProbabilities))
            .ToValue(owner);
    }

    /// <param name="x">The counts, [N, D].</param>
    /// <param name="total">The total of each row n, [N, 1].</param>
    /// <param name="logProbabilities">log p, [N, D].</param>
    private static T NegativeLogLikelihood<T>(T x, T total, T logProbabilities)
        where T : struct, IFormulaNumber<T>
    {
        var n = T.Max(total, 1);
        var logRatio = T.Log(T.Max(x, 1) / n) - logProbabilities;
        return (x * logRatio) + (T.FactorialRemainder(x) - (x / n * T.FactorialRemainder(total)));
    }
}

/// <summary>
/// Computes -log p of counts in the form of <see cref="MultinomialLikelihood"/>. Its derivative by a logit is n p - x. All slots of a row have the
/// same weight.
/// </summary>
internal sealed class MultinomialGradient : ReconstructionGradient
{
    public override void Differentiate(SlotRows rows)
    {
        for (var row = 0; row < rows.Stride; row++)
        {
            DifferentiateRow(rows, row);
        }
    }

    private static void DifferentiateRow(SlotRows rows, int row)
    {
        var logits = rows.Parameters;
        var (largest, total, sum) = (logits[row], Vector<float>.Zero, Vector<float>.Zero);
        for (var i = row; i < logits.Length; i += rows.Stride)
        {
            largest = Vector.Max(largest, logits[i]);
            total += rows.Values[i];
        }

        for (var i = row; i < logits.Length; i += rows.Stride)
        {
            sum += VectorFunctions.Exp(logits[i] - largest);
        }

        var (logSum, n) = (VectorFunctions.Log(sum), Vector.Max(total, Vector<float>.One));
        var loss = -LogFactorials.Remainders(total);
        for (var i = row; i < logits.Length; i += rows.Stride)
        {
            var (x, logProbability) = (rows.Values[i], logits[i] - largest - logSum);
            if (Vector.GreaterThanAny(x, Vector<float>.Zero))
            {
                var logShare = VectorFunctions.Log(Vector.Max(x, Vector<float>.One) / n);
                loss += (x * (logShare - logProbability)) + LogFactorials.Remainders(x);
            }

            logits[i] = rows.WeightAt(row) * ((total * VectorFunctions.Exp(logProbability)) - x);
        }

        rows.Losses[row] += rows.WeightAt(row) * loss;
    }
}
