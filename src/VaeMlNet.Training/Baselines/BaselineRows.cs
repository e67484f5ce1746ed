using Microsoft.ML;
using VaeMlNet.Baselines;

namespace VaeMlNet;

/// <summary>The rows that a baseline learns from.</summary>
/// <param name="Table">The columns, with the statistics of all rows.</param>
/// <param name="Rows">All rows, or a random sample of them. Each raw slot of the table is a column.</param>
internal sealed record BaselineRows(Table Table, CodedTable Rows)
{
    /// <summary>The smallest number of rows.</summary>
    public const int Fewest = 10;

    /// <summary>Reads the rows twice: for the statistics, and for the sample.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or has a type that tables do not have.</exception>
    public static BaselineRows Read(
        IDataView data,
        IReadOnlyList<string> columnNames,
        int rowLimit,
        CancellationToken cancellationToken
    )
    {
        RawTable raw = new(data.Schema, columnNames);
        var (table, rowCount) = TableStatistics.Read(data, raw, hasSeenRanges: false, cancellationToken);
        if (rowCount < Fewest)
        {
            throw new InvalidOperationException(
                $"There are {rowCount} rows in {raw.Source}, but a baseline needs at least {Fewest}. Pass more rows."
            );
        }

        return new(table, Code(table, Sample(data, raw, rowLimit, cancellationToken)));
    }

    /// <summary>Returns rows of raw slots, [rows][slots], as baselines read them. A key that the table does not have is one more level.</summary>
    public static CodedTable Code(Table table, IReadOnlyList<float[]> rows)
    {
        TableColumn[] columnOfSlot = [.. table.Columns.SelectMany(column => Enumerable.Repeat(column, column.Width))];
        return new(
            [.. columnOfSlot.Select(column => new CodedColumn(column.Name, LevelCount(column)))],
            [
                .. columnOfSlot.Select(
                    (column, slot) =>
                        rows.Select(row =>
                                column.Kind == TableColumnKind.Key
                                    ? Math.Min(row[slot] - 1, column.KeyCount)
                                    : (double)row[slot]
                            )
                            .ToArray()
                ),
            ]
        );
    }

    private static int LevelCount(TableColumn column) =>
        column.Kind == TableColumnKind.Key ? column.KeyCount + 1 : column.CategoryCount;

    private static List<float[]> Sample(IDataView data, RawTable raw, int rowLimit, CancellationToken cancellationToken)
    {
        using var cursor = data.GetRowCursor(raw.Columns.Select(column => column.Column));
        var read = raw.NewReader(cursor);
        ReservoirPlaces places = new(rowLimit);
        var row = new float[raw.Width];
        List<float[]> sample = [];
        for (long number = 0; cursor.MoveNext(); number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var place = places.NextPlace(number);
            if (place >= 0)
            {
                read(row, number);
                ReservoirPlaces.Put(sample, place, [.. row]);
            }
        }

        return sample;
    }
}
