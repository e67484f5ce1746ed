namespace VaeMlNet;

/// <summary>Limits the number of compared rows, so that wide tables take seconds and hundreds of megabytes.</summary>
internal static class QualityBudget
{
    private const double Cells = 2e7;
    private const double CellsOfPairs = 5e8;
    private const double DistanceTerms = 4e9;
    private const int LeastRows = 200;

    /// <summary>Returns the number of rows of a view to keep in memory.</summary>
    public static int RowsHeld(int asked, int slots) => Bounded(asked, Cells / slots);

    /// <summary>Returns the number of rows for the associations of all pairs of slots.</summary>
    public static int RowsOfPairs(int rows, int slots) => Bounded(rows, CellsOfPairs / (0.5 * slots * slots));

    /// <summary>Returns the number of rows for distances between all rows of both views.</summary>
    public static int RowsOfNeighbors(int asked, int slots) => Bounded(asked, Math.Sqrt(DistanceTerms / slots) / 2);

    private static int Bounded(int asked, double affordable) => (int)Math.Min(asked, Math.Max(affordable, LeastRows));
}
