using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Holds the values of a passed-through column for every row of a batch: the source has moved on when they are read.</summary>
internal abstract class BufferedColumn
{
    /// <summary>Takes the source's current value for a row of the batch.</summary>
    public abstract void Fetch(int row);

    /// <summary>A ValueGetter that lends the value that was fetched last, until the next fetch; for reading only.</summary>
    public abstract Delegate MakeFetchedGetter();

    /// <summary>A ValueGetter that copies the value of the row that <paramref name="currentRow"/> gives.</summary>
    public abstract Delegate MakeGetter(Func<int> currentRow);

    /// <summary>Makes room for more rows. Those that were fetched stay where they are.</summary>
    public abstract void Grow(int capacity);

    /// <summary>Puts the value of a row at another place; its old one is free then.</summary>
    public abstract void Move(int from, int to);

    /// <summary>Makes the buffer for a column of any type, which is known at run time only.</summary>
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
