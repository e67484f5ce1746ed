using Microsoft.ML;

namespace VaeMlNet;

/// <summary>The buffered values of a scalar column.</summary>
internal sealed class BufferedScalar<T>(ValueGetter<T> getter, int capacity) : BufferedColumn
{
    private T[] values = new T[capacity];
    private int fetched;

    public override void Fetch(int row)
    {
        // Never pass an earlier row's object to the source: sources of images dispose or overwrite it.
        T value = default!;
        getter(ref value);
        values[row] = value;
        fetched = row;
    }

    public override Delegate MakeFetchedGetter() => (ValueGetter<T>)((ref T value) => value = values[fetched]);

    public override Delegate MakeGetter(Func<int> currentRow) =>
        (ValueGetter<T>)((ref T value) => value = values[currentRow()]);

    public override void Grow(int capacity) => Array.Resize(ref values, capacity);

    public override void Move(int from, int to)
    {
        values[to] = values[from];
        values[from] = default!;
    }
}
