using System.Numerics.Tensors;

namespace Microsoft.ML.Trainers;

/// <summary>
/// The objective of multinomial logistic regression over rows in memory:
/// (sum of weight * -log p(label | x) + L2 / 2 * |w|^2) / (sum of weights). The biases are not regularized.
/// The parameters are one bias per class, then one weight vector per class.
/// </summary>
internal sealed class SoftmaxObjective(TrainingRows rows, int classCount, float l2, int threadCount)
{
    // The gradient of this many rows is summed in single precision before it is added to the total.
    private const int BlockRows = 64;

    public int RowCount => rows.Count;

    public int BiasCount => classCount;

    public int ParameterCount => classCount * (1 + rows.FeatureCount);

    /// <summary>Returns the value at the parameters and stores the gradient.</summary>
    public double Evaluate(double[] parameters, double[] gradient)
    {
        var single = Array.ConvertAll(parameters, value => (float)value);
        var blockCount = (rows.Count + BlockRows - 1) / BlockRows;
        var parts = new Part[Math.Clamp(threadCount, 1, blockCount)];
        // The ranges of the threads are fixed and added in order: the result does not depend on scheduling.
        Parallel.For(
            0,
            parts.Length,
            new ParallelOptions { MaxDegreeOfParallelism = parts.Length },
            i =>
            {
                var part = parts[i] = new Part(ParameterCount, classCount);
                var end = (int)((long)blockCount * (i + 1) / parts.Length);
                for (var block = (int)((long)blockCount * i / parts.Length); block < end; block++)
                {
                    Add(part, block * BlockRows, parameters, single);
                }
            }
        );
        return Combine(parameters, gradient, parts);
    }

    private double Combine(double[] parameters, double[] gradient, Part[] parts)
    {
        Array.Clear(gradient);
        var loss = parts.Sum(part => part.Loss);
        foreach (var part in parts)
        {
            TensorPrimitives.Add<double>(gradient, part.Gradient, gradient);
        }

        if (!double.IsFinite(loss))
        {
            throw new InvalidOperationException("Data contain bad values.");
        }

        var weights = parameters.AsSpan(classCount);
        TensorPrimitives.MultiplyAdd(weights, l2, gradient.AsSpan(classCount), gradient.AsSpan(classCount));
        var scale = 1 / rows.WeightSum;
        TensorPrimitives.Multiply(gradient, scale, gradient);
        return (loss + (0.5 * l2 * TensorPrimitives.SumOfSquares<double>(weights))) * scale;
    }

    private void Add(Part part, int first, double[] parameters, float[] single)
    {
        var features = rows.FeatureCount;
        var end = Math.Min(first + BlockRows, rows.Count);
        Array.Clear(part.Block);
        for (var row = first; row < end; row++)
        {
            var x = rows.Row(row);
            for (var c = 0; c < classCount; c++)
            {
                var weights = single.AsSpan(classCount + (c * features), features);
                part.Scores[c] = TensorPrimitives.Dot(x, weights) + parameters[c];
            }

            ToResiduals(part, rows.Labels[row], rows.Weight(row));
            for (var c = 0; c < classCount; c++)
            {
                part.Gradient[c] += part.Scores[c];
                var sum = part.Block.AsSpan(c * features, features);
                TensorPrimitives.MultiplyAdd(x, (float)part.Scores[c], sum, sum);
            }
        }

        for (var i = 0; i < part.Block.Length; i++)
        {
            part.Gradient[classCount + i] += part.Block[i];
        }
    }

    /// <summary>Replaces the scores of a row by weight * (p - onehot(label)) and adds the row's loss.</summary>
    private static void ToResiduals(Part part, int label, double weight)
    {
        var scores = part.Scores;
        var max = TensorPrimitives.Max<double>(scores); // keeps the exponentials from overflowing
        var labelScore = scores[label] - max;
        double sum = 0;
        for (var c = 0; c < scores.Length; c++)
        {
            sum += scores[c] = Math.Exp(scores[c] - max);
        }

        part.Loss += weight * (Math.Log(sum) - labelScore);
        for (var c = 0; c < scores.Length; c++)
        {
            scores[c] = weight * ((scores[c] / sum) - (c == label ? 1 : 0));
        }
    }

    /// <summary>The loss and the gradient of the rows of one thread.</summary>
    private sealed class Part(int parameterCount, int classCount)
    {
        public readonly double[] Gradient = new double[parameterCount];
        public readonly double[] Scores = new double[classCount];
        public readonly float[] Block = new float[parameterCount - classCount];
        public double Loss;
    }
}
