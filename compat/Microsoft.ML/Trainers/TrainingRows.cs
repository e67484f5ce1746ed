namespace Microsoft.ML.Trainers;

/// <summary>
/// Training rows in memory: features row-major with <see cref="Stride"/> floats a row, zero beyond
/// <see cref="FeatureCount"/> and beyond <see cref="Count"/> rows, so that vectorised loops need no remainders.
/// </summary>
internal sealed class TrainingRows
{
    private readonly float[] _weights;

    public TrainingRows(float[] features, int[] labels, float[] weights, int count, int featureCount, int stride)
    {
        Features = features;
        Labels = labels;
        _weights = weights;
        Count = count;
        FeatureCount = featureCount;
        Stride = stride;
        double sum = count;
        if (weights != null)
        {
            sum = 0;
            for (int i = 0; i < count; i++)
                sum += weights[i];
        }
        WeightSum = sum;
    }

    public float[] Features { get; }
    public int[] Labels { get; }
    public int Count { get; }
    public int FeatureCount { get; }
    public int Stride { get; }
    public double WeightSum { get; }

    public float Weight(int row) => _weights == null ? 1 : _weights[row];
}
