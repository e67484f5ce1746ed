namespace Dependencies.Tests;

/// <summary>
/// Multinomial logistic regression by plain proximal gradient descent in double precision, independent of the library's:
/// minimizes (sum of weight * -log p + L2 / 2 * |w|^2) / (sum of weights) + L1 * (sum of |w|) / (number of rows), without
/// a penalty on the biases.
/// </summary>
internal sealed class SoftmaxReference
{
    private const int ClassCount = 3;
    private const int Steps = 10_000;

    private readonly double[,] parameters = new double[ClassCount, Rows.Width + 1]; // the bias is last

    public static SoftmaxReference Fit(IReadOnlyList<Rows.Labeled> rows, bool weighted, double l1, double l2)
    {
        var model = new SoftmaxReference();
        double weightSum = rows.Sum(row => weighted ? row.Weight : 1);
        var step = 1 / (rows.Max(row => row.Features.Sum(x => x * x)) + 1 + l2 / weightSum);
        for (var i = 0; i < Steps; i++)
        {
            model.Descend(rows, weighted, l2, weightSum, step);
            model.Shrink(step * l1 / rows.Count);
        }

        return model;
    }

    public double[] Probabilities(float[] features)
    {
        var scores = new double[ClassCount];
        for (var c = 0; c < ClassCount; c++)
        {
            scores[c] = parameters[c, Rows.Width];
            for (var j = 0; j < Rows.Width; j++)
            {
                scores[c] += parameters[c, j] * features[j];
            }
        }

        var max = scores.Max();
        var sum = scores.Sum(score => Math.Exp(score - max));
        return scores.Select(score => Math.Exp(score - max) / sum).ToArray();
    }

    public double Weight(int classIndex, int feature) => parameters[classIndex, feature];

    private void Shrink(double threshold)
    {
        for (var c = 0; c < ClassCount; c++)
        {
            for (var j = 0; j < Rows.Width; j++)
            {
                var weight = parameters[c, j];
                parameters[c, j] = Math.Sign(weight) * Math.Max(0, Math.Abs(weight) - threshold);
            }
        }
    }

    private void Descend(IReadOnlyList<Rows.Labeled> rows, bool weighted, double l2, double weightSum, double step)
    {
        var gradient = new double[ClassCount, Rows.Width + 1];
        foreach (var row in rows)
        {
            var p = Probabilities(row.Features);
            for (var c = 0; c < ClassCount; c++)
            {
                var residual = (p[c] - (c == row.Label ? 1 : 0)) * (weighted ? row.Weight : 1);
                for (var j = 0; j < Rows.Width; j++)
                {
                    gradient[c, j] += residual * row.Features[j];
                }

                gradient[c, Rows.Width] += residual;
            }
        }

        for (var c = 0; c < ClassCount; c++)
        {
            for (var j = 0; j <= Rows.Width; j++)
            {
                var penalty = j < Rows.Width ? l2 * parameters[c, j] : 0;
                parameters[c, j] -= step * (gradient[c, j] + penalty) / weightSum;
            }
        }
    }
}
