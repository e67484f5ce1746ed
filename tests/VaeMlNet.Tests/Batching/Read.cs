using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Reads columns of views and cursors into arrays.</summary>
internal static class Read
{
    public static float[][] Vectors(IDataView view, string column) =>
        [.. Column<VBuffer<float>>(view, column).Select(v => v.DenseValues().ToArray())];

    /// <summary>Every value of a column, vectors copied.</summary>
    public static List<T> Column<T>(IDataView view, string column)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema[column]]);
        return Column<T>(cursor, column);
    }

    public static List<T> Column<T>(DataViewRowCursor cursor, string column)
    {
        ValueGetter<T> getter = cursor.GetGetter<T>(cursor.Schema[column]);
        var values = new List<T>();
        while (cursor.MoveNext())
        {
            T value = default!;
            getter(ref value);
            values.Add(value);
        }
        return values;
    }
}
