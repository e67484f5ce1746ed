using System.Runtime.InteropServices;

namespace VaeMlNet;

/// <summary>
/// Counts the rows for each pair of values of two categorical variables, over the rows in which both have a value.
/// </summary>
/// <param name="RowCount">The number of those rows.</param>
/// <param name="FirstCategories">The number of categories of the first variable that occur in them.</param>
/// <param name="SecondCategories">The number of categories of the second variable that occur in them.</param>
/// <param name="MeanSquareContingency">The mean square contingency, phi^2 = chi^2 / n = sum n_ij^2 / (n_i n_j) - 1.</param>
internal readonly record struct ContingencyTable(
    int RowCount,
    int FirstCategories,
    int SecondCategories,
    double MeanSquareContingency
)
{
    /// <summary>The largest table that is counted in an array. Most cells of larger tables are empty.</summary>
    private const long LargestArray = 1 << 20;

    public static ContingencyTable Count(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var ofFirst = new int[CodesIn(first)];
        var ofSecond = new int[CodesIn(second)];
        var size = (long)ofFirst.Length * ofSecond.Length;
        var dense = new int[size <= LargestArray ? size : 0];
        var sparse = new Dictionary<long, int>();
        var rowCount = 0;
        for (var row = 0; row < first.Length; row++)
        {
            if (float.IsNaN(first[row]) || float.IsNaN(second[row]))
            {
                continue;
            }

            var a = (int)first[row];
            var b = (int)second[row];
            var cell = ((long)a * ofSecond.Length) + b;
            ref var count = ref dense.Length > 0
                ? ref dense[cell]
                : ref CollectionsMarshal.GetValueRefOrAddDefault(sparse, cell, out _);
            count++;
            ofFirst[a]++;
            ofSecond[b]++;
            rowCount++;
        }

        double sum = 0;
        foreach ((var cell, var count) in dense.Length > 0 ? Filled(dense) : sparse.Select(c => (c.Key, c.Value)))
        {
            sum += (double)count * count / ((double)ofFirst[cell / ofSecond.Length] * ofSecond[cell % ofSecond.Length]);
        }

        return new(rowCount, ofFirst.Count(n => n > 0), ofSecond.Count(n => n > 0), sum - 1);
    }

    /// <summary>Returns the largest category number plus 1. Categories are numbered from 0.</summary>
    public static int CodesIn(ReadOnlySpan<float> codes)
    {
        float largest = -1;
        foreach (var code in codes)
        {
            // The comparison is false for NaN.
            largest = code > largest ? code : largest;
        }

        return (int)largest + 1;
    }

    private static IEnumerable<(long Cell, int Count)> Filled(int[] dense) =>
        dense.Select((count, cell) => ((long)cell, count)).Where(c => c.count > 0);
}
