namespace VaeMlNet.Baselines;

/// <summary>
/// Scales the columns of a table by its training rows: numbers become standard deviations from the mean, and levels become their rank in
/// the order of their frequency. So 0 is the mean of a number and the most frequent level of a category.
/// </summary>
/// <remarks>A number that does not vary in the training rows keeps its unit. Thread safety: immutable.</remarks>
internal sealed class TableScaling
{
    // The distance between neighboring numbers of float32. A smaller deviation is rounding noise of a constant column.
    private const double SmallestShare = 1.0 / (1 << 23);

    private readonly IReadOnlyList<CodedColumn> columns;
    private readonly (double Mean, double Scale)[] moments;
    private readonly int[][] levels; // [columns][ranks]: the level of each rank.
    private readonly int[][] ranks; // [columns][levels]: the rank of each level.

    /// <summary>Learns means, standard deviations and frequencies.</summary>
    public TableScaling(CodedTable training)
    {
        columns = training.Columns;
        moments = [.. columns.Select((column, i) => column.IsNumber ? MomentsOf(training.Values[i]) : (0, 1))];
        int[][] counts = [.. columns.Select((column, i) => Count(training.Values[i], column.LevelCount))];
        SeenLevelCounts = Array.ConvertAll(counts, ofLevels => ofLevels.Count(count => count > 0));
        levels = Array.ConvertAll(counts, ByFrequency);
        ranks = Array.ConvertAll(levels, Inverse);
    }

    /// <summary>Gets the number of levels of each column; 0 for numbers.</summary>
    public int[] LevelCounts => [.. columns.Select(column => column.LevelCount)];

    /// <summary>Gets the number of levels of each column that training rows have, which are the first ranks; 0 for numbers.</summary>
    public int[] SeenLevelCounts { get; }

    /// <summary>Gets the mean and the standard deviation of each column of numbers.</summary>
    public IReadOnlyList<(double Mean, double Scale)> Moments => moments;

    /// <summary>Returns the scaled cells of rows: [columns][rows], NaN where a cell is missing.</summary>
    public double[][] Scale(CodedTable rows) =>
        [.. rows.Values.Select((column, i) => Array.ConvertAll(column, value => Scale(i, value)))];

    /// <summary>Returns a scaled cell in the unit of its column, or the level of a rank.</summary>
    public double Restore(int column, double scaled) =>
        columns[column].IsNumber
            ? (scaled * moments[column].Scale) + moments[column].Mean
            : levels[column][(int)scaled];

    private double Scale(int column, double value) =>
        columns[column].IsNumber ? (value - moments[column].Mean) / moments[column].Scale
        : double.IsNaN(value) ? value
        : ranks[column][(int)value];

    private static (double Mean, double Scale) MomentsOf(double[] values)
    {
        double[] known = [.. values.Where(value => !double.IsNaN(value))];
        if (known.Length == 0)
        {
            return (0, 1);
        }

        var mean = known.Average();
        var deviation = Math.Sqrt(known.Average(value => (value - mean) * (value - mean)));
        return (mean, deviation > SmallestShare * Math.Abs(mean) && (float)deviation > 0 ? deviation : 1);
    }

    private static int[] Count(double[] values, int levelCount)
    {
        var counts = new int[levelCount];
        foreach (var value in levelCount == 0 ? [] : values.Where(value => !double.IsNaN(value)))
        {
            counts[(int)value]++;
        }

        return counts;
    }

    private static int[] ByFrequency(int[] counts) =>
        [.. Enumerable.Range(0, counts.Length).OrderByDescending(level => counts[level])];

    private static int[] Inverse(int[] levels)
    {
        var ranks = new int[levels.Length];
        for (var rank = 0; rank < levels.Length; rank++)
        {
            ranks[levels[rank]] = rank;
        }

        return ranks;
    }
}
