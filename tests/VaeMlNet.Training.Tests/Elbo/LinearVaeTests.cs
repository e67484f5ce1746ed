using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>A linear VAE has probabilistic PCA's optimum, whose likelihood is known in closed form (Lucas et al. 2019).</summary>
public class LinearVaeTests
{
    private const int InputDim = 6;
    private const int LatentDim = 2;
    private const int RowCount = 2000;

    [Test]
    [Proves(23)]
    [Category("Long")]
    public void Fit_LinearEncoderAndDecoder_ReachTheLikelihoodOfProbabilisticPca()
    {
        var data = Rows();
        using var rows = Some.ToTensor(data);
        var options = new VaeTrainerOptions
        {
            Network = new FullyConnectedNetworkOptions { HiddenDims = [], DecoderHiddenDims = [] },
            LatentDim = LatentDim,
            Likelihood = new GaussianLikelihoodOptions { Learned = VaeLearnedScale.Shared },
            EpochCount = 200,
            BatchSize = 200,
            LearningRate = 0.01,
        };

        using var model = new VaeTrainer(options).Fit(rows);

        var elbo = Enumerable.Range(1, 20).Average(seed => -(Total(model.Evaluate(rows, seed))));

        Assert.That(elbo, Is.EqualTo(LogLikelihoodOfProbabilisticPca(data)).Within(1).Percent);
    }

    private static double Total(VaeLoss loss) => loss.Reconstruction + loss.Kl;

    /// <summary>Creates rows x = W z + mean + noise.</summary>
    private static float[][] Rows()
    {
        var random = new Random(4);
        double Normal() =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double[][] weights =
        [
            [2, 1, 0, -1, 0.5, 1],
            [0, 1, 1.5, 0.5, -1, 0],
        ];
        return
        [
            .. Enumerable
                .Range(0, RowCount)
                .Select(_ =>
                {
                    var (a, b) = (Normal(), Normal());
                    return Enumerable
                        .Range(0, InputDim)
                        .Select(i => (float)((weights[0][i] * a) + (weights[1][i] * b) + 0.3 * i + 0.5 * Normal()))
                        .ToArray();
                }),
        ];
    }

    /// <summary>
    /// Computes the mean log-likelihood per row at the maximum (Tipping &amp; Bishop 1999, eq. 4, 7 and 8). The largest
    /// eigenvalues of the covariance belong to the latents. The others are noise, and their mean is its variance.
    /// </summary>
    private static double LogLikelihoodOfProbabilisticPca(float[][] data)
    {
        var eigenvalues = Eigenvalues(Covariance(data)).OrderDescending().ToArray();
        var noise = eigenvalues[LatentDim..].Average();
        var logDeterminant = eigenvalues[..LatentDim].Sum(Math.Log) + ((InputDim - LatentDim) * Math.Log(noise));
        return -0.5 * ((InputDim * Math.Log(2 * Math.PI)) + logDeterminant + InputDim);
    }

    private static double[,] Covariance(float[][] data)
    {
        var means = Enumerable.Range(0, InputDim).Select(i => data.Average(row => (double)row[i])).ToArray();
        var covariance = new double[InputDim, InputDim];
        for (var i = 0; i < InputDim; i++)
        {
            for (var j = 0; j < InputDim; j++)
            {
                covariance[i, j] = data.Average(row => (row[i] - means[i]) * (row[j] - means[j]));
            }
        }

        return covariance;
    }

    /// <summary>
    /// Computes the eigenvalues of a matrix by cyclic Jacobi rotations (Golub &amp; Van Loan 2013, sec. 8.5).
    /// </summary>
    private static double[] Eigenvalues(double[,] a)
    {
        for (var sweep = 0; sweep < 50; sweep++)
        {
            for (var p = 0; p < InputDim; p++)
            {
                for (var q = p + 1; q < InputDim; q++)
                {
                    Rotate(a, p, q);
                }
            }
        }

        return [.. Enumerable.Range(0, InputDim).Select(i => a[i, i])];
    }

    private static void Rotate(double[,] a, int p, int q)
    {
        var angle = 0.5 * Math.Atan2(2 * a[p, q], a[q, q] - a[p, p]);
        var (sin, cos) = Math.SinCos(angle);
        for (var k = 0; k < InputDim; k++)
        {
            (a[k, p], a[k, q]) = ((cos * a[k, p]) - (sin * a[k, q]), (sin * a[k, p]) + (cos * a[k, q]));
        }

        for (var k = 0; k < InputDim; k++)
        {
            (a[p, k], a[q, k]) = ((cos * a[p, k]) - (sin * a[q, k]), (sin * a[p, k]) + (cos * a[q, k]));
        }
    }
}
