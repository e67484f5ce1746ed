namespace VaeMlNet.Report;

/// <summary>A metric of a comparison.</summary>
/// <param name="Id">The name in files, such as auroc.</param>
/// <param name="Name">The name in tables.</param>
/// <param name="Ideal">The best possible value. Values nearer to it are better.</param>
/// <param name="Meaning">The meaning in one sentence.</param>
internal sealed record ComparisonMetric(string Id, string Name, double Ideal, string Meaning)
{
    /// <summary>Returns the distance of a value from the best possible one; infinite for a value that is not defined.</summary>
    public double DistanceFromIdeal(double? value) =>
        value is { } number && double.IsFinite(number) ? Math.Abs(number - Ideal) : double.PositiveInfinity;
}
