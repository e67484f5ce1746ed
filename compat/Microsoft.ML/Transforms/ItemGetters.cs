using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Creates getters that apply a function to a scalar, or to each item of a vector.</summary>
internal static class ItemGetters
{
    public static Delegate Map<TSource, TResult>(
        DataViewRow row,
        DataViewSchema.Column column,
        Func<TSource, TResult> map
    )
    {
        if (column.Type is not VectorDataViewType)
        {
            var get = row.GetGetter<TSource>(column);
            TSource value = default;
            return (ValueGetter<TResult>)(
                (ref TResult dst) =>
                {
                    get(ref value);
                    dst = map(value);
                }
            );
        }

        var getVector = row.GetGetter<VBuffer<TSource>>(column);
        VBuffer<TSource> source = default;
        VBuffer<TSource> dense = default;
        return (ValueGetter<VBuffer<TResult>>)(
            (ref VBuffer<TResult> dst) =>
            {
                getVector(ref source);
                if (!source.IsDense)
                {
                    source.CopyToDense(ref dense);
                }

                var values = source.IsDense ? source.GetValues() : dense.GetValues();
                var editor = VBufferEditor.Create(ref dst, values.Length);
                for (var i = 0; i < values.Length; i++)
                {
                    editor.Values[i] = map(values[i]);
                }

                dst = editor.Commit();
            }
        );
    }

    /// <summary>
    /// Returns the item type for a scalar source. For a vector source, returns a vector type with these items and the
    /// source's dimensions.
    /// </summary>
    public static DataViewType TypeLike(DataViewType source, PrimitiveDataViewType item) =>
        source is VectorDataViewType vector ? new VectorDataViewType(item, vector.Dimensions) : item;

    /// <summary>Returns the getter of a column of any type.</summary>
    public static Delegate Same(DataViewRow row, DataViewSchema.Column column) =>
        GenericCall.Invoke<Delegate>(Get<int>, [column.Type.RawType], row, column);

    private static Delegate Get<T>(DataViewRow row, DataViewSchema.Column column) => row.GetGetter<T>(column);
}
