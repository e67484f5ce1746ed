using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>The annotations of a concatenation: slot names, normalized or not, ranges of categorical slots.</summary>
internal static class ConcatenatedAnnotations
{
    public static DataViewSchema.Annotations Create(
        DataViewSchema.Column[] inputs,
        PrimitiveDataViewType itemType,
        int size
    )
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (itemType is NumberDataViewType && inputs.All(input => input.IsNormalized()))
        {
            builder.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        }

        if (size > 0 && inputs.Any(input => input.Type is not VectorDataViewType || input.HasSlotNames()))
        {
            builder.Add(
                AnnotationKinds.SlotNames,
                new VectorDataViewType(TextDataViewType.Instance, size),
                AnnotationGetters.Buffer(SparseIfFew(inputs.SelectMany(SlotNames).ToArray()))
            );
        }

        var ranges = size > 0 ? CategoricalRanges(inputs) : [];
        if (ranges.Length > 0)
        {
            builder.Add(
                AnnotationKinds.CategoricalSlotRanges,
                new VectorDataViewType(NumberDataViewType.Int32, ranges.Length / 2, 2),
                AnnotationGetters.Vector(ranges)
            );
        }

        return builder.ToAnnotations();
    }

    /// <summary>
    /// Returns the names of the slots of an input. The slot of a scalar has the column's name. A slot of a vector has
    /// the column's name, a dot and the slot's name, or an empty name if the slot has none.
    /// </summary>
    private static IEnumerable<ReadOnlyMemory<char>> SlotNames(DataViewSchema.Column input)
    {
        var size = ColumnConcatenatingTransformer.SizeOf(input);
        if (input.Type is not VectorDataViewType)
        {
            return [input.Name.AsMemory()];
        }

        if (!input.HasSlotNames())
        {
            return new ReadOnlyMemory<char>[size];
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        input.GetSlotNames(ref names);
        return names.DenseValues().Select(name => name.IsEmpty ? name : $"{input.Name}.{name}".AsMemory());
    }

    /// <summary>Returns sparse names if less than half of the slots have a name, as in ML.NET.</summary>
    private static VBuffer<ReadOnlyMemory<char>> SparseIfFew(ReadOnlyMemory<char>[] names)
    {
        var named = Enumerable.Range(0, names.Length).Where(slot => !names[slot].IsEmpty).ToArray();
        return named.Length >= Math.Max(1, names.Length / 2)
            ? new(names.Length, names)
            : new(names.Length, named.Length, [.. named.Select(slot => names[slot])], named);
    }

    private static int[] CategoricalRanges(DataViewSchema.Column[] inputs)
    {
        var ranges = new List<int>();
        var offset = 0;
        foreach (var input in inputs)
        {
            var type = input.Annotations.Schema.GetColumnOrNull(AnnotationKinds.CategoricalSlotRanges)?.Type;
            if (type is VectorDataViewType vector && vector.ItemType == NumberDataViewType.Int32)
            {
                VBuffer<int> own = default;
                input.Annotations.GetValue(AnnotationKinds.CategoricalSlotRanges, ref own);
                ranges.AddRange(own.DenseValues().Select(slot => slot + offset));
            }

            offset += ColumnConcatenatingTransformer.SizeOf(input);
        }

        return ranges.ToArray();
    }
}
