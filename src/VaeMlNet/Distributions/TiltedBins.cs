namespace VaeMlNet;

/// <summary>
/// Changes the probabilities of bins as little as possible, in the sense of the Kullback-Leibler divergence, so that they have a given mean and
/// variance: p'(k) is proportional to p(k) exp(a t(k) + b t(k)^2) (Csiszár 1975).
/// </summary>
internal static class TiltedBins
{
    // The minimum of a convex function of two variables. What cannot be reached is approached.
    private const int MostSteps = 40;
    private const double Tolerance = 1e-6;
    private const double Floor = 1e-6;

    /// <summary>Returns the changed probabilities.</summary>
    /// <param name="means">The mean of each bin.</param>
    /// <param name="probabilities">The probability of each bin.</param>
    /// <param name="mean">The mean that the changed probabilities have.</param>
    /// <param name="spread">Their standard deviation in relation to that of the given ones, above 0.</param>
    public static float[] Tilt(
        IReadOnlyList<float> means,
        ReadOnlySpan<float> probabilities,
        double mean,
        double spread
    )
    {
        var count = means.Count;
        var weights = new double[count];
        var (total, own) = (0.0, 0.0);
        for (var bin = 0; bin < count; bin++)
        {
            // Bins without probability could not be reached.
            weights[bin] = probabilities[bin] + (Floor / count);
            total += weights[bin];
            own += weights[bin] * means[bin];
        }

        own /= total;
        var deviation = Math.Sqrt(
            weights.Select((weight, bin) => weight * Math.Pow(means[bin] - own, 2)).Sum() / total
        );
        if (deviation <= 0)
        {
            return probabilities.ToArray();
        }

        double[] places = [.. means.Select(value => (value - own) / deviation)];
        var target = Math.Clamp((mean - own) / deviation, places[0], places[^1]);
        Problem problem = new(weights, places, target, (spread * spread) + (target * target));
        return problem.Solve();
    }

    /// <summary>The search for a and b, with which the first two moments of the changed probabilities are given ones.</summary>
    private sealed class Problem(double[] weights, double[] places, double first, double second)
    {
        private readonly double[] changed = new double[weights.Length];

        public float[] Solve()
        {
            var (a, b) = (0.0, 0.0);
            var value = Evaluate(a, b);
            for (var step = 0; step < MostSteps; step++)
            {
                var (m1, m2, m3, m4) = Moments();
                var (slopeOfA, slopeOfB) = (m1 - first, m2 - second);
                if (Math.Abs(slopeOfA) + Math.Abs(slopeOfB) < Tolerance)
                {
                    break;
                }

                // Newton's step with the covariances of t and t^2, which are singular where two bins are left.
                var (aa, ab, bb) = (m2 - (m1 * m1) + Tolerance, m3 - (m1 * m2), m4 - (m2 * m2) + Tolerance);
                var determinant = (aa * bb) - (ab * ab);
                var stepOfA = ((bb * slopeOfA) - (ab * slopeOfB)) / determinant;
                var stepOfB = ((aa * slopeOfB) - (ab * slopeOfA)) / determinant;
                var decrease = (slopeOfA * stepOfA) + (slopeOfB * stepOfB);
                if (!(decrease > 0))
                {
                    break;
                }

                var length = 1.0;
                var next = Evaluate(a - stepOfA, b - stepOfB);
                while (!(next <= value - (1e-4 * length * decrease)) && length > 1e-6)
                {
                    length /= 2;
                    next = Evaluate(a - (length * stepOfA), b - (length * stepOfB));
                }

                (a, b, value) = (a - (length * stepOfA), b - (length * stepOfB), next);
            }

            return [.. changed.Select(probability => (float)probability)];
        }

        /// <summary>Changes the probabilities, and returns log sum w exp(a t + b t^2) - a first - b second.</summary>
        private double Evaluate(double a, double b)
        {
            var largest = double.NegativeInfinity;
            for (var i = 0; i < changed.Length; i++)
            {
                changed[i] = places[i] * (a + (b * places[i]));
                largest = Math.Max(largest, changed[i]);
            }

            var sum = 0.0;
            for (var i = 0; i < changed.Length; i++)
            {
                changed[i] = weights[i] * Math.Exp(changed[i] - largest);
                sum += changed[i];
            }

            for (var i = 0; i < changed.Length; i++)
            {
                changed[i] /= sum;
            }

            return largest + Math.Log(sum) - (a * first) - (b * second);
        }

        private (double First, double Second, double Third, double Fourth) Moments()
        {
            var (m1, m2, m3, m4) = (0.0, 0.0, 0.0, 0.0);
            for (var i = 0; i < changed.Length; i++)
            {
                var t = places[i];
                var of1 = changed[i] * t;
                m1 += of1;
                m2 += of1 * t;
                m3 += of1 * t * t;
                m4 += of1 * t * t * t;
            }

            return (m1, m2, m3, m4);
        }
    }
}
