namespace Microsoft.ML.Data;

internal static class MemberSetters
{
    /// <summary>
    /// Returns the columns of a user's class that a schema has. Throws if a column is missing, unless missing columns
    /// are ignored. Throws if the type of a column differs from the type of the member.
    /// </summary>
    public static IReadOnlyList<BoundColumn> Bind<TRow>(
        DataViewSchema schema,
        bool ignoreMissingColumns,
        SchemaDefinition definition
    )
    {
        var bound = new List<BoundColumn>();
        foreach (var column in BoundColumn.AllOf(typeof(TRow), definition, SchemaDefinition.Direction.Write))
        {
            if (schema.GetColumnOrNull(column.Name) is not { } source)
            {
                if (ignoreMissingColumns)
                {
                    continue;
                }

                throw SchemaErrors.MissingColumn("", column.Name, "Schema");
            }

            var member = column.Member;
            var fits =
                source.Type is VectorDataViewType == member.IsVector
                && PrimitiveTypes.ItemTypeOf(source.Type).RawType == member.ItemType;
            if (!fits)
            {
                throw new InvalidOperationException(
                    $"Can't bind the IDataView column '{column.Name}' of type '{source.Type}' to field or property '{member.Name}' of type '{member.Type.FullName}'."
                );
            }

            bound.Add(column);
        }

        return bound;
    }

    public static Action<TRow> Make<TRow>(DataViewRow row, BoundColumn column)
    {
        var member = column.Member;
        var source = row.Schema[column.Name];
        if (member.Type.IsArray)
        {
            var item = member.Type.GetElementType();
            return item == typeof(string)
                ? Texts<TRow>(row, source, member)
                : GenericCall.Invoke<Action<TRow>>(Array<TRow, int>, [typeof(TRow), item], row, source, member);
        }

        if (member.IsVBuffer)
        {
            return GenericCall.Invoke<Action<TRow>>(
                Buffer<TRow, int>,
                [typeof(TRow), member.ItemType],
                row,
                source,
                member
            );
        }

        if (member.Type == typeof(string))
        {
            return Text<TRow>(row, source, member);
        }

        return GenericCall.Invoke<Action<TRow>>(Scalar<TRow, int>, [typeof(TRow), member.Type], row, source, member);
    }

    private static Action<TRow> Scalar<TRow, T>(DataViewRow row, DataViewSchema.Column source, UserMember member)
    {
        var get = row.GetGetter<T>(source);
        var write = member.Writer<TRow, T>();
        T value = default;
        return target =>
        {
            get(ref value);
            write(target, value);
        };
    }

    private static Action<TRow> Text<TRow>(DataViewRow row, DataViewSchema.Column source, UserMember member)
    {
        var get = row.GetGetter<ReadOnlyMemory<char>>(source);
        var write = member.Writer<TRow, string>();
        ReadOnlyMemory<char> value = default;
        return target =>
        {
            get(ref value);
            write(target, value.ToString());
        };
    }

    private static Action<TRow> Texts<TRow>(DataViewRow row, DataViewSchema.Column source, UserMember member)
    {
        var get = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(source);
        var read = ReaderOrNull<TRow, string[]>(member);
        var write = member.Writer<TRow, string[]>();
        VBuffer<ReadOnlyMemory<char>> value = default;
        return target =>
        {
            get(ref value);
            var texts = ArrayFor(read?.Invoke(target), value.Length);
            foreach (var (slot, text) in value.Items(all: true))
            {
                texts[slot] = text.ToString();
            }

            write(target, texts);
        };
    }

    private static Action<TRow> Array<TRow, T>(DataViewRow row, DataViewSchema.Column source, UserMember member)
    {
        var get = row.GetGetter<VBuffer<T>>(source);
        var read = ReaderOrNull<TRow, T[]>(member);
        var write = member.Writer<TRow, T[]>();
        VBuffer<T> value = default;
        return target =>
        {
            get(ref value);
            // As in ML.NET, sparse values never go into the array that is there.
            var values = ArrayFor(value.IsDense ? read?.Invoke(target) : null, value.Length);
            value.CopyTo(values);
            write(target, values);
        };
    }

    private static Action<TRow> Buffer<TRow, T>(DataViewRow row, DataViewSchema.Column source, UserMember member)
    {
        var get = row.GetGetter<VBuffer<T>>(source);
        var read = ReaderOrNull<TRow, VBuffer<T>>(member);
        var write = member.Writer<TRow, VBuffer<T>>();
        return target =>
        {
            var value = read is null ? default : read(target);
            get(ref value);
            write(target, value);
        };
    }

    private static Func<TRow, T> ReaderOrNull<TRow, T>(UserMember member) =>
        member.IsReadable ? member.Reader<TRow, T>() : null;

    private static T[] ArrayFor<T>(T[] old, int length) => old?.Length == length ? old : new T[length];
}
