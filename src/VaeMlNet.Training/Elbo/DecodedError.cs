using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Measures how close decoded values are to rows, in relation to the mean of each column.</summary>
internal static class DecodedError
{
    private const long MostRows = 1000;

    /// <summary>
    /// Returns the root of the mean over columns of the squared error of the decoded values divided by the variance, at most 1 for each column;
    /// null if no column varies.
    /// </summary>
    /// <remarks>A column that is decoded worse than by its mean, such as one with a heavy tail, counts as one that is not decoded.</remarks>
    public static double? Find(VariationalAutoencoder network, MemoryRows rows)
    {
        using var scope = NewDisposeScope();
        var columns = Evaluation.OfAllRows(network, rows.Spread(MostRows), x => Columns(network, x)); // [N, V] each
        var (all, decoded) = (columns[0], columns[1]);
        var observed = all.isnan().logical_not();
        var weights = observed.to(float64);
        var counts = weights.sum(dim: 0).Plus(Held(1e-9));
        var values = where(observed, all, zeros_like(all)).to(float64);
        var means = values.sum(dim: 0) / counts;
        var variances = Squares((values - means) * weights);
        var errors = Squares((values - decoded.to(float64)) * weights);
        var ofSlots = Doubles(variances);
        var ofErrors = Doubles(errors);
        List<double> ratios = [];
        var first = 0;
        foreach (var width in Widths(network, ofSlots.Length))
        {
            var variance = ofSlots.AsSpan(first, width).ToArray().Sum();
            if (variance > 0)
            {
                var ratio = ofErrors.AsSpan(first, width).ToArray().Sum() / variance;
                ratios.Add(ratio < 1 ? ratio : 1); // also for means that are not finite
            }

            first += width;
        }

        return ratios.Count > 0 ? Math.Sqrt(ratios.Average()) : null;
    }

    private static Tensor Squares(Tensor values) => (values * values).sum(dim: 0);

    private static double[] Doubles(Tensor values) => values.data<double>().ToArray();

    /// <summary>Returns the values of rows and their decoded means, [n, V] each. A number in a bin is the mean of the bin.</summary>
    private static Tensor[] Columns(VariationalAutoencoder network, Tensor x)
    {
        var means = network.Likelihood.Mean(network.forward(x));
        var truth = network.Values(x);
        if (network.Table is not { } table)
        {
            return [truth, means];
        }

        var width = table.ValueWidth - table.EmbeddedSlots.Length;
        return
        [
            TableSlots.WithNumbersOfBins(table, truth.narrow(1, 0, width)),
            TableSlots.WithNumbersOfBins(table, means.narrow(1, 0, width)),
        ];
    }

    private static IEnumerable<int> Widths(VariationalAutoencoder network, int count) =>
        network.Table is { } table
            ? Enumerable
                .Repeat(1, table.FirstGroup + table.Bins.Count)
                .Concat(table.Keys.Where(key => !key.IsEmbedded).Select(key => key.KeyCount))
            : Enumerable.Repeat(1, count);
}
