using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// A generated table of 30 columns for an anomaly detector: 18 numbers, 4 Booleans and 8 categories, which depend on two hidden numbers. One
/// number and one category in twenty is missing.
/// </summary>
/// <remarks>
/// pytorch_vae.py generates the same rows. Every cell follows from a hash of its place, so that both need no common file.
/// <see cref="PlainRows"/> encodes the same cells for TorchSharp alone.
/// </remarks>
internal static class DetectorTable
{
    public const int NumberCount = 18;
    public const int BooleanCount = 4;
    public const int KeyCount = 8;
    public const int CategoryCount = 6;

    private const double MissingShare = 0.05;
    private const int DrawsOfARow = 256;

    // The first draws of the cells of each kind. 0 and 1 are the hidden numbers.
    private const int Noise = 2;
    private const int Missing = 60;
    private const int Booleans = 90;
    private const int Categories = 100;
    private const int MissingKeys = 120;

    public static IReadOnlyList<string> ColumnNames { get; } =
    [
        nameof(Row.Numbers),
        .. Enumerable.Range(0, BooleanCount).Select(column => FormattableString.Invariant($"B{column}")),
        .. Enumerable.Range(0, KeyCount).Select(column => FormattableString.Invariant($"C{column}")),
    ];

    /// <summary>Generates rows. The same number of rows gives the same table.</summary>
    public static IDataView View(int rowCount)
    {
        Row[] rows = [.. Enumerable.Range(0, rowCount).Select(Create)];
        return new MLContext(seed: 1).Data.LoadFromEnumerable(rows);
    }

    /// <summary>Returns a number of [0, 1) that depends on its place only (a multiplicative hash).</summary>
    internal static double Draw(int row, int place)
    {
        var hash = unchecked(((uint)row * DrawsOfARow) + (uint)place + 1) * 2654435761u;
        hash = (hash ^ (hash >> 16)) * 0x45D9F3Bu;
        hash = (hash ^ (hash >> 16)) * 0x45D9F3Bu;
        return (hash ^ (hash >> 16)) / 4294967296.0;
    }

    /// <summary>Returns a number, or NaN for a missing one.</summary>
    internal static float Number(int row, int column)
    {
        if (Draw(row, Missing + column) < MissingShare)
        {
            return float.NaN;
        }

        var share = (column + 1.0) / NumberCount;
        var noise = Enumerable.Range(0, 3).Sum(draw => Draw(row, Noise + (3 * column) + draw));
        return (float)((share * Draw(row, 0)) + ((1 - share) * Draw(row, 1)) + (0.1 * noise));
    }

    internal static bool Boolean(int row, int column) => Draw(row, Booleans + column) < Hidden(row, column);

    /// <summary>Returns a category, counted from 0, or <see cref="CategoryCount"/> for a missing one.</summary>
    internal static uint Category(int row, int column) =>
        Draw(row, MissingKeys + column) < MissingShare
            ? CategoryCount
            : (uint)(CategoryCount * ((0.7 * Hidden(row, column)) + (0.3 * Draw(row, Categories + column))));

    // ML.NET counts keys of a class from 0; beyond the last is a missing one.
    private static Row Create(int row) =>
        new()
        {
            Numbers = [.. Enumerable.Range(0, NumberCount).Select(column => Number(row, column))],
            B0 = Boolean(row, 0),
            B1 = Boolean(row, 1),
            B2 = Boolean(row, 2),
            B3 = Boolean(row, 3),
            C0 = Category(row, 0),
            C1 = Category(row, 1),
            C2 = Category(row, 2),
            C3 = Category(row, 3),
            C4 = Category(row, 4),
            C5 = Category(row, 5),
            C6 = Category(row, 6),
            C7 = Category(row, 7),
        };

    private static double Hidden(int row, int column) => Draw(row, column % 2);

    private sealed class Row
    {
        [VectorType(NumberCount)]
        public float[] Numbers { get; set; } = [];

        public bool B0 { get; set; }

        public bool B1 { get; set; }

        public bool B2 { get; set; }

        public bool B3 { get; set; }

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
    }
}
