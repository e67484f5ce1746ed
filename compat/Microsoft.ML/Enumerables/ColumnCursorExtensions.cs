using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public static class ColumnCursorExtensions
{
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName)
    {
        Check.Value(data, nameof(data));
        Check.NonEmpty(columnName, nameof(columnName));
        return data.GetColumn<T>(data.Schema[columnName]);
    }

    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        Check.Value(data, nameof(data));
        Check.Param(
            column.Index < data.Schema.Count && data.Schema[column.Index].Type.Equals(column.Type),
            nameof(column),
            "column does not belong to the data"
        );
        return Reader<T>(column)(data, column);
    }

    /// <summary>Returns a function that reads values of a column as T: unchanged, texts as strings, or vectors as arrays.</summary>
    private static Func<IDataView, DataViewSchema.Column, IEnumerable<T>> Reader<T>(DataViewSchema.Column column)
    {
        if (typeof(T) == column.Type.RawType)
        {
            return Values<T>;
        }

        if (typeof(T) == typeof(string) && column.Type is TextDataViewType)
        {
            return (data, source) => (IEnumerable<T>)Texts(data, source);
        }

        if (typeof(T).IsArray)
        {
            if (column.Type is not VectorDataViewType vector)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(column),
                    $"Cannot load vector type, {column.Type}, specified in {nameof(column)} to the user-defined type, {typeof(T)}."
                );
            }

            var item = typeof(T).GetElementType();
            if (item == vector.ItemType.RawType)
            {
                return (data, source) => GenericCall.Invoke<IEnumerable<T>>(Arrays<int>, [item], data, source);
            }

            if (item == typeof(string) && vector.ItemType is TextDataViewType)
            {
                return (data, source) => (IEnumerable<T>)TextArrays(data, source);
            }
        }

        throw new ArgumentOutOfRangeException(
            nameof(column),
            $"Cannot map column (name: {column.Name}, type: {column.Type}) in data to the user-defined type, {typeof(T)}."
        );
    }

    private static IEnumerable<T> Values<T>(IDataView data, DataViewSchema.Column column)
    {
        using var cursor = data.GetRowCursor([column]);
        var get = cursor.GetGetter<T>(column);
        // One value for all rows: as in ML.NET, a VBuffer shows the latest row.
        T value = default;
        while (cursor.MoveNext())
        {
            get(ref value);
            yield return value;
        }
    }

    private static IEnumerable<string> Texts(IDataView data, DataViewSchema.Column column) =>
        Values<ReadOnlyMemory<char>>(data, column).Select(text => text.ToString());

    private static IEnumerable<T[]> Arrays<T>(IDataView data, DataViewSchema.Column column) =>
        Values<VBuffer<T>>(data, column).Select(vector => vector.DenseValues().ToArray());

    private static IEnumerable<string[]> TextArrays(IDataView data, DataViewSchema.Column column) =>
        Values<VBuffer<ReadOnlyMemory<char>>>(data, column)
            .Select(vector => vector.DenseValues().Select(text => text.ToString()).ToArray());
}
