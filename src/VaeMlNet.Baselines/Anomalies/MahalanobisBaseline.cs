using MathNet.Numerics.LinearAlgebra;

namespace VaeMlNet.Baselines;

/// <summary>Scores a row by its squared Mahalanobis distance from the mean of the training rows.</summary>
/// <remarks>
/// Directions in which the training rows do not vary are left out (pseudo-inverse of the covariance). Source: Mahalanobis 1936.
/// Thread safety: immutable.
/// </remarks>
internal sealed class MahalanobisBaseline : AnomalyBaseline
{
    // Of the largest eigenvalue: what is smaller is rounding.
    private const double SmallestShare = 1e-10;

    /// <inheritdoc />
    public override string Name => "mahalanobis";

    /// <inheritdoc />
    public override string Description =>
        "the squared distance from the mean in units of the covariance (Mahalanobis 1936)";

    /// <summary>Gets the largest number of features: the eigenvectors of a covariance take the cube of its width.</summary>
    public override int MostFeatures => 1000;

    /// <inheritdoc />
    public override Func<double[], double> Fit(
        double[][] training,
        int seed,
        CancellationToken cancellationToken = default
    )
    {
        var rows = Matrix<double>.Build.DenseOfRowArrays(training);
        var mean = rows.ColumnSums() / rows.RowCount;
        var centered = Matrix<double>.Build.Dense(rows.RowCount, rows.ColumnCount, (i, j) => rows[i, j] - mean[j]);
        cancellationToken.ThrowIfCancellationRequested();
        var covariance = centered.TransposeThisAndMultiply(centered) / rows.RowCount;
        var eigen = covariance.Evd(Symmetricity.Symmetric);
        var smallest = SmallestShare * eigen.EigenValues.Max(value => value.Real);
        // [features, components]: each component in units of its standard deviation.
        var whitening = Matrix<double>.Build.DenseOfColumnVectors(
            eigen
                .EigenVectors.EnumerateColumns()
                .Zip(eigen.EigenValues, (vector, value) => (Vector: vector, Value: value.Real))
                .Where(component => component.Value > smallest)
                .Select(component => component.Vector / Math.Sqrt(component.Value))
                .DefaultIfEmpty(Vector<double>.Build.Dense(rows.ColumnCount))
        );
        return row => Squared(whitening, Vector<double>.Build.Dense(row) - mean);
    }

    private static double Squared(Matrix<double> whitening, Vector<double> centered)
    {
        var whitened = whitening.LeftMultiply(centered);
        return whitened.DotProduct(whitened);
    }
}
