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
