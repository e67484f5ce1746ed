using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Turns the modeled columns of a table into numbers and back: numbers in standard deviations from the mean of the training rows,
/// and categories as their rank in the order of their frequency there.
/// </summary>
internal sealed class TableCoder
{
    private readonly ProtocolTable table;
    private readonly (double Mean, double Deviation)[] moments;
    private readonly string[][] levels;
    private readonly double[][] levelNumbers; // [columns][levels]; empty where a level is no number.

    /// <summary>Learns means, deviations and levels.</summary>
    public TableCoder(ProtocolTable table, TextTable training)
    {
        this.table = table;
        moments = [.. table.Columns.Select(c => c.IsNumber ? Moments(training[c.Name]) : (0, 1))];
        levels = [.. table.Columns.Select(c => c.IsNumber ? [] : LevelsByFrequency(training[c.Name]))];
        levelNumbers =
        [
            .. levels.Select(some =>
                some.Any(level => double.IsNaN(Number(level))) ? [] : Array.ConvertAll(some, Number)
            ),
        ];
    }

    /// <summary>Gets the number of levels of each column; 0 for numbers.</summary>
    public int[] LevelCounts => Array.ConvertAll(levels, some => some.Length);

    /// <summary>Returns the levels of a categorical column, the most frequent first.</summary>
    public string[] Levels(int column) => levels[column];

    /// <summary>Reads a number; NaN where a cell has none.</summary>
    public static double Number(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    /// <summary>Returns the coded cells: [columns][rows], NaN where a cell is missing or no level of the training rows.</summary>
    public double[][] Code(TextTable rows) =>
        [.. table.Columns.Select((column, i) => Array.ConvertAll(rows[column.Name], cell => Code(cell, i)))];

    /// <summary>
    /// Returns the rows with every category that is a number and no level replaced by the nearest level: a tool that took coded
    /// categories for numbers writes numbers between them.
    /// </summary>
    public TextTable Snap(TextTable rows) =>
        rows with
        {
            Columns =
            [
                .. rows.Names.Zip(
                    rows.Columns,
                    (name, cells) =>
                        IndexOf(name) is var column and >= 0 && levelNumbers[column].Length > 0
                            ? Array.ConvertAll(cells, cell => Snap(cell, column))
                            : cells
                ),
            ],
        };

    private int IndexOf(string name) => table.ColumnNames.ToList().IndexOf(name);

    private string Snap(string cell, int column)
    {
        var value = Number(cell);
        if (double.IsNaN(value) || levels[column].Contains(cell))
        {
            return cell;
        }

        var distances = Array.ConvertAll(levelNumbers[column], level => Math.Abs(level - value));
        return levels[column][Array.IndexOf(distances, distances.Min())];
    }

    private double Code(string cell, int column)
    {
        if (table.Columns[column].IsNumber)
        {
            return (Number(cell) - moments[column].Mean) / moments[column].Deviation;
        }

        var level = Array.IndexOf(levels[column], cell);
        return level < 0 ? double.NaN : level;
    }

    private static (double Mean, double Deviation) Moments(string[] cells)
    {
        double[] values = [.. cells.Select(Number).Where(value => !double.IsNaN(value))];
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return (mean, deviation > 0 ? deviation : 1);
    }

    private static string[] LevelsByFrequency(string[] cells) =>
        [
            .. cells
                .Where(cell => cell.Length > 0)
                .GroupBy(cell => cell)
                .OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => group.Key),
        ];
}
