using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// Keeps the values of a passed-through column for every row of a batch, because the source is already at a later row when they
/// are read.
/// </summary>
internal abstract class BufferedColumn
{
    /// <summary>Copies the source's current value to a row of the batch.</summary>
    public abstract void Fetch(int row);

    /// <summary>
    /// Returns a ValueGetter of the value that was fetched last. The value is valid until the next fetch and must not be
    /// changed.
    /// </summary>
    public abstract Delegate MakeFetchedGetter();

    /// <summary>Returns a ValueGetter that copies the value of the row that <paramref name="currentRow"/> returns.</summary>
    public abstract Delegate MakeGetter(Func<int> currentRow);

    /// <summary>Adds memory for more rows. Rows that were fetched keep their places.</summary>
    public abstract void Grow(int capacity);

    /// <summary>Moves the value of a row to another place. The old place is free afterwards.</summary>
    public abstract void Move(int from, int to);

    /// <summary>Creates the buffer for a column whose type is known at run time only.</summary>
    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2060",
        Justification = "Only pipelines use it. They begin with VaeCatalog, which is marked with RequiresUnreferencedCode."
    )]
    [UnconditionalSuppressMessage(
        "AOT",
        "IL3050",
        Justification = "Only pipelines use it. They begin with VaeCatalog, which is marked with RequiresDynamicCode."
    )]
    public static BufferedColumn Create(DataViewRow source, DataViewSchema.Column column, int capacity)
    {
        var type = column.Type.RawType;
        var isVector = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>);
        var create = isVector ? CreateVectorMethod : CreateScalarMethod;
        var item = isVector ? type.GetGenericArguments()[0] : type;
        return create.MakeGenericMethod(item).CreateDelegate<Factory>()(source, column, capacity);
    }

    private delegate BufferedColumn Factory(DataViewRow source, DataViewSchema.Column column, int capacity);

    private static readonly MethodInfo CreateScalarMethod = Method(nameof(CreateScalar));
    private static readonly MethodInfo CreateVectorMethod = Method(nameof(CreateVector));

    private static MethodInfo Method(string name) =>
        typeof(BufferedColumn).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;

    private static BufferedScalar<T> CreateScalar<T>(DataViewRow source, DataViewSchema.Column column, int capacity) =>
        new(source.GetGetter<T>(column), capacity);

    private static BufferedVector<T> CreateVector<T>(DataViewRow source, DataViewSchema.Column column, int capacity) =>
        new(source.GetGetter<VBuffer<T>>(column), capacity);
}

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
