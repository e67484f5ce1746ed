using System.Globalization;
using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>How far one output of ONNX Runtime is from TorchSharp's, over batches of rows.</summary>
internal sealed class OutputDifferences(ModelGraph graph, int output, OnnxWeightFormat format)
{
    // Two libraries sum floats in different orders; rounding grows with the magnitude of the sum.
    private const double AbsoluteTolerance = 1e-5;
    private const double RelativeTolerance = 1e-4;

    // Rounding of weights moves every output a little; more than this is no model of the same data.
    private const double Float16Limit = 0.02;
    private const double Int8Limit = 0.2;

    private double largest;
    private double largestUse;
    private double squaredDifferences;
    private double squares;
    private double squaredMagnitudes;
    private long count;

    private string Name => graph.OutputNames[output];

    /// <summary>Adds a batch.</summary>
    /// <param name="expected">TorchSharp's values.</param>
    /// <param name="magnitudes">What their rounding grows with.</param>
    /// <param name="actual">ONNX Runtime's values.</param>
    /// <param name="firstRow">The number of the first row, for messages.</param>
    /// <exception cref="InvalidOperationException">A float32 value differs by more than rounding, or one is no number.</exception>
    public void Add(
        ReadOnlySpan<float> expected,
        ReadOnlySpan<float> magnitudes,
        ReadOnlySpan<float> actual,
        long firstRow
    )
    {
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs((double)actual[i] - expected[i]);
            var tolerance = AbsoluteTolerance + (RelativeTolerance * magnitudes[i]);
            var allowed = format == OnnxWeightFormat.Float32 ? tolerance : double.MaxValue;
            // Written so that NaN, which compares as false, is refused too.
            if (!(difference <= allowed))
            {
                throw Refuse(expected[i], actual[i], allowed, firstRow);
            }

            largest = Math.Max(largest, difference);
            largestUse = Math.Max(largestUse, difference / tolerance);
            squaredDifferences += difference * difference;
            squares += (double)expected[i] * expected[i];
            squaredMagnitudes += (double)magnitudes[i] * magnitudes[i];
        }

        count += expected.Length;
    }

    /// <exception cref="InvalidOperationException">Too little is left of the output in a format of fewer bits.</exception>
    public VaeParityDifference Summarize()
    {
        var used = format switch
        {
            OnnxWeightFormat.Float16 => ShareOf(Float16Limit),
            OnnxWeightFormat.Int8 => ShareOf(Int8Limit),
            _ => largestUse,
        };
        if (!(used <= 1))
        {
            throw Refuse(used);
        }

        var relative = squares > 0 ? Math.Sqrt(squaredDifferences / squares) : 0;
        return new(graph.Name, Name, largest, used) { RelativeError = relative };
    }

    // Beside 1, because latents, logarithms and nats near 0 have no relative precision to lose.
    private double ShareOf(double limit)
    {
        // One key for another may be any number away; the decoder's probabilities say what became of keys.
        return graph.IsKey(output) || count == 0
            ? 0
            : Math.Sqrt(squaredDifferences / count) / (limit * (Math.Sqrt(squaredMagnitudes / count) + 1));
    }

    private InvalidOperationException Refuse(float expected, float actual, double tolerance, long firstRow) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The export was stopped: output '{Name}' of {graph.FileName} is {actual:R} in ONNX Runtime and "
                    + $"{expected:R} in TorchSharp (rows from {firstRow}), which differs by more than {tolerance:0.0E+00}. "
                    + $"No file was replaced. Look for features far outside the range of the training data."
            )
        );

    private InvalidOperationException Refuse(double used) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The export was stopped: with {format} weights, output '{Name}' of {graph.FileName} is off by "
                    + $"{Math.Sqrt(squaredDifferences / count):0.0E+00} (root mean square), {used:0.0} times what is allowed "
                    + $"of values of {Math.Sqrt(squares / count):0.0E+00}. No file was replaced. Export as Float32, or as Float16."
            )
        );
}
