using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VaeMlNet;

/// <summary>Copies matrices with rows and columns exchanged.</summary>
internal static class MatrixTransposition
{
    // Few rows at once, so that their cache lines stay in the cache.
    private const int RowsAtOnce = 8;

    // Which numbers of two vectors the instructions of AVX take.
    private const byte LowPairs = 0b_01_00_01_00;
    private const byte HighPairs = 0b_11_10_11_10;
    private const byte LowHalves = 0x20;
    private const byte HighHalves = 0x31;

    /// <summary>Copies rows to columns.</summary>
    /// <param name="from">The rows.</param>
    /// <param name="fromWidth">The distance from one row to the next.</param>
    /// <param name="to">Receives the columns.</param>
    /// <param name="toWidth">The distance from a number of a column to the next.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="width">How many numbers of a row are copied.</param>
    public static void Copy(
        ReadOnlySpan<float> from,
        int fromWidth,
        Span<float> to,
        int toWidth,
        int rowCount,
        int width
    )
    {
        for (var row = 0; row < rowCount; row += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, rowCount - row);
            var rows = from.Slice(row * fromWidth, ((count - 1) * fromWidth) + width);
            var column =
                count == RowsAtOnce && Avx.IsSupported ? CopySquares(rows, fromWidth, to[row..], toWidth, width) : 0;
            for (; column < width; column++)
            {
                var target = to.Slice((column * toWidth) + row, count);
                for (var i = 0; i < target.Length; i++)
                {
                    target[i] = rows[(i * fromWidth) + column];
                }
            }
        }
    }

    /// <summary>Copies matrices that follow each other, with rows and columns exchanged.</summary>
    /// <param name="from">The matrices.</param>
    /// <param name="to">Receives as many matrices.</param>
    /// <param name="rowCount">The number of rows of each.</param>
    /// <param name="width">The number of columns of each.</param>
    public static void CopyEach(ReadOnlySpan<float> from, Span<float> to, int rowCount, int width)
    {
        for (var start = 0; start < to.Length; start += rowCount * width)
        {
            Copy(from[start..], width, to[start..], rowCount, rowCount, width);
        }
    }

    /// <summary>Copies eight rows in squares of 8 x 8 numbers.</summary>
    /// <returns>How many numbers of each row were copied.</returns>
    private static int CopySquares(ReadOnlySpan<float> rows, int fromWidth, Span<float> to, int toWidth, int width)
    {
        var column = 0;
        for (; column + RowsAtOnce <= width; column += RowsAtOnce)
        {
            CopySquare(rows[column..], fromWidth, to[(column * toWidth)..], toWidth);
        }

        return column;
    }

    /// <summary>Copies eight numbers of eight rows: exchanged first in pairs, then in fours, then in eights.</summary>
    private static void CopySquare(ReadOnlySpan<float> rows, int fromWidth, Span<float> to, int toWidth)
    {
        var (a, b) = Interleave(rows, 0, fromWidth);
        var (c, d) = Interleave(rows, 2 * fromWidth, fromWidth);
        var (e, f) = Interleave(rows, 4 * fromWidth, fromWidth);
        var (g, h) = Interleave(rows, 6 * fromWidth, fromWidth);
        Store(Avx.Shuffle(a, c, LowPairs), Avx.Shuffle(e, g, LowPairs), to, 0, toWidth);
        Store(Avx.Shuffle(a, c, HighPairs), Avx.Shuffle(e, g, HighPairs), to, toWidth, toWidth);
        Store(Avx.Shuffle(b, d, LowPairs), Avx.Shuffle(f, h, LowPairs), to, 2 * toWidth, toWidth);
        Store(Avx.Shuffle(b, d, HighPairs), Avx.Shuffle(f, h, HighPairs), to, 3 * toWidth, toWidth);
    }

    private static (Vector256<float> Low, Vector256<float> High) Interleave(
        ReadOnlySpan<float> rows,
        int first,
        int fromWidth
    )
    {
        var (one, next) = (Vector256.Create(rows[first..]), Vector256.Create(rows[(first + fromWidth)..]));
        return (Avx.UnpackLow(one, next), Avx.UnpackHigh(one, next));
    }

    private static void Store(
        Vector256<float> firstRows,
        Vector256<float> lastRows,
        Span<float> to,
        int first,
        int toWidth
    )
    {
        Avx.Permute2x128(firstRows, lastRows, LowHalves).CopyTo(to[first..]);
        Avx.Permute2x128(firstRows, lastRows, HighHalves).CopyTo(to[(first + (4 * toWidth))..]);
    }
}
