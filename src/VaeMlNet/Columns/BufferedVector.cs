using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// The buffered values of a vector column. They are copied, because sources reuse their buffers for the next row.
/// </summary>
internal sealed class BufferedVector<T>(ValueGetter<VBuffer<T>> getter, int capacity) : BufferedColumn
{
    private VBuffer<T>[] values = new VBuffer<T>[capacity];
    private VBuffer<T> fetched;

    public override void Fetch(int row)
    {
        getter(ref fetched);
        fetched.CopyTo(ref values[row]);
    }

    public override Delegate MakeFetchedGetter() =>
        (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => value = fetched);

    public override Delegate MakeGetter(Func<int> currentRow) =>
        (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => values[currentRow()].CopyTo(ref value));

    public override void Grow(int capacity) => Array.Resize(ref values, capacity);

    public override void Move(int from, int to)
    {
        values[to] = values[from];
        // Two places that share an array would overwrite each other.
        values[from] = default;
    }
}
