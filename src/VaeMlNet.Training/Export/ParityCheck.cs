using System.Globalization;
using VaeMlNet.Onnx;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Runs an exported graph with ONNX Runtime, and compares every output with TorchSharp.</summary>
internal sealed class ParityCheck(ModelGraph graph, VaeExportOptions options)
{
    // The limits of reduced weight formats. Rounding of weights changes every output slightly; a larger difference means a
    // broken model.
    private const double Float16Limit = 0.02;
    private const double Int8Limit = 0.2;

    // The limit of distances. Rounding decides which of two rows is nearer if they are equally near, and changes single scores by percents.
    private const double DistanceLimit = 0.02;

    private const string RaiseTolerance =
        "If the difference does not matter to you, raise VaeExportOptions.ParityTolerance.";

    /// <summary>Compares all graphs of a model folder, whose files are given by their names, on real rows, [N, D].</summary>
    /// <exception cref="InvalidOperationException">
    /// A difference exceeds <see cref="VaeExportOptions.ParityTolerance"/> times 1e-5 + 1e-4 * |TorchSharp's value|. If an output is a sum whose terms can cancel out, such as mean
    /// + scale * z or a log-density, the terms count instead of the value. With weights in fewer bits, and for distances, the limit is a share of the output.
    /// </exception>
    public static IReadOnlyList<VaeOutputDifference> Run(
        IReadOnlyDictionary<string, byte[]> files,
        VariationalAutoencoder network,
        Tensor rows,
        OwnUnitTerms? ofTable = null,
        VaeExportOptions? options = null
    ) =>
        [
            .. ModelGraph
                .All(network)
                .SelectMany(graph => new ParityCheck(graph, options ?? new()).Compare(files, network, rows, ofTable)),
        ];

    private VaeOutputDifference[] Compare(
        IReadOnlyDictionary<string, byte[]> files,
        VariationalAutoencoder network,
        Tensor rows,
        OwnUnitTerms? ofTable
    )
    {
        using var exported = new ExportedGraph(graph, files);
        var tolerance =
            options.WeightFormat == OnnxWeightFormat.Float32 && !graph.HasDistances
                ? OutputTolerance.RoundingOf(network.InputDim).Times(options.ParityTolerance)
                : OutputTolerance.AnyFinite;
        OutputComparison[] outputs = [.. graph.OutputNames.Select(_ => new OutputComparison(tolerance))];
        Evaluation.ForEachBatch(
            network,
            new RowsOfTensor(rows),
            (x, firstRow) =>
            {
                var encoded = network.EncodeRows(x);
                var batch = new GraphRows(x, encoded, network.Encode(encoded));
                var expected = graph.Compute(batch);
                var actual = exported.Compute(batch);
                for (var i = 0; i < outputs.Length; i++)
                {
                    var magnitudes = graph.Magnitudes(i, expected);
                    AddTerms(ofTable?.Find(graph.OutputNames[i]), magnitudes);
                    Add(outputs[i], TensorValues.Floats(expected[i]), TensorValues.Floats(actual[i]), magnitudes);
                    ThrowIfOutside(i, outputs[i], firstRow);
                }
            }
        );
        return [.. outputs.Select((output, i) => Summarize(i, output))];
    }

    private static void AddTerms(double[]? terms, double[] magnitudes)
    {
        for (var i = 0; terms is not null && i < magnitudes.Length; i++)
        {
            magnitudes[i] += terms[i % terms.Length];
        }
    }

    private static void Add(OutputComparison output, float[] expected, float[] actual, double[] magnitudes)
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
                        + $"than {allowed:0.0E+00}. No file was replaced. Check for features far outside the range of the "
                        + $"training data. {RaiseTolerance}"
                )
            );
        }
    }

    private VaeOutputDifference Summarize(int index, OutputComparison output)
    {
        var format = options.WeightFormat;
        var used = format switch
        {
            OnnxWeightFormat.Float16 => ShareOf(Float16Limit, index, output),
            OnnxWeightFormat.Int8 => ShareOf(Int8Limit, index, output),
            _ when graph.HasDistances => ShareOf(DistanceLimit * options.ParityTolerance, index, output),
            _ => output.LargestUse,
        };
        var advice = format switch
        {
            OnnxWeightFormat.Int8 => "Export as Float32, or as Float16.",
            OnnxWeightFormat.Float16 => "Export as Float32.",
            _ => RaiseTolerance,
        };
        return used <= 1
            ? new(graph.Name, graph.OutputNames[index], output.Largest, used) { RelativeError = output.RelativeError }
            : throw new InvalidOperationException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The export was stopped: with {format} weights, output '{graph.OutputNames[index]}' of {graph.FileName} is "
                        + $"off by {output.RootMeanSquare:0.0E+00} (root mean square), {used:0.0} times what is allowed of "
                        + $"values of {output.ExpectedRootMeanSquare:0.0E+00}. No file was replaced. {advice}"
                )
            );
    }

    // Relative to at least 1, because latents, logarithms and nats near 0 need no relative precision.
    private double ShareOf(double limit, int index, OutputComparison output) =>
        // Two different keys can have any distance as numbers. The decoder's probabilities show the differences of keys.
        graph.IsKey(index)
        || output.Count == 0
            ? 0
            : output.RootMeanSquare / (limit * (output.MagnitudeRootMeanSquare + 1));
}
