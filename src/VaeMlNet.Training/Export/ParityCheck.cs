using System.Globalization;
using VaeMlNet.Onnx;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Runs an exported graph with ONNX Runtime and compares every output with TorchSharp's.</summary>
internal sealed class ParityCheck(ModelGraph graph, OnnxWeightFormat format)
{
    // Rounding of weights moves every output a little; more than this is no model of the same data.
    private const double Float16Limit = 0.02;
    private const double Int8Limit = 0.2;

    /// <summary>Compares all graphs of a model folder on real rows as the model takes them, [N, D].</summary>
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
    ) =>
        [
            .. ModelGraph
                .All(network)
                .SelectMany(graph => new ParityCheck(graph, format).Compare(folder, network, rows, ofTable)),
        ];

    private VaeParityDifference[] Compare(
        string folder,
        VariationalAutoencoder network,
        Tensor rows,
        OwnUnitTerms? ofTable
    )
    {
        using var exported = new ExportedGraph(folder, graph);
        var tolerance = format == OnnxWeightFormat.Float32 ? OutputTolerance.Rounding : OutputTolerance.AnyFinite;
        OutputComparison[] outputs = [.. graph.OutputNames.Select(_ => new OutputComparison(tolerance))];
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
                    var magnitudes = TensorValues.Floats(graph.Magnitudes(i, expected));
                    AddTerms(ofTable?.Find(graph.OutputNames[i]), magnitudes);
                    Add(outputs[i], TensorValues.Floats(expected[i]), TensorValues.Floats(actual[i]), magnitudes);
                    ThrowIfOutside(i, outputs[i], firstRow);
                }
            }
        );
        return [.. outputs.Select((output, i) => Summarize(i, output))];
    }

    private static void AddTerms(double[]? terms, float[] magnitudes)
    {
        for (var i = 0; terms is not null && i < magnitudes.Length; i++)
        {
            magnitudes[i] += (float)terms[i % terms.Length];
        }
    }

    private static void Add(OutputComparison output, float[] expected, float[] actual, float[] magnitudes)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            output.Add(expected[i], actual[i], magnitudes[i]);
        }
    }

    private void ThrowIfOutside(int index, OutputComparison output, long firstRow)
    {
        if (output.FirstOutside is (var expected, var actual, var allowed))
        {
            throw new InvalidOperationException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The export was stopped: output '{graph.OutputNames[index]}' of {graph.FileName} is {(float)actual:R} in "
                        + $"ONNX Runtime and {(float)expected:R} in TorchSharp (rows from {firstRow}), which differs by more "
                        + $"than {allowed:0.0E+00}. No file was replaced. Look for features far outside the range of the "
                        + $"training data."
                )
            );
        }
    }

    /// <exception cref="InvalidOperationException">Too little is left of the output in a format of fewer bits.</exception>
    private VaeParityDifference Summarize(int index, OutputComparison output)
    {
        var used = format switch
        {
            OnnxWeightFormat.Float16 => ShareOf(Float16Limit, index, output),
            OnnxWeightFormat.Int8 => ShareOf(Int8Limit, index, output),
            _ => output.LargestUse,
        };
        return used <= 1
            ? new(graph.Name, graph.OutputNames[index], output.Largest, used) { RelativeError = output.RelativeError }
            : throw new InvalidOperationException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The export was stopped: with {format} weights, output '{graph.OutputNames[index]}' of {graph.FileName} is "
                        + $"off by {output.RootMeanSquare:0.0E+00} (root mean square), {used:0.0} times what is allowed of "
                        + $"values of {output.ExpectedRootMeanSquare:0.0E+00}. No file was replaced. Export as Float32, or as "
                        + $"Float16."
                )
            );
    }

    // Beside 1, because latents, logarithms and nats near 0 have no relative precision to lose.
    private double ShareOf(double limit, int index, OutputComparison output) =>
        // One key for another may be any number away; the decoder's probabilities say what became of keys.
        graph.IsKey(index)
        || output.Count == 0
            ? 0
            : output.RootMeanSquare / (limit * (output.MagnitudeRootMeanSquare + 1));
}
