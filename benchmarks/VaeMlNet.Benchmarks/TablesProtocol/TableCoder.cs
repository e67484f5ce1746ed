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
    private readonly string[] formats; // [columns]; the format of numbers, with as many decimals as the training rows have.

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
        formats = [.. table.Columns.Select(c => c.IsNumber ? $"F{training[c.Name].Max(Decimals)}" : "")];
    }

    /// <summary>Returns the levels of a categorical column, the most frequent first.</summary>
    public string[] Levels(int column) => levels[column];

    /// <summary>Reads a number; NaN where a cell has none.</summary>
    public static double Number(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    /// <summary>Returns the coded rows. A cell is NaN where it is missing or no level of the training rows.</summary>
    public CodedTable Code(TextTable rows) =>
        new(
            [.. table.Columns.Select((column, i) => new CodedColumn(column.Name, levels[i].Length))],
            [.. table.Columns.Select((column, i) => Array.ConvertAll(rows[column.Name], cell => Code(cell, i)))]
        );

    /// <summary>Returns the texts of coded rows; numbers have as many decimals as the training rows.</summary>
    public TextTable Decode(CodedTable rows) =>
        new(
            [.. table.ColumnNames],
            [.. rows.Values.Select((column, i) => Array.ConvertAll(column, value => Decode(value, i)))]
        );

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

    private string Decode(double value, int column) =>
        double.IsNaN(value) ? ""
        : table.Columns[column].IsNumber
            ? ((value * moments[column].Deviation) + moments[column].Mean).ToString(
                formats[column],
                CultureInfo.InvariantCulture
            )
        : levels[column][(int)value];

    private static int Decimals(string cell) =>
        cell.Contains('.', StringComparison.Ordinal) && !cell.Contains('e', StringComparison.OrdinalIgnoreCase)
            ? cell.Length - cell.IndexOf('.', StringComparison.Ordinal) - 1
            : 0;

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
