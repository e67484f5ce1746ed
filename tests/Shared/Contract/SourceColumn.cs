using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests.Shared;

/// <summary>A column of made-up data, whose values depend on the number of the row alone.</summary>
/// <remarks>Immutable.</remarks>
public abstract record SourceColumn(string Name, DataViewType Type)
{
    /// <summary>Gets whether the slots have names: slot0, slot1 and so on.</summary>
    public bool HasSlotNames { get; init; }

    /// <summary>
    /// Creates a ValueGetter of the .NET type that belongs to <see cref="Type"/>. It returns the value of the current
    /// row.
    /// </summary>
    public abstract Delegate MakeGetter(Func<int> currentRow);

    /// <summary>Returns the same column with sparse values. A column without vectors returns itself.</summary>
    public abstract SourceColumn Sparse();

    /// <summary>Returns the same numbers as keys, or null if numbers of this type cannot be keys.</summary>
    public abstract SourceColumn? AsKeys();

    /// <summary>Gets the type of the column in text files, or null if they cannot contain it.</summary>
    public abstract DataKind? TextKind { get; }

    /// <summary>Returns the fields of a row in a text file.</summary>
    public abstract IEnumerable<string> Fields(int row);

    public DataViewSchema.Annotations Annotations()
    {
        if (!HasSlotNames || Type is not VectorDataViewType { IsKnownSize: true } vector)
        {
            return DataViewSchema.Annotations.Empty;
        }

        var builder = new DataViewSchema.Annotations.Builder();
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = (ref VBuffer<ReadOnlyMemory<char>> value) =>
            value = new(vector.Size, [.. Enumerable.Range(0, vector.Size).Select(i => $"slot{i}".AsMemory())]);
        builder.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, vector.Size), getter);
        return builder.ToAnnotations();
    }

    protected static string Text<T>(T value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    protected static DataKind? KindOf(PrimitiveDataViewType type) =>
        type is KeyDataViewType ? null
        : type.RawType == typeof(float) ? DataKind.Single
        : type.RawType == typeof(double) ? DataKind.Double
        : type.RawType == typeof(int) ? DataKind.Int32
        : type.RawType == typeof(long) ? DataKind.Int64
        : type.RawType == typeof(uint) ? DataKind.UInt32
        : type.RawType == typeof(bool) ? DataKind.Boolean
        : type.RawType == typeof(ReadOnlyMemory<char>) ? DataKind.String
        : null;
}

/// <summary>A column of single values.</summary>
public sealed record ScalarSource<T>(string Name, PrimitiveDataViewType Item, Func<int, T> Value)
    : SourceColumn(Name, Item)
{
    public override DataKind? TextKind => KindOf(Item);

    public override Delegate MakeGetter(Func<int> currentRow) =>
        (ValueGetter<T>)((ref T value) => value = Value(currentRow()));

    public override SourceColumn Sparse() => this;

    public override SourceColumn? AsKeys() =>
        KeyDataViewType.IsValidDataType(typeof(T))
            ? new ScalarSource<T>(Name, new KeyDataViewType(typeof(T), byte.MaxValue), Value)
            : null;

    public override IEnumerable<string> Fields(int row) => [Text(Value(row))];
}
