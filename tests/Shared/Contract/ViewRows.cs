using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests.Shared;

/// <summary>Reads the rows of any view as objects, with copies of vectors as arrays and of texts as strings.</summary>
public static class ViewRows
{
    private static readonly MethodInfo ScalarMethod = Method(nameof(Scalar));
    private static readonly MethodInfo VectorMethod = Method(nameof(Vector));

    /// <summary>Reads all rows of a view with one cursor.</summary>
    /// <param name="view">The view.</param>
    /// <param name="columns">Columns of its schema. Default: all, the hidden ones included.</param>
    public static object[][] Read(IDataView view, IEnumerable<DataViewSchema.Column>? columns = null)
    {
        DataViewSchema.Column[] active = [.. columns ?? view.Schema];
        using var cursor = view.GetRowCursor(active);
        return Read(cursor, active);
    }

    public static object[][] Read(DataViewRowCursor cursor, IEnumerable<DataViewSchema.Column> columns)
    {
        var getters = Getters(cursor, columns);
        var rows = new List<object[]>();
        while (cursor.MoveNext())
        {
            rows.Add([.. getters.Select(get => get())]);
        }

        return [.. rows];
    }

    /// <summary>Returns functions that read the current value of each column.</summary>
    public static Func<object>[] Getters(DataViewRow row, IEnumerable<DataViewSchema.Column> columns) =>
        [.. columns.Select(column => Getter(row, column))];

    /// <summary>
    /// Returns the visible columns of a schema. Use it for comparisons with data that has other hidden columns.
    /// </summary>
    public static DataViewSchema.Column[] Visible(DataViewSchema schema) => [.. schema.Where(c => !c.IsHidden)];

    private static Func<object> Getter(DataViewRow row, DataViewSchema.Column column)
    {
        var type = column.Type.RawType;
        var isVector = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>);
        var method = isVector ? VectorMethod : ScalarMethod;
        var item = isVector ? type.GetGenericArguments()[0] : type;
        return (Func<object>)method.MakeGenericMethod(item).Invoke(null, [row, column])!;
    }

    private static Func<object> Scalar<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            getter(ref value);
            return value is ReadOnlyMemory<char> text ? text.ToString() : value!;
        };
    }

    private static Func<object> Vector<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        return () =>
        {
            getter(ref value);
            return typeof(T) == typeof(ReadOnlyMemory<char>)
                ? value.DenseValues().Select(v => v!.ToString()!).ToArray()
                : value.DenseValues().ToArray();
        };
    }

    private static MethodInfo Method(string name) =>
        typeof(ViewRows).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;
}
