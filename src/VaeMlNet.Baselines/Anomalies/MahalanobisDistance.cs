using MathNet.Numerics.LinearAlgebra;

namespace VaeMlNet.Baselines;

/// <summary>
/// The squared Mahalanobis distance from the mean of the training rows, as the sum of the squares of a whitened row. The whitening is the
/// symmetric inverse root of the covariance, so that each whitened number belongs to one feature and no contribution is negative
/// (Garthwaite &amp; Koch 2016).
/// </summary>
/// <remarks>
/// Directions in which the training rows do not vary are left out (pseudo-inverse of the covariance). Source: Mahalanobis 1936.
/// Thread safety: immutable.
/// </remarks>
internal sealed class MahalanobisDistance : FittedBaseline
{
    // Of the largest eigenvalue: what is smaller is rounding.
    private const double SmallestShare = 1e-10;

    private MahalanobisDistance(Vector<double> mean, Matrix<double> whitening)
    {
        (Mean, Whitening) = (mean, whitening);
    }

    // The eigenvectors of a covariance take the cube of its width.
    public static AnomalyBaseline Baseline { get; } =
        new(
            "mahalanobis",
            "the squared distance from the mean in units of the covariance (Mahalanobis 1936)",
            (training, _, cancellationToken) => Fit(training, cancellationToken)
        )
        {
            MostFeatures = 1000,
        };

    /// <summary>Gets the mean of the training rows: [features].</summary>
    public Vector<double> Mean { get; }

    /// <summary>Gets the symmetric matrix that whitens rows: [features, features].</summary>
    public Matrix<double> Whitening { get; }

    /// <summary>Computes mean and covariance.</summary>
    public static MahalanobisDistance Fit(double[][] training, CancellationToken cancellationToken)
    {
        var rows = Matrix<double>.Build.DenseOfRowArrays(training);
        var mean = rows.ColumnSums() / rows.RowCount;
        var centered = Matrix<double>.Build.Dense(rows.RowCount, rows.ColumnCount, (i, j) => rows[i, j] - mean[j]);
        cancellationToken.ThrowIfCancellationRequested();
        var covariance = centered.TransposeThisAndMultiply(centered) / rows.RowCount;
        var eigen = covariance.Evd(Symmetricity.Symmetric);
        var smallest = SmallestShare * eigen.EigenValues.Max(value => value.Real);
        var scales = eigen.EigenValues.Map(value => value.Real > smallest ? 1 / Math.Sqrt(value.Real) : 0);
        var scaled = Matrix<double>.Build.Dense(
            rows.ColumnCount,
            rows.ColumnCount,
            (i, j) => eigen.EigenVectors[i, j] * scales[j]
        );
        return new(mean, scaled.TransposeAndMultiply(eigen.EigenVectors));
    }

    public override double[] Contributions(double[] row)
    {
        var whitened = Whitening.LeftMultiply(Vector<double>.Build.Dense(row) - Mean);
        return Array.ConvertAll(whitened.ToArray(), value => value * value);
    }
}
