namespace Microsoft.ML.Data;

public sealed class ConfusionMatrix
{
    /// <param name="counts">Rows are the actual classes, columns the predicted ones.</param>
    internal ConfusionMatrix(double[][] counts)
    {
        Counts = counts;
        var classes = Enumerable.Range(0, counts.Length).ToArray();
        PerClassPrecision = Array.AsReadOnly(
            classes.Select(c => Share(counts[c][c], counts.Sum(row => row[c]))).ToArray()
        );
        PerClassRecall = Array.AsReadOnly(classes.Select(c => Share(counts[c][c], counts[c].Sum())).ToArray());
    }

    public IReadOnlyList<double> PerClassPrecision { get; }

    public IReadOnlyList<double> PerClassRecall { get; }

    public IReadOnlyList<IReadOnlyList<double>> Counts { get; }

    public int NumberOfClasses => Counts.Count;

    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex) =>
        Counts[actualClassIndicatorIndex][predictedClassIndicatorIndex];

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 0;
}
