using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>A generated table of 20 columns: 10 numbers and 10 categories of 8 values, which depend on two hidden numbers.</summary>
internal static class MixedTable
{
    private const int NumberCount = 10;
    private const int CategoryCount = 8;

    public static IReadOnlyList<string> ColumnNames { get; } =
    [nameof(Row.Numbers), .. Enumerable.Range(0, 10).Select(column => FormattableString.Invariant($"C{column}"))];

    /// <summary>Generates rows. The same number of rows gives the same table.</summary>
    public static IDataView View(int rowCount)
    {
        var random = new Random(1);
        Row[] rows = [.. Enumerable.Range(0, rowCount).Select(_ => Draw(random))];
        return new MLContext(seed: 1).Data.LoadFromEnumerable(rows);
    }

    private static Row Draw(Random random)
    {
        var (a, b) = (random.NextSingle(), random.NextSingle());
        float Number(int column) => (a * column) + (b * (NumberCount - column)) + random.NextSingle();
        uint Category(int column) => 1 + (uint)((CategoryCount * ((a * (column + 1)) + b)) % CategoryCount);
        return new()
        {
            Numbers = [.. Enumerable.Range(0, NumberCount).Select(Number)],
            C0 = Category(0),
            C1 = Category(1),
            C2 = Category(2),
            C3 = Category(3),
            C4 = Category(4),
            C5 = Category(5),
            C6 = Category(6),
            C7 = Category(7),
            C8 = Category(8),
            C9 = Category(9),
        };
    }

    private sealed class Row
    {
        [VectorType(NumberCount)]
        public float[] Numbers { get; set; } = [];

        [KeyType(CategoryCount)]
        public uint C0 { get; set; }

        [KeyType(CategoryCount)]
        public uint C1 { get; set; }

        [KeyType(CategoryCount)]
        public uint C2 { get; set; }

        [KeyType(CategoryCount)]
        public uint C3 { get; set; }

        [KeyType(CategoryCount)]
        public uint C4 { get; set; }

        [KeyType(CategoryCount)]
        public uint C5 { get; set; }

        [KeyType(CategoryCount)]
        public uint C6 { get; set; }

        [KeyType(CategoryCount)]
        public uint C7 { get; set; }

        [KeyType(CategoryCount)]
        public uint C8 { get; set; }

        [KeyType(CategoryCount)]
        public uint C9 { get; set; }
    }
}
