using System.Numerics;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Bernoulli marks with a fixed small probability, for events that did not occur in training.</summary>
/// <param name="nats">-log p of each mark, above 0. The probability itself can be too small for a number.</param>
internal sealed class FixedMarks(double[] nats)
{
    private readonly float[] ofSet = Array.ConvertAll(nats, n => (float)n);
    private readonly float[] ofOthers = Array.ConvertAll(nats, n => (float)-Math.Log(1 - Math.Exp(-n)));

    /// <summary>Gets the number of marks M.</summary>
    public int Count => ofSet.Length;

    /// <summary>Returns -log p in nats of each mark, [N, M] -> [N, M].</summary>
    public Tensor NegativeLogLikelihood(Tensor marks)
    {
        var set = marks.clamp_max(Held(Table.MissingMark)); // whether the encoder reads it or not
        return (set * tensor(ofSet, device: marks.device)).Plus(
            (-set).Plus(Held(1)) * tensor(ofOthers, device: marks.device)
        );
    }

    /// <summary>Adds -log p of the marks to the losses of rows, which have no outputs of the decoder for them.</summary>
    public void AddTo(SlotRows rows)
    {
        for (var i = 0; i < rows.Values.Length; )
        {
            var (set, others) = (
                new Vector<float>(ofSet[i / rows.Stride]),
                new Vector<float>(ofOthers[i / rows.Stride])
            );
            for (var row = 0; row < rows.Stride; row++, i++)
            {
                var isSet = Vector.GreaterThan(rows.Values[i], Vector<float>.Zero);
                rows.Losses[row] += rows.WeightAt(i) * Vector.ConditionalSelect(isSet, set, others);
            }
        }
    }

    /// <summary>Adds <see cref="NegativeLogLikelihood"/> to a graph: others + marks * (set - others).</summary>
    public OnnxValue AddNegativeLogLikelihood(OnnxGraphBuilder graph, OnnxValue marks)
    {
        float[] differences = [.. ofSet.Zip(ofOthers, (set, others) => set - others)];
        var ofMarks = graph.AddNode("Mul", [marks, AddRow(graph, "differences", differences)]);
        return graph.AddNode("Add", [ofMarks, AddRow(graph, "others", ofOthers)]);
    }

    private static OnnxValue AddRow(OnnxGraphBuilder graph, string name, float[] values) =>
        graph.AddInitializer($"likelihood.fixed_marks.{name}", values, 1, values.Length);
}

/// <summary>
/// Bernoulli marks of the missing cells of columns that had such cells in training. The decoder's raw outputs change the log odds of the
/// training data.
/// </summary>
/// <remarks>
/// p = least + (1 - 2 least) sigmoid(log odds + output), where the log odds are those of the <see cref="Share"/> and least is the share of a
/// count of 0. Without the least probability, a cell that is missing against all expectation would have an almost unlimited score.
/// </remarks>
internal readonly record struct MarkFormula(double Least) : IDensity
{
    /// <summary>
    /// Returns the share of cells, (count + 0.5) / (n + 1), which is never 0 or 1 (Krichevsky &amp; Trofimov 1981, the Bernoulli case).
    /// </summary>
    public static double Share(long count, long rowCount) => (count + 0.5) / (rowCount + 1);

    /// <summary>Creates the likelihood of the marks of a table that the decoder predicts. The caller must dispose it.</summary>
    public static FormulaLikelihood Create(Table table)
    {
        var least = Share(0, table.RowCount);
        float[] logOdds =
        [
            .. table
                .PredictedMarks.SelectMany(column => column.MissingCounts)
                .Select(count => Share(count, table.RowCount))
                .Select(share => (float)Math.Log(share / (1 - share))),
        ];
        return new(
            new MarkFormula(least),
            logOdds.Length,
            ScaleSettings.None,
            (_, _) => new MarkGradient(logOdds, (float)least)
        )
        {
            Centers = logOdds,
        };
    }

    public T Location<T>(T raw, T center, T deviation)
        where T : struct, IFormulaNumber<T> => raw + center;

    /// <summary>Returns -log p of a set mark, which the encoder may read or not, or of no mark, which has the negative logit.</summary>
    public T NegativeLogLikelihood<T>(T x, in SlotParameters<T> slot, in ScaleTerms<T> scale)
        where T : struct, IFormulaNumber<T> => -T.Log(Probability(T.WhereGreater(x, 0, slot.Location, -slot.Location)));

    public T Mean<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T> => Probability(slot.Location);

    private T Probability<T>(T logit)
        where T : struct, IFormulaNumber<T> => (T.Sigmoid(logit) * (1 - (2 * Least))) + Least;
}

/// <summary>The gradient of <see cref="MarkFormula"/>. The derivative of log p by the logit l is +-(1 - 2 least) sigmoid(l) sigmoid(-l) / p, where p is that of the actual mark.</summary>
internal sealed class MarkGradient(float[] logOdds, float least) : ReconstructionGradient
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
