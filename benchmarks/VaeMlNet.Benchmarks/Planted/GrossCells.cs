using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>Plants numbers far outside the range of their column.</summary>
internal static class GrossCells
{
    /// <summary>The name of the column that marks the rows with a planted cell.</summary>
    public const string LabelColumn = "planted_cell";

    private const int RowsPerPlanted = 50;
    private const int FewestPlanted = 4;
    private const int FewestValues = 3;

    // Distances from the range of the other values, as multiples of its width.
    private const double Nearest = 0.5;
    private const double Farthest = 3;

    /// <summary>
    /// Returns the rows with a planted number in 2 % of them, at least 4, and a column that marks them; null if no column has numbers of at
    /// least three values. Numbers that begin with 0, such as 04124, are codes, and
    /// whole numbers that are all different are identifiers.
    /// </summary>
    public static TextTable? Plant(TextTable rows, Random random)
    {
        Column[] columns = [.. Enumerable.Range(0, rows.Names.Length).Select(i => Describe(rows, i)).OfType<Column>()];
        if (columns.Length == 0)
        {
            return null;
        }

        int[] order = [.. Enumerable.Range(0, rows.RowCount)];
        random.Shuffle(order);
        var cells = Array.ConvertAll(rows.Columns, column => (string[])column.Clone());
        var marks = Enumerable.Repeat("0", rows.RowCount).ToArray();
        foreach (var row in order.Take(Math.Max(FewestPlanted, rows.RowCount / RowsPerPlanted)))
        {
            var column = columns[random.Next(columns.Length)];
            var distance = (Nearest + (random.NextDouble() * (Farthest - Nearest))) * (column.High - column.Low);
            var number = random.Next(2) == 0 ? column.High + distance : column.Low - distance;
            cells[column.Index][row] = number.ToString($"F{column.Decimals}", CultureInfo.InvariantCulture);
            marks[row] = "1";
        }

        return rows with
        {
            Names = [.. rows.Names, LabelColumn],
            Columns = [.. cells, marks],
        };
    }

    private static Column? Describe(TextTable rows, int index)
    {
        var texts = Array.FindAll(rows.Columns[index], cell => cell.Length > 0);
        var numbers = Array.ConvertAll(texts, TableCoder.Number);
        return
            numbers.Length > 0
            && numbers.All(double.IsFinite)
            && !texts.Any(IsCode)
            && !IsIdentifier(numbers)
            && numbers.Distinct().Take(FewestValues).Count() == FewestValues
            ? new(index, numbers.Min(), numbers.Max(), texts.Max(text => text.Length - 1 - LastPlaceOfPoint(text)))
            : null;

        static bool IsIdentifier(double[] numbers) =>
            numbers.All(double.IsInteger) && numbers.Distinct().Count() == numbers.Length;

        static bool IsCode(string text) => text is ['0', >= '0' and <= '9', ..];

        static int LastPlaceOfPoint(string text) => text.IndexOf('.') is >= 0 and var point ? point : text.Length - 1;
    }

    private sealed record Column(int Index, double Low, double High, int Decimals);
}
