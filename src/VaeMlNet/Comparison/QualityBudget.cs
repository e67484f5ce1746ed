namespace VaeMlNet;

/// <summary>The largest number of rows in a comparison. It keeps wide tables within seconds and hundreds of megabytes.</summary>
internal static class QualityBudget
{
    private const double Cells = 2e7;
    private const double CellsOfPairs = 5e8;
    private const double CellsOfRecords = 2e6;
    private const double CellsOfForests = 5e6;
    private const int TrainingRows = 10_000;
    private const int LeastRows = 200;

    /// <summary>Returns the number of a view's rows that are kept in memory.</summary>
    public static int RowsHeld(int asked, int slots) => Bounded(asked, Cells / slots);

    /// <summary>Returns the number of rows for the comparison of all pairs of slots.</summary>
    public static int RowsOfPairs(int rows, int slots) => Bounded(rows, CellsOfPairs / (0.5 * slots * slots));

    /// <summary>Returns the number of real rows among which the closest ones are searched.</summary>
    public static int RowsOfRecords(int rows, int slots) => Bounded(rows, CellsOfRecords / slots);

    /// <summary>Returns the number of rows of each kind for the two-sample test.</summary>
    public static int RowsOfClassifier(int asked, int slots) => Bounded(asked, CellsOfForests / slots);

    /// <summary>Returns the number of rows from which a forest learns to predict a column.</summary>
    public static int RowsOfTraining(int slots) => RowsOfClassifier(TrainingRows, slots);

    private static int Bounded(int asked, double affordable) => (int)Math.Min(asked, Math.Max(affordable, LeastRows));
}
