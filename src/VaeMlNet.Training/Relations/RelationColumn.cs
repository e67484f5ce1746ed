namespace VaeMlNet;

/// <summary>A column of one slot, as relations are searched in it.</summary>
internal sealed class RelationColumn
{
    private const int MostDecimals = 6;

    // A share of the spread up to which numbers count as near each other.
    private const double NearShare = 0.003;

    // Of a number of float32, whose last digit is not certain.
    private const double RoundingShare = 2e-6;

    // On average, of each value of a column of few.
    private const int RowsOfValue = 10;

    // Of the rows that two independent columns would have in common. Data has errors.
    private const double LargestCommonShare = 0.04;

    private Dictionary<float, int>? counts;

    private RelationColumn(TableColumn column, float[] values)
    {
        Name = column.Name;
        Values = values;
        KeyCount = column.KeyCount;
        IsNumber = column.IsNumber;
        float[] known = [.. values.Where(value => !float.IsNaN(value))];
        Array.Sort(known);
        KnownCount = known.Length;
        if (known.Length == 0)
        {
            return;
        }

        (Minimum, Maximum) = (known[0], known[^1]);
        (Mode, var count, DistinctCount) = FindMode(known);
        IsVarying = count < known.Length;
        Mean = known.Average(value => (double)value);
        Deviation = Math.Sqrt(known.Average(value => Math.Pow(value - Mean, 2)));
        float[] others = [.. known.Where(value => value != Mode)];
        Spread = others.Length == 0 ? 0 : (At(others, 0.95) - At(others, 0.05)) / 3.3;
        Decimals = IsNumber ? FindDecimals(known) : null;
        Unit = Decimals is { } decimals ? Math.Pow(10, -decimals) : 0;
        Near = NearShare * Spread;
    }

    public string Name { get; }

    /// <summary>Gets the cells of the sampled rows, NaN where they are missing.</summary>
    public float[] Values { get; }

    /// <summary>Gets the number of categories; 0 for numbers and Booleans.</summary>
    public int KeyCount { get; }

    /// <summary>Gets whether the cells are numbers.</summary>
    public bool IsNumber { get; }

    /// <summary>Gets the number of cells with a value.</summary>
    public int KnownCount { get; }

    /// <summary>Gets the smallest value.</summary>
    public float Minimum { get; }

    /// <summary>Gets the largest value.</summary>
    public float Maximum { get; }

    /// <summary>Gets the most frequent value. A row that has another value says more about a relation.</summary>
    public float Mode { get; }

    /// <summary>Gets the number of different values.</summary>
    public int DistinctCount { get; }

    /// <summary>Gets whether the column has few different values again and again, such as the distances of some cities.</summary>
    public bool HasFewValues => DistinctCount <= Math.Min(RelatedColumn.MostValues, KnownCount / RowsOfValue);

    /// <summary>Gets whether there are exactly two different values.</summary>
    public bool HasTwoValues => DistinctCount == 2;

    /// <summary>Gets whether there are at least two values.</summary>
    public bool IsVarying { get; }

    public double Mean { get; }

    /// <summary>Gets the standard deviation.</summary>
    public double Deviation { get; }

    /// <summary>Gets about the standard deviation of the values other than the most frequent one, without the outer tenth.</summary>
    public double Spread { get; }

    /// <summary>Gets the number of decimals; null for more than 6, and for keys.</summary>
    public int? Decimals { get; }

    /// <summary>Gets the distance of neighboring numbers; 0 for numbers of more than 6 decimals.</summary>
    public double Unit { get; }

    /// <summary>Gets the distance up to which a number is near enough to a computed one.</summary>
    public double Near { get; }

    /// <summary>Creates columns of a table with their first slots.</summary>
    public static IReadOnlyList<RelationColumn> CreateAll(
        Table table,
        IReadOnlyList<float[]> rows,
        Func<TableColumn, bool> isTaken
    )
    {
        List<RelationColumn> columns = [];
        var slot = 0;
        foreach (var column in table.Columns)
        {
            if (isTaken(column))
            {
                var place = slot;
                columns.Add(new(column, [.. rows.Select(row => column.KnownOrNaN(row[place]))]));
            }

            slot += column.Width;
        }

        return columns;
    }

    /// <summary>Returns whether a computed number is that of a cell, up to rounding or a small share of the spread.</summary>
    public bool IsSame(double computed, double cell) => Distance(computed, cell) <= Math.Max(0.01 * Unit, Near);

    /// <summary>Returns whether a computed number is that of a cell after it is rounded to the column's decimals; of numbers without decimals, up to a small share of the spread.</summary>
    public bool IsRounded(double computed, double cell) =>
        Unit > 0 ? Distance(computed, cell) <= 0.51 * Unit : IsSame(computed, cell);

    /// <summary>Returns whether a computed number differs from a cell by at most one unit of its last decimal.</summary>
    public bool IsClose(double computed, double cell) => Distance(computed, cell) <= Math.Max(1.01 * Unit, Near);

    /// <summary>Returns whether another column has cells in rows in which this one has none, and hardly any in others, and that is more than chance.</summary>
    public bool IsInOtherRowsThan(RelationColumn other)
    {
        var expected = (double)KnownCount * other.KnownCount / Values.Length;
        return Math.Max(KnownCount, other.KnownCount) < Values.Length
            && RelationRows.IsMoreThanChance(expected, Math.Min(KnownCount, other.KnownCount))
            && Values.Zip(other.Values).Count(pair => !float.IsNaN(pair.First + pair.Second))
                <= LargestCommonShare * expected;
    }

    /// <summary>Returns the share of a value among the cells with a value.</summary>
    public double ShareOf(float value) =>
        (double)(counts ??= Values.CountBy(one => one).ToDictionary())[value] / KnownCount;

    /// <summary>Describes the column for the manifest.</summary>
    public RelatedColumn Describe() =>
        new()
        {
            Name = Name,
            KeyCount = KeyCount,
            Decimals = Decimals,
            Minimum = Minimum,
            Maximum = Maximum,
        };

    private static double Distance(double computed, double cell) =>
        Math.Max(0, Math.Abs(computed - cell) - (RoundingShare * Math.Abs(cell)));

    private static (float Mode, int Count, int Distinct) FindMode(float[] sorted)
    {
        var (mode, most, distinct) = (sorted[0], 0, 0);
        for (var first = 0; first < sorted.Length; )
        {
            var end = first;
            while (end < sorted.Length && sorted[end] == sorted[first])
            {
                end++;
            }

            (mode, most) = end - first > most ? (sorted[first], end - first) : (mode, most);
            distinct++;
            first = end;
        }

        return (mode, most, distinct);
    }

    private static int? FindDecimals(float[] known)
    {
        for (var decimals = 0; decimals <= MostDecimals; decimals++)
        {
            var steps = Math.Pow(10, decimals);
            if (
                Array.TrueForAll(
                    known,
                    value => Math.Abs((value * steps) - Math.Round(value * steps)) <= 1e-7 * Math.Abs(value * steps)
                )
            )
            {
                return decimals;
            }
        }

        return null;
    }

    private static float At(float[] sorted, double place) => sorted[(int)(place * (sorted.Length - 1))];
}
