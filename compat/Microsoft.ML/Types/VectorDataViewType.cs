using System.Collections.Immutable;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed class VectorDataViewType : StructuredDataViewType
{
    public VectorDataViewType(PrimitiveDataViewType itemType, int size = 0)
        : base(VectorRawType(itemType))
    {
        Check.Param(size >= 0, nameof(size));
        ItemType = itemType;
        Dimensions = [size];
        Size = size;
    }

    public VectorDataViewType(PrimitiveDataViewType itemType, params int[] dimensions)
        : this(itemType, dimensions?.ToImmutableArray() ?? []) { }

    public VectorDataViewType(PrimitiveDataViewType itemType, ImmutableArray<int> dimensions)
        : base(VectorRawType(itemType))
    {
        Check.Param(dimensions.Length > 0, nameof(dimensions));
        Check.Param(dimensions.All(d => d >= 0), nameof(dimensions));
        ItemType = itemType;
        Dimensions = dimensions;
        Size = dimensions.Aggregate(1, (size, dimension) => checked(size * dimension));
    }

    public ImmutableArray<int> Dimensions { get; }

    public bool IsKnownSize => Size > 0;

    public PrimitiveDataViewType ItemType { get; }

    public int Size { get; }

    public override bool Equals(DataViewType other) =>
        other is VectorDataViewType vector
        && ItemType.Equals(vector.ItemType)
        && Dimensions.AsSpan().SequenceEqual(vector.Dimensions.AsSpan());

    public override bool Equals(object other) => other is DataViewType type && Equals(type);

    public override int GetHashCode() => Dimensions.Aggregate(HashCode.Combine(ItemType, Size), HashCode.Combine);

    public override string ToString()
    {
        if (Dimensions.Length == 1)
        {
            return Size > 0 ? $"Vector<{ItemType}, {Size}>" : $"Vector<{ItemType}>";
        }

        return $"Vector<{ItemType}, {string.Join(", ", Dimensions.Select(d => d > 0 ? $"{d}" : "*"))}>";
    }

    private static Type VectorRawType(PrimitiveDataViewType itemType)
    {
        Check.Value(itemType, nameof(itemType));
        return typeof(VBuffer<>).MakeGenericType(itemType.RawType);
    }
}
