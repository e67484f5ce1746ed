namespace VaeMlNet.Benchmarks;

/// <summary>A measured point: the rows per second over all rounds.</summary>
internal sealed record GrowthPoint(GrowthCase Case, Quartiles RowsPerSecond);

/// <summary>The measured curves of a section.</summary>
internal sealed record GrowthCurves(GrowthSection Section, IReadOnlyList<GrowthPoint> Points)
{
    /// <summary>Gets the names of the curves, in the order of their first points.</summary>
    public IReadOnlyList<string> Series => [.. Points.Select(p => p.Case.Series).Distinct()];

    /// <summary>Gets the values on the horizontal axis, in ascending order.</summary>
    public IReadOnlyList<int> Xs => [.. Points.Select(p => p.Case.X).Distinct().Order()];

    /// <summary>Returns a point of a curve, or null if it was not measured.</summary>
    public GrowthPoint? Find(string series, int x) =>
        Points.FirstOrDefault(p => p.Case.Series == series && p.Case.X == x);
}
