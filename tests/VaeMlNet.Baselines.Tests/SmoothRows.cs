namespace VaeMlNet.Baselines.Tests;

/// <summary>The rows of expected_values.py: two smooth waves, without ties.</summary>
internal static class SmoothRows
{
    private static readonly double[] Units = [1, 10, 0.1, 5];

    /// <summary>Returns rows of four numbers.</summary>
    public static double[][] Create(int first, int count) =>
        [
            .. Enumerable
                .Range(first, count)
                .Select(i =>
                    Enumerable
                        .Range(0, 4)
                        .Select(j =>
                            Math.Sin((1.3 * i) + (0.7 * j))
                            + (0.3 * Math.Sin((0.11 * i * i) + j))
                            + (0.1 * j * Math.Sin(1.3 * i))
                        )
                        .ToArray()
                ),
        ];

    /// <summary>Returns rows as a table of numbers in different units.</summary>
    public static CodedTable CreateTable(int first, int count)
    {
        var rows = Create(first, count);
        return new(
            [.. Units.Select((_, j) => new CodedColumn($"c{j}", 0))],
            [.. Units.Select((unit, j) => Array.ConvertAll(rows, row => (row[j] * unit) + 3))]
        );
    }
}
