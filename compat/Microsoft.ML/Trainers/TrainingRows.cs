namespace Microsoft.ML.Trainers;

/// <summary>Training rows in memory. Weights are null if all rows have weight 1.</summary>
internal sealed class TrainingRows(float[] features, int[] labels, float[] weights, int featureCount)
{
    public int[] Labels => labels;
    public int Count => labels.Length;
    public int FeatureCount => featureCount;
    public double WeightSum { get; } = weights?.Sum(weight => (double)weight) ?? labels.Length;

    public ReadOnlySpan<float> Row(int row) => features.AsSpan(checked(row * featureCount), featureCount);

    public float Weight(int row) => weights?[row] ?? 1;
}
