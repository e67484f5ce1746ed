using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests.Shared;

/// <summary>
/// A column of vectors that overwrites the buffer of the reader, as ML.NET's own sources do. Sparse columns leave out zeros.
/// </summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Item">Type of the values.</param>
/// <param name="Size">Number of values in every row, or 0 for a column of variable size.</param>
/// <param name="Values">Values of a row.</param>
public sealed record VectorSource<T>(string Name, PrimitiveDataViewType Item, int Size, Func<int, T[]> Values)
    : SourceColumn(Name, new VectorDataViewType(Item, Size))
{
    private bool isSparse;

    public override DataKind? TextKind => Size > 0 ? KindOf(Item) : null;

    public override Delegate MakeGetter(Func<int> currentRow) =>
        (ValueGetter<VBuffer<T>>)(
            (ref VBuffer<T> value) =>
            {
                var row = Values(currentRow());
                value = isSparse ? WriteNonZero(row, ref value) : WriteAll(row, ref value);
            }
        );

    public override SourceColumn Sparse() => this with { isSparse = true };

    public override SourceColumn? AsKeys() =>
        KeyDataViewType.IsValidDataType(typeof(T))
            ? new VectorSource<T>(Name, new KeyDataViewType(typeof(T), byte.MaxValue), Size, Values)
            : null;

    public override IEnumerable<string> Fields(int row) => Values(row).Select(Text);

    private static VBuffer<T> WriteAll(T[] row, ref VBuffer<T> value)
    {
        var editor = VBufferEditor.Create(ref value, row.Length);
        row.CopyTo(editor.Values);
        return editor.Commit();
    }

    private static VBuffer<T> WriteNonZero(T[] row, ref VBuffer<T> value)
    {
        int[] slots =
        [
            .. Enumerable.Range(0, row.Length).Where(i => !EqualityComparer<T>.Default.Equals(row[i], default)),
        ];
        var editor = VBufferEditor.Create(ref value, row.Length, slots.Length, requireIndicesOnDense: true);
        for (var i = 0; i < slots.Length; i++)
        {
            editor.Values[i] = row[slots[i]];
            editor.Indices[i] = slots[i];
        }

        return editor.Commit();
    }
}
