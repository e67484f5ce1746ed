namespace VaeMlNet;

/// <summary>One Gaussian of a mixture, prepared for computing densities.</summary>
internal sealed class GaussianComponent
{
    /// <summary>
    /// The term that is added to the variances, relative to their mean, and its smallest value. Without it, a component on few
    /// or equal points would have no density.
    /// </summary>
    private const double RelativeFloor = 1e-4;
    private const double SmallestFloor = 1e-8;

    /// <summary>The smallest responsibility that is used. Smaller ones take time and change nothing.</summary>
    private const double Negligible = 1e-12;

    private readonly double weight;
    private readonly double[] mean;
    private readonly double[,] covariance;
    private readonly double[] inverseFactor;
    private readonly double logScale;

    private GaussianComponent(double weight, double[] mean, double[,] covariance)
    {
        (this.weight, this.mean, this.covariance) = (weight, mean, covariance);
        var dim = mean.Length;
        var factor =
            CholeskyFactor.Compute((i, j) => covariance[i, j], dim)
            ?? throw new InvalidOperationException("The covariance of a mixture's component is not positive definite.");
        inverseFactor = InverseOf(factor, dim);
        var halfLogDeterminant = Enumerable.Range(0, dim).Sum(i => Math.Log(factor[(i * dim) + i]));
        logScale = Math.Log(weight) - halfLogDeterminant - (0.5 * dim * Math.Log(2 * Math.PI));
    }

    /// <summary>Fits mean and covariance to weighted points (Bishop 2006, eq. 9.24 and 9.25).</summary>
    public static GaussianComponent Fit(double[][] points, double[] responsibilities, double weight)
    {
        var dim = points[0].Length;
        var total = responsibilities.Sum();
        var mean = new double[dim];
        for (var n = 0; n < points.Length; n++)
        {
            for (var i = 0; i < dim; i++)
            {
                mean[i] += responsibilities[n] / total * points[n][i];
            }
        }

        var covariance = new double[dim, dim];
        var deviation = new double[dim];
        for (var n = 0; n < points.Length; n++)
        {
            if (responsibilities[n] > Negligible)
            {
                Accumulate(covariance, points[n], mean, responsibilities[n] / total, deviation);
            }
        }

        Regularize(covariance);
        return new GaussianComponent(weight, mean, covariance);
    }

    /// <summary>Returns log(weight * N(point; mean, covariance)).</summary>
    public double LogWeightedDensity(double[] point)
    {
        var dim = mean.Length;
        double square = 0;
        for (var i = 0; i < dim; i++)
        {
            double standardized = 0;
            for (var j = 0; j <= i; j++)
            {
                standardized += inverseFactor[(i * dim) + j] * (point[j] - mean[j]);
            }

            square += standardized * standardized;
        }

        return logScale - (0.5 * square);
    }

    /// <summary>Converts the component to its public form.</summary>
    public VaeLatentComponent ToPublic() =>
        new()
        {
            Weight = weight,
            Mean = mean,
            Covariance =
            [
                .. Enumerable
                    .Range(0, mean.Length)
                    .Select(i => Enumerable.Range(0, mean.Length).Select(j => covariance[i, j]).ToArray()),
            ],
        };

    private static void Accumulate(
        double[,] covariance,
        double[] point,
        double[] mean,
        double share,
        double[] deviation
    )
    {
        for (var i = 0; i < mean.Length; i++)
        {
            deviation[i] = point[i] - mean[i];
            for (var j = 0; j <= i; j++)
            {
                covariance[i, j] += share * deviation[i] * deviation[j];
            }
        }
    }

    /// <summary>Increases the variances, and fills the upper triangle.</summary>
    private static void Regularize(double[,] covariance)
    {
        var dim = covariance.GetLength(0);
        var meanVariance = Enumerable.Range(0, dim).Average(i => covariance[i, i]);
        for (var i = 0; i < dim; i++)
        {
            covariance[i, i] += SmallestFloor + (RelativeFloor * meanVariance);
            for (var j = 0; j < i; j++)
            {
                covariance[j, i] = covariance[i, j];
            }
        }
    }

    /// <summary>Returns the inverse of a lower triangle, by forward substitution.</summary>
    private static double[] InverseOf(double[] factor, int dim)
    {
        var inverse = new double[dim * dim];
        for (var column = 0; column < dim; column++)
        {
            for (var row = column; row < dim; row++)
            {
                double rest = row == column ? 1 : 0;
                for (var k = column; k < row; k++)
                {
                    rest -= factor[(row * dim) + k] * inverse[(k * dim) + column];
                }

                inverse[(row * dim) + column] = rest / factor[(row * dim) + row];
            }
        }

        return inverse;
    }
}
