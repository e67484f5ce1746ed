namespace Microsoft.ML.Data;

/// <summary>Creates getters of columns from the members of a user's object.</summary>
internal static class MemberGetters
{
    /// <summary>
    /// Creates a <see cref="ValueGetter{TValue}"/> of the column. It reads the object that <paramref name="current"/>
    /// returns.
    /// </summary>
    public static Delegate Make<TRow>(BoundColumn column, Func<TRow> current)
        where TRow : class
    {
        var member = column.Member;
        if (member.Type.IsArray)
        {
            var item = member.Type.GetElementType();
            return item == typeof(string)
                ? Texts(member, current)
                : GenericCall.Invoke<Delegate>(Array<TRow, int>, [typeof(TRow), item], member, current);
        }

        if (member.IsVBuffer)
        {
            return GenericCall.Invoke<Delegate>(Buffer<TRow, int>, [typeof(TRow), member.ItemType], member, current);
        }

        if (member.Type == typeof(string))
        {
            return Text(member, current);
        }

        if (column.Type is KeyDataViewType key)
        {
            return KeyGetter(key, member, current);
        }

        return GenericCall.Invoke<Delegate>(Scalar<TRow, int>, [typeof(TRow), member.Type], member, current);
    }

    private static Delegate Scalar<TRow, T>(UserMember member, Func<TRow> current)
    {
        var read = member.Reader<TRow, T>();
        return (ValueGetter<T>)((ref T dst) => dst = read(current()));
    }

    private static Delegate Text<TRow>(UserMember member, Func<TRow> current)
    {
        var read = member.Reader<TRow, string>();
        return (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> dst) => dst = read(current()).AsMemory());
    }

    private static Delegate Texts<TRow>(UserMember member, Func<TRow> current)
    {
        var read = member.Reader<TRow, string[]>();
        return (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)(
            (ref VBuffer<ReadOnlyMemory<char>> dst) =>
            {
                var texts = read(current()) ?? [];
                var editor = VBufferEditor.Create(ref dst, texts.Length);
                for (var i = 0; i < texts.Length; i++)
                {
                    editor.Values[i] = texts[i].AsMemory();
                }

                dst = editor.Commit();
            }
        );
    }

    private static Delegate Array<TRow, T>(UserMember member, Func<TRow> current)
    {
        var read = member.Reader<TRow, T[]>();
        return (ValueGetter<VBuffer<T>>)(
            (ref VBuffer<T> dst) =>
            {
                var values = read(current());
                var length = values?.Length ?? 0;
                var editor = VBufferEditor.Create(ref dst, length);
                values.AsSpan().CopyTo(editor.Values);
                dst = editor.Commit();
            }
        );
    }

    private static Delegate Buffer<TRow, T>(UserMember member, Func<TRow> current)
    {
        var read = member.Reader<TRow, VBuffer<T>>();
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> dst) => read(current()).CopyTo(ref dst));
    }

    // The user's values of a key count from 0; in the column 0 is missing, so they are one more there.
    private static Delegate KeyGetter<TRow>(KeyDataViewType key, UserMember member, Func<TRow> current) =>
        Type.GetTypeCode(key.RawType) switch
        {
            TypeCode.Byte => KeyGetter(key, member.Reader<TRow, byte>(), current, v => v, v => (byte)v),
            // ML.NET has no way to read these, though it declares the column.
            TypeCode.UInt16 => throw new InvalidOperationException(
                $"Keys of type {key} cannot be read from the member '{member.Name}'."
            ),
            TypeCode.UInt32 => KeyGetter(key, member.Reader<TRow, uint>(), current, v => v, v => (uint)v),
            _ => KeyGetter(key, member.Reader<TRow, ulong>(), current, v => v, v => v),
        };

    private static Delegate KeyGetter<TRow, T>(
        KeyDataViewType key,
        Func<TRow, T> read,
        Func<TRow> current,
        Func<T, ulong> widen,
        Func<ulong, T> narrow
    ) =>
        (ValueGetter<T>)(
            (ref T dst) =>
            {
                var value = widen(read(current()));
                dst = narrow(value < key.Count ? value + 1 : 0);
            }
        );
}
