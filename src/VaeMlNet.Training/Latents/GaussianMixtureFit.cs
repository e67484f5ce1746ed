namespace VaeMlNet;

/// <summary>
/// Fits a mixture of Gaussians with full covariances by expectation-maximization (Dempster et al. 1977; Bishop 2006, sec.
/// 9.2.2), in float64 and in the log domain, starting from k-means++.
/// </summary>
/// <remarks>
/// No maintained package offers this: Accord.NET, the usual one, was archived in 2020, and Infer.NET includes a model compiler.
/// </remarks>
internal sealed class GaussianMixtureFit
{
    private const int LargestIterationCount = 200;

    /// <summary>The fit has converged if the mean log-likelihood grows by less than this, in nats per point.</summary>
    private const double Tolerance = 1e-5;

    private readonly double[][] points;
    private double[][] responsibilities;
    private GaussianComponent[] components;

    private GaussianMixtureFit(double[][] points, int componentCount, Random random)
    {
        this.points = points;
        responsibilities = InitialResponsibilities(KMeansPlusPlus.Choose(points, componentCount, random));
        components = Maximize();
    }

    /// <summary>
    /// Fits a mixture. It has fewer components than requested if there are fewer distinct points, or if a component dies out.
    /// </summary>
    /// <param name="points">Finite points of the same width, at least one.</param>
    /// <param name="componentCount">The largest number of components, at least 1.</param>
    /// <param name="seed">The seed of the start.</param>
    public static VaeLatentMixture Fit(double[][] points, int componentCount, int seed)
    {
        var fit = new GaussianMixtureFit(points, componentCount, new Random(seed));
        fit.Run();
        return new VaeLatentMixture { Components = [.. fit.components.Select(component => component.ToPublic())] };
    }

    private void Run()
    {
        var previous = double.NegativeInfinity;
        for (var iteration = 0; iteration < LargestIterationCount; iteration++)
        {
            var logLikelihood = Expect();
            if (logLikelihood - previous < Tolerance)
            {
                return;
            }

            previous = logLikelihood;
            components = Maximize();
        }
    }

    /// <summary>Computes the responsibilities of every point. Returns the mean log-likelihood.</summary>
    private double Expect()
    {
        double total = 0;
        responsibilities = [.. components.Select(_ => new double[points.Length])];
        var logs = new double[components.Length];
        for (var n = 0; n < points.Length; n++)
        {
            for (var k = 0; k < components.Length; k++)
            {
                logs[k] = components[k].LogWeightedDensity(points[n]);
            }

            var largest = logs.Max();
            var logSum = largest + Math.Log(logs.Sum(log => Math.Exp(log - largest)));
            total += logSum;
            for (var k = 0; k < components.Length; k++)
            {
                responsibilities[k][n] = Math.Exp(logs[k] - logSum);
            }
        }

        return total / points.Length;
    }

    /// <summary>Fits every component to its points. Drops components with less than one point.</summary>
    private GaussianComponent[] Maximize()
    {
        var kept = responsibilities.Where(own => own.Sum() >= 1).ToArray();
        var total = kept.Sum(own => own.Sum());
        return [.. kept.Select(own => GaussianComponent.Fit(points, own, own.Sum() / total))];
    }

    /// <summary>Assigns every point to its nearest center.</summary>
    private double[][] InitialResponsibilities(double[][] centers)
    {
        var initial = centers.Select(_ => new double[points.Length]).ToArray();
        for (var n = 0; n < points.Length; n++)
        {
            var nearest = Enumerable
                .Range(0, centers.Length)
                .MinBy(k => KMeansPlusPlus.SquaredDistance(points[n], centers[k]));
            initial[nearest][n] = 1;
        }

        return initial;
    }
}
