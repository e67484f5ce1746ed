using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>
/// The magnitudes of the terms in a table's outputs in own units. Such an output is a sum, mean + scale * z, whose terms can
/// cancel out. Rounding grows with the size of the terms; a tenth of a standard deviation counts like a number of that size. Where windows of time series are
/// moved from far away, the rounding there counts in all outputs.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class OwnUnitTerms
{
    // Ten roundings of a float32, which are up to 2^-24 of it.
    private const double RoundingsOfMovedValues = 10 * 5.96e-8 / OutputTolerance.RelativeRounding;

    private readonly Dictionary<string, double[]> byOutput = [];
    private readonly double[]? ofOthers;

    public OwnUnitTerms(VaeManifest manifest)
    {
        byOutput[GraphTensors.Reconstruction] = [.. manifest.Columns.SelectMany(OfColumn)];
        foreach (var column in manifest.Columns.Where(c => c.Means is not null))
        {
            byOutput[column.InputName] = byOutput[GraphTensors.ImputerOutput(column).Name] = [.. OfColumn(column)];
        }

        foreach (var column in manifest.Columns.Where(c => c.Bins is not null))
        {
            byOutput[GraphTensors.ImputerOutput(column).Name] = [.. column.Bins!.Select(OfBins)];
        }

        var ofMoved = RoundingsOfMovedValues * LargestMove(manifest.Series);
        if (ofMoved > 0)
        {
            ofOthers = [ofMoved];
            foreach (var output in byOutput.Keys.ToArray())
            {
                byOutput[output] = [.. byOutput[output].Select(term => term + ofMoved)];
            }
        }
    }

    /// <summary>
    /// Returns the magnitudes of the terms for each slot of an output; null if the values themselves are the reference.
    /// </summary>
    public double[]? Find(string output) => byOutput.GetValueOrDefault(output) ?? ofOthers;

    // The unit of a channel with a trend is its deviation from the trend, which can be thousands of units long. Those of others are near their deviation.
    private static double LargestMove(VaeSeries? series) =>
        series is { LowestValues: { } lowest, HighestValues: { } highest }
            ? series
                .Channels.Index()
                .Where(channel => series.HasTrend(channel.Item))
                .Select(channel =>
                    Math.Max(
                        series.Means[channel.Index] - lowest[channel.Index],
                        highest[channel.Index] - series.Means[channel.Index]
                    ) / (double)series.Scales[channel.Index]
                )
                .DefaultIfEmpty(0)
                .Max()
            : 0;

    // A filled number is a sum of probabilities times numbers of both signs. One in the middle of two steps can be rounded to either. The decoder's output has the
    // number before rounding.
    private static double OfBins(NumberBins bins) =>
        bins.Means.Average(mean => Math.Abs((double)mean))
        + (bins.StepsPerUnit is { } steps ? (bins.Step ?? 1) / (steps * OutputTolerance.RelativeRounding) : 0);

    private static IEnumerable<double> OfColumn(VaeColumn column) =>
        column.Means is { } means && column.Scales is { } scales
            ? means.Zip(scales, (mean, scale) => Math.Abs((double)mean) + (0.1 * scale))
            : Enumerable.Repeat(0.0, column.ReconstructionWidth);
}
