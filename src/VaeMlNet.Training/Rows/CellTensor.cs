using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Checks the cells of a table and of conditions in rows that are given as a tensor, as those of ML.NET data are checked.</summary>
internal static class CellTensor
{
    private const long RowsPerBlock = 4096;

    /// <summary>Checks every cell.</summary>
    /// <param name="rows">float32 [N, W], the slots of features or of a table, followed by those of conditions.</param>
    /// <param name="columns">The columns of the table; null for a model of features.</param>
    /// <param name="featureCount">The number of features, which come first and are checked elsewhere.</param>
    /// <param name="conditions">The columns of the conditions, which are never missing.</param>
    /// <exception cref="VaeRowException">A cell is unusable.</exception>
    public static void Check(
        Tensor rows,
        IReadOnlyList<TableColumn>? columns,
        int featureCount,
        IReadOnlyList<TableColumn> conditions
    )
    {
        (TableColumn Column, bool IsCondition)[] checkedColumns =
        [
            .. (columns ?? []).Select(column => (column, false)),
            .. conditions.Select(column => (column, true)),
        ];
        if (checkedColumns.Length == 0)
        {
            return;
        }

        var width = (int)rows.shape[1];
        for (long start = 0; start < rows.shape[0]; start += RowsPerBlock)
        {
            using var scope = NewDisposeScope();
            var block = rows.narrow(0, start, Math.Min(RowsPerBlock, rows.shape[0] - start)).cpu().contiguous();
            var cells = MemoryMarshal.Cast<byte, float>(block.bytes);
            for (var offset = 0; offset < cells.Length; offset += width)
            {
                var row = start + (offset / width);
                var rest = cells.Slice(offset + featureCount, width - featureCount);
                foreach (var (column, isCondition) in checkedColumns)
                {
                    Check(rest[..column.Width], column, isCondition, row);
                    rest = rest[column.Width..];
                }
            }
        }
    }

    private static void Check(ReadOnlySpan<float> cells, TableColumn column, bool isCondition, long row)
    {
        if (isCondition && cells.Contains(float.NaN))
        {
            throw ConditionedFeatures.NoValue(column.Name, row);
        }

        if (column.IsNumber)
        {
            RawTable.CheckAllowed(
                cells,
                column.Likelihood?.SlotGroups(1)[0].Values ?? AllowedValues.Finite,
                column.Name,
                row
            );
        }
        else if (!float.IsNaN(cells[0]) && !IsCategory(cells[0], column))
        {
            var known = column.Kind == TableColumnKind.Key ? $"a whole number from 1 to {column.KeyCount}" : "0 or 1";
            var expected = isCondition ? known : $"{known}, or NaN for a missing cell";
            throw new VaeRowException(
                $"Row {row} of '{column.Name}' is {cells[0]}, but must be {expected}. Rows count from 0.",
                row,
                column.Name
            );
        }
    }

    private static bool IsCategory(float cell, TableColumn column) =>
        column.Kind == TableColumnKind.Key
            ? cell >= 1 && cell <= column.KeyCount && float.IsInteger(cell)
            : cell is 0 or 1;
}
