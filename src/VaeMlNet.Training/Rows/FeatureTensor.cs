using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Checks rows that are given as a tensor.</summary>
internal static class FeatureTensor
{
    private const long RowsPerBlock = 4096;

    /// <summary>Checks shape, type and every value.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="width">The required number of columns; null to allow any number.</param>
    /// <param name="values">Receives the rows.</param>
    /// <exception cref="ArgumentException">The tensor is not float32 [N, D].</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is unusable.</exception>
    public static void Check(Tensor rows, int? width, FeatureValues values)
    {
        CheckShape(rows, width, values.Source);
        Check(new RowsOfTensor(rows), values);
    }

    /// <summary>Checks every value.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="values">Receives the rows.</param>
    /// <param name="numbers">The numbers of the rows in messages; null if they count from 0.</param>
    /// <exception cref="InvalidOperationException">A value is unusable.</exception>
    public static void Check(MemoryRows rows, FeatureValues values, int[]? numbers = null)
    {
        for (long start = 0; start < rows.Count; start += RowsPerBlock)
        {
            using var scope = NewDisposeScope();
            var block = rows.Slice(start, Math.Min(RowsPerBlock, rows.Count - start)).cpu().contiguous();
            CheckBlock(MemoryMarshal.Cast<byte, float>(block.bytes), rows.Width, start, values, numbers);
        }
    }

    /// <summary>Checks shape and type, but not the values.</summary>
    /// <inheritdoc cref="Check(Tensor, int?, FeatureValues)"/>
    public static void CheckShape(Tensor rows, int? width, string source)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var shape = rows.shape;
        if (rows.dtype != ScalarType.Float32 || shape.Length != 2 || shape[1] < 1 || (width ?? shape[1]) != shape[1])
        {
            throw new ArgumentException(
                $"Rows are {rows.dtype} [{string.Join(", ", shape)}], but Float32 [N, {width?.ToString() ?? "D"}] is needed. "
                    + "Convert with to(ScalarType.Float32), and reshape to one row per example.",
                nameof(rows)
            );
        }

        if (shape[0] == 0)
        {
            throw ColumnChecks.Empty(source);
        }
    }

    private static void CheckBlock(
        ReadOnlySpan<float> block,
        int width,
        long firstRow,
        FeatureValues values,
        int[]? numbers
    )
    {
        for (var offset = 0; offset < block.Length; offset += width)
        {
            var row = firstRow + (offset / width);
            values.Add(block.Slice(offset, width), numbers?[row] ?? row);
        }
    }
}
