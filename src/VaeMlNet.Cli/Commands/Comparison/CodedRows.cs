using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Baselines;
using VaeMlNet.Views;

namespace VaeMlNet.Cli;

/// <summary>Converts rows of CSV files to the numbers that baselines read, and back.</summary>
internal static class CodedRows
{
    /// <summary>
    /// Reads columns of a file. Each slot of a vector or a date is a column of numbers, and texts without a key are one more level.
    /// </summary>
    /// <exception cref="CommandException">The file lacks a column, or a cell does not fit its type.</exception>
    public static CodedTable Read(CsvFile file, IReadOnlyList<CsvColumn> columns, CancellationToken cancellationToken)
    {
        CsvTableView view = new(file, [.. columns.Select(column => column.WithUnseenKey())]);
        CodedColumn[] coded = [.. columns.SelectMany(Code)];
        List<double>[] values = [.. coded.Select(_ => new List<double>())];
        using var cursor = view.GetRowCursor(view.Schema);
        Action[] reads =
        [
            .. view.Schema.Select(
                (column, i) => Reader(cursor, column, values[columns.Take(i).Sum(before => Code(before).Count())..])
            ),
        ];
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Array.ForEach(reads, read => read());
        }

        return new(coded, [.. values.Select(column => column.ToArray())]);
    }

    /// <summary>Writes coded rows as a CSV file, and returns it as a view with one type per column.</summary>
    public static CsvTableView Write(string path, CodedTable rows)
    {
        CsvTable.Write(
            path,
            [.. rows.Columns.Select(column => new WrittenColumn(column.Name))],
            csv =>
            {
                for (var row = 0; row < rows.RowCount; row++)
                {
                    Array.ForEach(rows.Values, column => csv.WriteField(Text(column[row])));
                    csv.EndRecord();
                }
            }
        );
        return new CsvTableView(
            CsvFile.Open(path),
            [
                .. rows.Columns.Select(column =>
                    column.IsNumber
                        ? CsvColumn.Scalar(column.Name, CsvColumnKind.Number)
                        : CsvColumn.Scalar(
                            column.Name,
                            CsvColumnKind.Category,
                            [.. Enumerable.Range(0, column.LevelCount).Select(level => Text(level))]
                        )
                ),
            ]
        );
    }

    private static string Text(double value) =>
        double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    private static IEnumerable<CodedColumn> Code(CsvColumn column) =>
        column.Kind switch
        {
            CsvColumnKind.Boolean => [new CodedColumn(column.Name, 2)],
            CsvColumnKind.Category => [new CodedColumn(column.Name, column.KeyValues.Count + 1)],
            _ => column.SlotNames.Select(slot => new CodedColumn(slot, 0)),
        };

    /// <summary>Returns the action that adds a column's value of the current row.</summary>
    private static Action Reader(DataViewRowCursor cursor, DataViewSchema.Column column, List<double>[] slots)
    {
        if (column.Type is VectorDataViewType)
        {
            var vector = CurrentValue.Of<VBuffer<float>>(cursor, column);
            return () =>
            {
                foreach (var (slot, value) in vector().DenseValues().Index())
                {
                    slots[slot].Add(value);
                }
            };
        }

        var number = column.Type switch
        {
            KeyDataViewType => CurrentValue.Of<uint, double>(cursor, column, key => key == 0 ? double.NaN : key - 1),
            BooleanDataViewType => CurrentValue.Of<bool, double>(cursor, column, truth => truth ? 1 : 0),
            _ => CurrentValue.Of<float, double>(cursor, column, value => value),
        };
        return () => slots[0].Add(number());
    }
}
