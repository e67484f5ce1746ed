namespace VaeMlNet;

/// <summary>Sets the deviations of a model of windows to its usual errors.</summary>
internal static class ChannelErrors
{
    /// <summary>
    /// The smallest variance of a standardized channel. A channel that the model reconstructs almost exactly would otherwise outweigh all others.
    /// </summary>
    private const double SmallestVariance = 0.01;

    /// <summary>
    /// Sets the deviation of each channel to the root of its mean squared error over rows, plus a smallest variance. In training, the decoder
    /// reads samples of the latents, and errors are larger than in scores, which read their mean: without this step, channels of small error
    /// would hardly count.
    /// </summary>
    /// <remarks>It does nothing unless the likelihood has a learned deviation for each slot.</remarks>
    /// <param name="network">The network.</param>
    /// <param name="rows">The training windows, W * C values each.</param>
    /// <param name="channelCount">The number C of channels.</param>
    public static void Calibrate(VariationalAutoencoder network, MemoryRows rows, int channelCount)
    {
        if (
            network.Likelihood is not TableLikelihood { Numbers: [{ Likelihood: FormulaLikelihood scaled }] }
            || !scaled.HasScalePerFeature
        )
        {
            return;
        }

        var errors = new double[channelCount];
        var counts = new long[channelCount];
        Evaluation.ForEachBatch(
            network,
            rows,
            (x, _) =>
            {
                var means = network.Likelihood.Mean(network.call(x));
                var values = network.Values(x);
                Add(TensorValues.Floats(values), TensorValues.Floats(means), (int)values.shape[1], errors, counts);
            }
        );
        scaled.SetScales([
            .. Enumerable
                .Range(0, scaled.InputDim)
                .Select(slot => slot % channelCount)
                .Select(c => Math.Sqrt((errors[c] / Math.Max(counts[c], 1)) + SmallestVariance)),
        ]);
    }

    private static void Add(float[] rows, float[] means, int rowWidth, double[] errors, long[] counts)
    {
        var width = means.Length / (rows.Length / rowWidth); // rows can have marks after their values
        for (var i = 0; i < means.Length; i++)
        {
            var (row, slot) = (i / width, i % width);
            var difference = (double)rows[(row * rowWidth) + slot] - means[i];
            if (!double.IsNaN(difference))
            {
                errors[slot % errors.Length] += difference * difference;
                counts[slot % errors.Length]++;
            }
        }
    }
}
