namespace VaeMlNet.Benchmarks;

/// <summary>A measured point: rows per second over the rounds.</summary>
internal sealed record GrowthPoint(GrowthCase Case, Quartiles RowsPerSecond);

/// <summary>What was measured of a section.</summary>
internal sealed record GrowthCurves(GrowthSection Section, IReadOnlyList<GrowthPoint> Points)
{
    /// <summary>The curves in the order of their first points.</summary>
    public IReadOnlyList<string> Series => [.. Points.Select(p => p.Case.Series).Distinct()];

    /// <summary>What grows, in ascending order.</summary>
    public IReadOnlyList<int> Xs => [.. Points.Select(p => p.Case.X).Distinct().Order()];

    /// <summary>The point of a curve; null where it was not measured.</summary>
    public GrowthPoint? Find(string series, int x) =>
        Points.FirstOrDefault(p => p.Case.Series == series && p.Case.X == x);
}
