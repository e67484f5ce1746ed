using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Reads columns of views and cursors into arrays.</summary>
internal static class ViewColumns
{
    public static float[][] Vectors(IDataView view, string column) =>
        [.. Column<VBuffer<float>>(view, column).Select(v => v.DenseValues().ToArray())];

    /// <summary>Reads a vector column through a set of cursors. Returns the vectors by the number in column 'Id'.</summary>
    public static SortedDictionary<int, float[]> VectorsById(IDataView view, string column, int cursorCount)
    {
        var values = new SortedDictionary<int, float[]>();
        foreach (var cursor in view.GetRowCursorSet([view.Schema["Id"], view.Schema[column]], cursorCount))
        {
            using var open = cursor;
            var id = cursor.GetGetter<int>(view.Schema["Id"]);
            var getter = cursor.GetGetter<VBuffer<float>>(view.Schema[column]);
            while (cursor.MoveNext())
            {
                var row = -1;
                VBuffer<float> value = default;
                id(ref row);
                getter(ref value);
                values.Add(row, value.DenseValues().ToArray());
            }
        }

        return values;
    }

    /// <summary>Returns every value of a column, with copies of vectors.</summary>
    public static List<T> Column<T>(IDataView view, string column)
    {
        using var cursor = view.GetRowCursor([view.Schema[column]]);
        return Column<T>(cursor, column);
    }

    public static List<T> Column<T>(DataViewRowCursor cursor, string column)
    {
        var getter = cursor.GetGetter<T>(cursor.Schema[column]);
        var values = new List<T>();
        while (cursor.MoveNext())
        {
            T value = default!;
            getter(ref value);
            values.Add(value);
        }

        return values;
    }

    /// <summary>Moves to the next rows, and reads the vector of each.</summary>
    public static void ReadVectors(DataViewRowCursor cursor, string column, int rowCount)
    {
        var getter = cursor.GetGetter<VBuffer<float>>(cursor.Schema[column]);
        VBuffer<float> value = default;
        for (var i = 0; i < rowCount; i++)
        {
            cursor.MoveNext();
            getter(ref value);
        }
    }
}
