using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>A table of the kind that breaks models. Its rows are made up from their numbers.</summary>
/// <param name="Name">The difficulty of the table.</param>
/// <param name="RowCount">Number of rows.</param>
/// <param name="Columns">Its columns.</param>
public sealed record HardTable(string Name, int RowCount, params SourceColumn[] Columns)
{
    private const int KeyCount = 4;

    public static IReadOnlyList<HardTable> All { get; } =
    [
        new(
            "constant columns",
            60,
            Number("Varying", row => Noise(row, 0)),
            Number("Constant", _ => 5),
            Numbers("Constants", 2, (_, slot) => 1e5 * slot),
            Flag("Flag", _ => true),
            Key("Key", _ => 2)
        ),
        new("nothing varies", 40, Number("Constant", _ => 0.1), Flag("Flag", _ => false), Key("Key", _ => 1)),
        new(
            "one category",
            60,
            Number("Number", row => Noise(row, 0)),
            new ScalarSource<uint>("Only", new KeyDataViewType(typeof(uint), 1), row => row % 4 == 0 ? 0u : 1u)
        ),
        new(
            "ranges of 1e5 and 1e-5",
            80,
            Number("Large", row => 1e5 * (Noise(row, 0) - 0.5)),
            Number("Small", row => 1e-5 * Noise(row, 1)),
            Number("Offset", row => 1e5 + (0.1 * Noise(row, 2))),
            Numbers("Both", 2, (row, slot) => Noise(row, 3 + slot) * (slot == 0 ? 1e5 : 1e-5))
        ),
        new("one value far out", 60, Number("Number", row => row == 7 ? 1e15 : Noise(row, 0)), Flag("Flag", Odd)),
        new(
            "80 % missing",
            100,
            Number("Number", row => Sparse(row, 0)),
            Numbers("Numbers", 3, (row, slot) => Sparse(row, 1 + slot)),
            Key("Key", row => double.IsNaN(Sparse(row, 9)) ? 0 : 1 + (row % KeyCount))
        ),
        new("duplicates", 50, Number("Number", _ => 3), Numbers("Numbers", 2, (_, s) => s), Key("Key", _ => 3)),
        new("10 rows", 10, Mixed()),
        new("1 row", 1, Mixed()),
        new("1 number", 60, Number("Number", row => Noise(row, 0))),
        new("1 Boolean", 60, Flag("Flag", Odd)),
        new("1 key", 60, Key("Key", row => row % (KeyCount + 1))),
        new(
            "columns that are all missing",
            60,
            Number("Number", row => Noise(row, 0)),
            Number("Gone", _ => double.NaN),
            Numbers("AlsoGone", 2, (_, _) => double.NaN),
            Key("GoneToo", _ => 0)
        ),
        new("nothing but missing cells", 30, Number("Gone", _ => double.NaN), Key("GoneToo", _ => 0)),
        new("2,000 slots", 50, Numbers("Numbers", 2_000, (row, slot) => Noise(row, slot)), Flag("Flag", Odd)),
        Wide(100),
        new(
            "names that are taken in the graphs",
            60,
            Number("latent", row => Noise(row, 0)),
            Number("score", row => Noise(row, 1)),
            Key("a.b c_probabilities", row => 1 + (row % KeyCount)),
            Number("a.b c", row => Noise(row, 2)),
            Flag("Größe/€", Odd)
        ),
    ];

    public IDataView View => Rows(RowCount);

    public string[] ColumnNames => [.. Columns.Select(c => c.Name)];

    public int SlotCount => Columns.Sum(c => (c.Type as VectorDataViewType)?.Size ?? 1);

    /// <summary>Returns consecutive rows of the table.</summary>
    public IDataView Rows(int count, int first = 0) => new MadeUpView(Columns, [.. Enumerable.Range(first, count)]);

    public override string ToString() => Name;

    public static SourceColumn Number(string name, Func<int, double> value) =>
        new ScalarSource<float>(name, NumberDataViewType.Single, row => (float)value(row));

    public static SourceColumn Numbers(string name, int width, Func<int, int, double> value) =>
        new VectorSource<float>(
            name,
            NumberDataViewType.Single,
            width,
            row => [.. Enumerable.Range(0, width).Select(slot => (float)value(row, slot))]
        );

    public static SourceColumn Flag(string name, Func<int, bool> value) =>
        new ScalarSource<bool>(name, BooleanDataViewType.Instance, value);

    public static SourceColumn Key(string name, Func<int, int> value) =>
        new ScalarSource<uint>(name, new KeyDataViewType(typeof(uint), KeyCount), row => (uint)value(row));

    /// <summary>Creates a table with many scalar columns. Every graph has an input for each column.</summary>
    public static HardTable Wide(int columns) =>
        new(
            $"{columns} columns",
            40,
            [
                .. Enumerable
                    .Range(0, columns)
                    .Select(i =>
                        i % 2 == 0
                            ? Number($"Number{i}", row => Noise(row, i))
                            : Key($"Key{i}", row => 1 + (int)(Noise(row, i) * KeyCount))
                    ),
            ]
        );

    /// <summary>Returns a number in [0, 1) without a pattern, which is the same for the same arguments.</summary>
    public static double Noise(int row, int column)
    {
        var bits = (uint)((row * 73_856_093) ^ (column * 19_349_663));
        bits = (bits ^ (bits >> 16)) * 0x7FEB352D;
        bits = (bits ^ (bits >> 15)) * 0x846CA68B;
        return (bits ^ (bits >> 16)) / 4294967296.0;
    }

    private static double Sparse(int row, int column) =>
        Noise(row, 100 + column) < 0.8 ? double.NaN : Noise(row, column);

    private static bool Odd(int row) => row % 2 == 1;

    private static SourceColumn[] Mixed() =>
        [
            Number("Number", row => row % 4 == 3 ? double.NaN : Noise(row, 0)),
            Numbers("Numbers", 2, (row, slot) => Noise(row, 1 + slot)),
            Flag("Flag", Odd),
            Key("Key", row => 1 + (row % KeyCount)),
        ];
}
