using System.Numerics;
using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Bernoulli marks of the missing cells of columns that had such cells in training. The decoder's raw outputs change the log odds of the
/// training data.
/// </summary>
/// <remarks>
/// p = least + (1 - 2 least) sigmoid(log odds + output), where the log odds are those of the <see cref="Share"/> and least is the share of a
/// count of 0. Without the least probability, a cell that is missing against all expectation would have an almost unlimited score.
/// </remarks>
internal sealed class MarkLikelihood : Likelihood
{
    private readonly float[] logOdds; // of each mark
    private readonly double least;

    /// <param name="table">The columns.</param>
    public MarkLikelihood(Table table)
        : base(nameof(MarkLikelihood), table.PredictedMarkCount)
    {
        least = Share(0, table.RowCount);
        logOdds =
        [
            .. table
                .PredictedMarks.SelectMany(column => column.MissingCounts)
                .Select(count => Share(count, table.RowCount))
                .Select(share => (float)Math.Log(share / (1 - share))),
        ];
    }

    /// <summary>
    /// Returns the share of cells, (count + 0.5) / (n + 1), which is never 0 or 1 (Krichevsky &amp; Trofimov 1981, the Bernoulli case).
    /// </summary>
    public static double Share(long count, long rowCount) => (count + 0.5) / (rowCount + 1);

    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x)
    {
        var logits = parameters.Plus(tensor(logOdds, device: parameters.device));
        var set = x.clamp_max(Held(Table.MissingMark)); // whether the encoder reads it or not
        var isUnset = (-set).Plus(Held(1));
        return -(set * Probability(logits).log()) - (isUnset * Probability(-logits).log());
    }

    public override ReconstructionGradient NewGradient(long rowCount, Func<Parameter, LearnedNumbers> learned) =>
        new MarkGradient(logOdds, (float)least);

    public override Tensor Mean(Tensor parameters) =>
        Probability(parameters.Plus(tensor(logOdds, device: parameters.device)));

    public override Tensor Sample(Tensor parameters, Generator generator) => Mean(parameters).bernoulli(generator);

    public override Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator) =>
        rand(rowCount, InputDim, ScalarType.Float32, generator: generator).lt(Held(0.5)).to(ScalarType.Float32);

    public override VaeColumn Describe(VaeColumn column) => column with { Likelihood = VaeColumn.Bernoulli };

    public override OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters) =>
        AddProbability(graph, AddLogits(graph, parameters));

    public override OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    )
    {
        // 1 for set marks and -1 for others: the probability of no mark is that of a mark with the negative logit.
        var signs = graph.AddNode("Sub", [graph.AddNode("Mul", [features, graph.AddScalar(2)]), graph.AddScalar(1)]);
        var signed = graph.AddNode("Mul", [AddLogits(graph, parameters), signs]);
        return graph.AddNode("Neg", [graph.AddNode("Log", [AddProbability(graph, signed)])]);
    }

    private Tensor Probability(Tensor logits) => (logits.sigmoid() * Held(1 - (2 * least))).Plus(Held(least));

    private OnnxValue AddLogits(OnnxGraphBuilder graph, OnnxValue parameters) =>
        graph.AddNode("Add", [parameters, graph.AddInitializer($"{ConstantPrefix}.log_odds", logOdds, 1, InputDim)]);

    private OnnxValue AddProbability(OnnxGraphBuilder graph, OnnxValue logits)
    {
        var factor = graph.AddScalar((float)(1 - (2 * least)));
        var scaled = graph.AddNode("Mul", [graph.AddNode("Sigmoid", [logits]), factor]);
        return graph.AddNode("Add", [scaled, graph.AddScalar((float)least)]);
    }

    /// <summary>The derivative of log p by the logit l is +-(1 - 2 least) sigmoid(l) sigmoid(-l) / p, where p is that of the actual mark.</summary>
    private sealed class MarkGradient(float[] logOdds, float least) : ReconstructionGradient
    {
        private readonly float range = 1 - (2 * least);

        public override void Differentiate(SlotRows rows)
        {
            for (var i = 0; i < rows.Values.Length; )
            {
                var odds = new Vector<float>(logOdds[i / rows.Stride]);
                for (var row = 0; row < rows.Stride; row++, i++)
                {
                    ref var raw = ref rows.Parameters[i];
                    var weight = rows.WeightAt(i);
                    var isSet = Vector.GreaterThan(rows.Values[i], Vector<float>.Zero);
                    var curve = LogisticCurve.At(raw + odds);
                    var probability =
                        (Vector.ConditionalSelect(isSet, curve.Sigmoid, curve.Complement) * range)
                        + new Vector<float>(least);
                    rows.Losses[row] -= weight * VectorFunctions.Log(probability);
                    var slope = weight * range * curve.Sigmoid * curve.Complement / probability;
                    raw = Vector.ConditionalSelect(isSet, -slope, slope);
                }
            }
        }
    }
}
