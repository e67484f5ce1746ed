using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

internal static class KeyMapRows
{
    /// <summary>Reads the items of a column in all remaining rows of a cursor.</summary>
    public static IEnumerable<T> Items<T>(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
        {
            var getVector = cursor.GetGetter<VBuffer<T>>(column);
            VBuffer<T> vector = default;
            while (cursor.MoveNext())
            {
                getVector(ref vector);
                foreach (var item in vector.DenseValues())
                {
                    yield return item;
                }
            }

            yield break;
        }

        var get = cursor.GetGetter<T>(column);
        T value = default;
        while (cursor.MoveNext())
        {
            get(ref value);
            yield return value;
        }
    }
}
