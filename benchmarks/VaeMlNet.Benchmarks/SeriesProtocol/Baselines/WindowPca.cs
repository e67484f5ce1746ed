using MathNet.Numerics.LinearAlgebra;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Scores a window by the squared error of its reconstruction from the principal components that make up 90 % of the variance of the
/// training windows.
/// </summary>
/// <remarks>Source: Jackson &amp; Mudholkar 1979, for windows instead of rows.</remarks>
internal sealed class WindowPca : ISeriesMethod
{
    private const double KeptVariance = 0.9;

    /// <inheritdoc />
    public string Name => "pca_win";

    /// <inheritdoc />
    public bool IsRandom => false;

    /// <inheritdoc />
    public IReadOnlyList<SchemeScores> Score(ProtocolSeries series, int seed)
    {
        using var scope = NewDisposeScope();
        var (mean, components) = Fit(series.ScaledTraining, series.Window);
        List<double> parts = [];
        foreach (var windows in series.ScaledTest.WindowBlocks(series.Window))
        {
            using var block = NewDisposeScope();
            var centered = windows - mean;
            var error = centered - centered.mm(components).mm(components.t());
            var byRow = error.square().reshape(-1, series.Window, series.Test.ChannelCount).mean([2L]);
            parts.AddRange(byRow.contiguous().data<double>().ToArray());
        }

        return SeriesScheme.OfSlots([.. parts], series.Window);
    }

    /// <summary>Returns the mean of the windows, and their first components: [slots, components].</summary>
    private static (Tensor Mean, Tensor Components) Fit(ChannelRows training, int length)
    {
        var windows = training.Windows([.. Enumerable.Range(0, training.WindowCount(length))], length);
        var mean = windows.mean([0L]);
        var centered = windows - mean;
        var covariance = centered.t().mm(centered).contiguous();
        var width = (int)covariance.shape[0];
        var eigen = Matrix<double>
            .Build.Dense(width, width, covariance.data<double>().ToArray())
            .Evd(Symmetricity.Symmetric);
        var count = CountKept([.. eigen.EigenValues.Select(value => Math.Max(value.Real, 0)).Reverse()]);
        // MathNet stores matrices by columns, in the order of ascending eigenvalues.
        var columns = eigen.EigenVectors.ToColumnMajorArray()[((width - count) * width)..];
        return (mean, tensor(columns).reshape(count, width).t());
    }

    /// <summary>Returns how many of the descending variances make up 90 % of their sum.</summary>
    private static int CountKept(double[] variances)
    {
        var wanted = KeptVariance * variances.Sum();
        double sum = 0;
        for (var i = 0; i < variances.Length; i++)
        {
            sum += variances[i];
            if (sum >= wanted)
            {
                return i + 1;
            }
        }

        return variances.Length;
    }
}
