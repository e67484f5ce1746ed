using System.Numerics.Tensors;

namespace VaeMlNet;

/// <summary>
/// Chooses rows that stand for the others: a greedy maximum of facility location (Nemhauser et al. 1978). Each row has a weight, and is covered by
/// the chosen row that is most similar to it; the next row is the one that covers most more.
/// </summary>
/// <remarks>
/// Similarity falls exponentially with the distance of latents and of logarithms of contributions, each divided by its standard deviation. The weight
/// is the geometric mean of the rank of the score and of the logarithm of its excess, so that a few high scores among usual rows are not lost.
/// </remarks>
internal sealed class LabelCover
{
    private const double ShareOfDistance = 0.3;
    private const float Largest = 8;

    private readonly float[] means;
    private readonly float[] factors;
    private readonly ScoreExcess excess;

    /// <summary>Creates the choice.</summary>
    /// <param name="usual">The coordinates of rows of all scores, which say how far coordinates vary.</param>
    /// <param name="scores">The scores of all rows.</param>
    public LabelCover(IReadOnlyList<IReadOnlyList<float>> usual, float[] scores)
    {
        var width = usual.Count == 0 ? 0 : usual[0].Count;
        means = [.. Enumerable.Range(0, width).Select(i => (float)usual.Average(row => (double)row[i]))];
        factors =
        [
            .. Enumerable
                .Range(0, width)
                .Select(i => usual.Average(row => Math.Pow(row[i] - means[i], 2)))
                .Select(variance => variance > 0 ? (float)(1 / Math.Sqrt(variance)) : 0),
        ];
        excess = ScoreExcess.Find(scores);
    }

    /// <summary>Chooses rows, and returns their indexes, the first to choose first.</summary>
    /// <param name="rows">The coordinates of the rows, the highest score first.</param>
    /// <param name="scores">The scores of the rows.</param>
    /// <param name="chosen">The coordinates of rows that were chosen before.</param>
    /// <param name="count">The largest number of rows.</param>
    public IEnumerable<int> Choose(
        IReadOnlyList<IReadOnlyList<float>> rows,
        float[] scores,
        IReadOnlyList<IReadOnlyList<float>> chosen,
        int count
    )
    {
        float[][] points = [.. rows.Select(Scaled)];
        var weights = Weights(scores);
        float[][] distances = [.. points.Select(point => Distances(point, points))];
        var unit = Unit(distances);
        float[][] similarities = [.. distances.Select(row => Similarities(row, unit))];
        var covered = new float[points.Length];
        foreach (var point in chosen.Select(Scaled))
        {
            Cover(covered, Similarities(Distances(point, points), unit));
        }

        var left = Enumerable.Range(0, points.Length).ToHashSet();
        for (; count > 0 && left.Count > 0; count--)
        {
            var next = left.MaxBy(row => Gain(similarities[row], covered, weights));
            left.Remove(next);
            Cover(covered, similarities[next]);
            yield return next;
        }
    }

    private static double Gain(float[] similarities, float[] covered, float[] weights)
    {
        var sum = 0d;
        for (var i = 0; i < covered.Length; i++)
        {
            sum += weights[i] * Math.Max(0, similarities[i] - covered[i]);
        }

        return sum;
    }

    private static void Cover(float[] covered, float[] similarities) =>
        TensorPrimitives.Max(covered, similarities, covered);

    private static float[] Distances(float[] point, float[][] points) =>
        [.. points.Select(other => TensorPrimitives.Distance<float>(point, other))];

    private static float Unit(float[][] distances) =>
        distances.Length == 0
            ? 1
            : (float)
                Math.Max(
                    1e-6,
                    ShareOfDistance
                        * Quantile.Compute(distances.SelectMany(row => row).Select(distance => (double)distance), 0.5)
                );

    private static float[] Similarities(float[] distances, float unit) =>
        [.. distances.Select(distance => MathF.Exp(-distance / unit))];

    private float[] Weights(float[] scores)
    {
        double[] logs = [.. scores.Select(score => excess.Log(score))];
        var least = logs.Length == 0 ? 0 : logs[^1];
        return [.. logs.Select((log, index) => (float)Math.Sqrt((1 - (double)index / logs.Length) * (log - least)))];
    }

    private float[] Scaled(IReadOnlyList<float> row) =>
        [.. row.Select((value, i) => Math.Clamp((value - means[i]) * factors[i], -Largest, Largest))];
}
