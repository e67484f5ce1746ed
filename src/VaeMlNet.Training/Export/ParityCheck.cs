using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Runs the exported graphs with ONNX Runtime and compares every output with TorchSharp's.</summary>
internal static class ParityCheck
{
    /// <summary>Compares on real rows as the model takes them, [N, D].</summary>
    /// <exception cref="InvalidOperationException">
    /// A difference exceeds 1e-5 + 1e-4 * |TorchSharp's value|; of a sum that of its terms, which may cancel out: of numbers in
    /// a table's own units, mean + scale * z. Of weights in fewer bits, an output is off by more than a share of itself.
    /// </exception>
    public static IReadOnlyList<VaeParityDifference> Run(
        string folder,
        VariationalAutoencoder network,
        Tensor rows,
        OwnUnitTerms? ofTable = null,
        OnnxWeightFormat format = OnnxWeightFormat.Float32
    ) => [.. ModelGraph.All(network).SelectMany(graph => Compare(folder, graph, network, rows, ofTable, format))];

    private static VaeParityDifference[] Compare(
        string folder,
        ModelGraph graph,
        VariationalAutoencoder network,
        Tensor rows,
        OwnUnitTerms? ofTable,
        OnnxWeightFormat format
    )
    {
        using var exported = new ExportedGraph(folder, graph);
        OutputDifferences[] outputs = [.. graph.OutputNames.Select((_, i) => new OutputDifferences(graph, i, format))];
        Evaluation.ForEachBatch(
            network,
            rows,
            (x, firstRow) =>
            {
                var encoded = network.EncodeRows(x);
                var batch = new GraphRows(x, encoded, network.Encode(encoded));
                var expected = graph.Compute(batch);
                var actual = exported.Compute(batch);
                for (var i = 0; i < outputs.Length; i++)
                {
                    var values = TensorValues.Floats(expected[i]);
                    var magnitudes = TensorValues.Floats(graph.Magnitudes(i, expected));
                    AddTerms(ofTable?.Of(graph.OutputNames[i]), magnitudes);
                    outputs[i].Add(values, magnitudes, TensorValues.Floats(actual[i]), firstRow);
                }
            }
        );
        return Array.ConvertAll(outputs, output => output.Summarize());
    }

    private static void AddTerms(double[]? terms, float[] magnitudes)
    {
        for (var i = 0; terms is not null && i < magnitudes.Length; i++)
        {
            magnitudes[i] += (float)terms[i % terms.Length];
        }
    }
}
