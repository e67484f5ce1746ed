using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>Reads columns of a view to its end, as a trainer would, and returns a checksum of the first column.</summary>
internal static class ViewPass
{
    /// <summary>Reads with one cursor and returns the checksum.</summary>
    public static double OneCursor(IDataView view, params string[] columnNames)
    {
        DataViewSchema.Column[] columns = [.. columnNames.Select(name => view.Schema[name])];
        using var cursor = view.GetRowCursor(columns);
        return Read(cursor, columns);
    }

    /// <summary>Reads with a set of cursors, each on its own thread, and returns the checksum.</summary>
    /// <exception cref="InvalidOperationException">The view gives a different number of cursors.</exception>
    public static double CursorSet(IDataView view, int count, params string[] columnNames)
    {
        DataViewSchema.Column[] columns = [.. columnNames.Select(name => view.Schema[name])];
        var cursors = view.GetRowCursorSet(columns, count);
        if (cursors.Length != count)
        {
            throw new InvalidOperationException(
                $"The view was asked for {count} cursors and gave {cursors.Length}. Cache it first."
            );
        }

        return ParallelWork.Sum(
            cursors.Select<DataViewRowCursor, Func<double>>(cursor =>
                () =>
                {
                    using (cursor)
                    {
                        return Read(cursor, columns);
                    }
                }
            )
        );
    }

    private static double Read(DataViewRowCursor cursor, DataViewSchema.Column[] columns)
    {
        var first = ColumnReader.Make(cursor, columns[0]);
        Func<double>[] others = [.. columns.Skip(1).Select(column => ColumnReader.Make(cursor, column))];
        double checksum = 0;
        while (cursor.MoveNext())
        {
            checksum += Math.Abs(first());
            foreach (var other in others)
            {
                other();
            }
        }

        return checksum;
    }
}
