using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Runs the exported graphs with ONNX Runtime and compares every output with TorchSharp's.</summary>
internal static class ParityCheck
{
    // Two libraries sum floats in different orders; rounding grows with the magnitude of the sum.
    private const double AbsoluteTolerance = 1e-5;
    private const double RelativeTolerance = 1e-4;

    /// <summary>Compares on real rows [N, D].</summary>
    /// <exception cref="InvalidOperationException">A difference exceeds 1e-5 + 1e-4 * |TorchSharp's value|.</exception>
    public static IReadOnlyList<VaeParityDifference> Run(string folder, VariationalAutoencoder network, Tensor rows) =>
        [.. ModelGraph.All(network).SelectMany(graph => Compare(folder, graph, network, rows))];

    private static VaeParityDifference[] Compare(
        string folder,
        ModelGraph graph,
        VariationalAutoencoder network,
        Tensor rows
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
                var input = graph.InputFrom(x, network.Encode(x));
                var expected = graph.Compute(input);
                using var actual = RunSession(session, graph, input);
                for (var i = 0; i < differences.Length; i++)
                {
                    var values = actual[i].GetTensorDataAsSpan<float>();
                    differences[i] = Widen(differences[i], TensorValues.Floats(expected[i]), values, firstRow);
                }
            }
        );
        return differences;
    }

    private static IDisposableReadOnlyCollection<OrtValue> RunSession(
        InferenceSession session,
        ModelGraph graph,
        Tensor input
    )
    {
        using var options = new RunOptions();
        using var value = OrtValue.CreateTensorValueFromMemory(TensorValues.Floats(input), input.shape);
        return session.Run(options, [graph.InputName], [value], graph.OutputNames);
    }

    private static VaeParityDifference Widen(
        VaeParityDifference sofar,
        ReadOnlySpan<float> expected,
        ReadOnlySpan<float> actual,
        long firstRow
    )
    {
        var (largest, used) = (sofar.Largest, sofar.ToleranceUsed);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs((double)actual[i] - expected[i]);
            var tolerance = AbsoluteTolerance + (RelativeTolerance * Math.Abs(expected[i]));
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
