using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks.Encoding;

/// <summary>Reads a vector column of a view to its end, as a trainer would.</summary>
internal static class ViewPass
{
    /// <summary>One cursor; the checksum.</summary>
    public static double OneCursor(IDataView view, string columnName)
    {
        DataViewSchema.Column column = view.Schema[columnName];
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        return Read(cursor, column);
    }

    /// <summary>A set of cursors, each on its own thread; the checksum.</summary>
    /// <exception cref="InvalidOperationException">The view gives another number of cursors.</exception>
    public static double CursorSet(IDataView view, string columnName, int count)
    {
        DataViewSchema.Column column = view.Schema[columnName];
        DataViewRowCursor[] cursors = view.GetRowCursorSet([column], count);
        if (cursors.Length != count)
        {
            throw new InvalidOperationException(
                $"The view was asked for {count} cursors and gave {cursors.Length}. Cache it first."
            );
        }
        return Workers.Sum(
            cursors.Select<DataViewRowCursor, Func<double>>(cursor =>
                () =>
                {
                    using (cursor)
                    {
                        return Read(cursor, column);
                    }
                }
            )
        );
    }

    private static double Read(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> mean = default;
        double checksum = 0;
        while (cursor.MoveNext())
        {
            getter(ref mean);
            checksum += Math.Abs(mean.GetValues()[0]);
        }
        return checksum;
    }
}
