using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;
using TensorElementType = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace VaeMlNet;

/// <summary>Runs the exported graphs with ONNX Runtime and compares every output with TorchSharp's.</summary>
internal static class ParityCheck
{
    // Two libraries sum floats in different orders; rounding grows with the magnitude of the sum.
    private const double AbsoluteTolerance = 1e-5;
    private const double RelativeTolerance = 1e-4;

    /// <summary>Compares on real rows as the model takes them, [N, D].</summary>
    /// <exception cref="InvalidOperationException">
    /// A difference exceeds 1e-5 + 1e-4 * |TorchSharp's value|; of a sum that of its terms, which may cancel out: of numbers in
    /// a table's own units, mean + scale * z.
    /// </exception>
    public static IReadOnlyList<VaeParityDifference> Run(
        string folder,
        VariationalAutoencoder network,
        Tensor rows,
        OwnUnitTerms? ofTable = null
    ) => [.. ModelGraph.All(network).SelectMany(graph => Compare(folder, graph, network, rows, ofTable))];

    private static VaeParityDifference[] Compare(
        string folder,
        ModelGraph graph,
        VariationalAutoencoder network,
        Tensor rows,
        OwnUnitTerms? ofTable
    )
    {
        // From bytes: the file is moved away afterwards, which some systems refuse while a session maps it.
        using var session = new InferenceSession(File.ReadAllBytes(Path.Combine(folder, graph.FileName)));
        var differences = graph.OutputNames.Select(name => new VaeParityDifference(graph.Name, name, 0, 0)).ToArray();
        Evaluation.ForEachBatch(
            network,
            rows,
            (x, firstRow) =>
            {
                var encoded = network.EncodeRows(x);
                var batch = new GraphRows(x, encoded, network.Encode(encoded));
                var expected = graph.Compute(batch);
                using var actual = RunSession(session, graph, batch);
                for (var i = 0; i < differences.Length; i++)
                {
                    var values = TensorValues.Floats(expected[i]);
                    var magnitudes = TensorValues.Floats(graph.Magnitudes(i, expected));
                    AddTerms(ofTable?.Of(differences[i].Output), magnitudes);
                    differences[i] = Widen(differences[i], values, magnitudes, Floats(actual[i]), firstRow);
                }
            }
        );
        return differences;
    }

    private static IDisposableReadOnlyCollection<OrtValue> RunSession(
        InferenceSession session,
        ModelGraph graph,
        GraphRows rows
    )
    {
        using var options = new RunOptions();
        var values = graph.InputValues(rows);
        try
        {
            return session.Run(options, graph.InputNames, values, graph.OutputNames);
        }
        finally
        {
            foreach (var value in values)
            {
                value.Dispose();
            }
        }
    }

    private static void AddTerms(double[]? terms, float[] magnitudes)
    {
        for (var i = 0; terms is not null && i < magnitudes.Length; i++)
        {
            magnitudes[i] += (float)terms[i % terms.Length];
        }
    }

    /// <summary>An output's values; keys as numbers, as in TorchSharp.</summary>
    private static ReadOnlySpan<float> Floats(OrtValue value) =>
        value.GetTensorTypeAndShape().ElementDataType == TensorElementType.UInt32
            ? Array.ConvertAll(value.GetTensorDataAsSpan<uint>().ToArray(), key => (float)key)
            : value.GetTensorDataAsSpan<float>();

    private static VaeParityDifference Widen(
        VaeParityDifference sofar,
        ReadOnlySpan<float> expected,
        ReadOnlySpan<float> magnitudes,
        ReadOnlySpan<float> actual,
        long firstRow
    )
    {
        var (largest, used) = (sofar.Largest, sofar.ToleranceUsed);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs((double)actual[i] - expected[i]);
            var tolerance = AbsoluteTolerance + (RelativeTolerance * magnitudes[i]);
            // Written so that NaN, which compares as false, is refused too.
            if (!(difference <= tolerance))
            {
                throw Refuse(sofar, expected[i], actual[i], tolerance, firstRow);
            }

            largest = Math.Max(largest, difference);
            used = Math.Max(used, difference / tolerance);
        }

        return sofar with
        {
            Largest = largest,
            ToleranceUsed = used,
        };
    }

    private static InvalidOperationException Refuse(
        VaeParityDifference output,
        float expected,
        float actual,
        double tolerance,
        long firstRow
    ) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The export was stopped: output '{output.Output}' of {output.Graph}.onnx is {actual:R} in ONNX Runtime and "
                    + $"{expected:R} in TorchSharp (rows from {firstRow}), which differs by more than {tolerance:0.0E+00}. "
                    + $"No file was replaced. Look for features far outside the range of the training data."
            )
        );
}
