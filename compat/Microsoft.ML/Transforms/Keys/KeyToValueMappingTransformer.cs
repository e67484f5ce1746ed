using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed partial class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal KeyToValueMappingTransformer(IHostEnvironment env, InputOutputColumnPair[] columns)
        : base(env)
    {
        Check.Value(columns, nameof(columns));
        Columns = columns;
    }

    internal IReadOnlyList<InputOutputColumnPair> Columns { get; }

    private protected override IReadOnlyList<ComputedColumn> ComputeColumns(DataViewSchema inputSchema) =>
        Columns.Select(pair => Compute(inputSchema.FindInput(pair.InputColumnName), pair.OutputColumnName)).ToArray();

    private static ComputedColumn Compute(DataViewSchema.Column input, string output)
    {
        var valuesType =
            input.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues)?.Type as VectorDataViewType;
        Check.That(valuesType is not null, "Metadata KeyValues does not exist");
        var key = PrimitiveTypes.ItemTypeOf(input.Type) as KeyDataViewType;
        Check.That(
            key is not null && (ulong)valuesType.Size == key.Count,
            "KeyValues metadata size does not match column type key count"
        );
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(input.Annotations, name => name == AnnotationKinds.SlotNames);
        return new ComputedColumn(
            output,
            ItemGetters.TypeLike(input.Type, valuesType.ItemType),
            annotations.ToAnnotations(),
            [input.Index],
            row =>
                GenericCall.Invoke<Delegate>(
                    MakeGetter<int, int>,
                    [key.RawType, valuesType.ItemType.RawType],
                    row,
                    input
                )
        );
    }

    private static Delegate MakeGetter<TKey, TValue>(DataViewRow row, DataViewSchema.Column input)
        where TKey : struct, IBinaryInteger<TKey>
    {
        VBuffer<TValue> buffer = default;
        input.Annotations.GetValue(AnnotationKinds.KeyValues, ref buffer);
        var values = buffer.DenseValues().ToArray();
        var missing = MissingValue<TValue>();
        return ItemGetters.Map<TKey, TValue>(
            row,
            input,
            key =>
            {
                var index = ulong.CreateTruncating(key);
                return index > 0 && index <= (ulong)values.Length ? values[index - 1] : missing;
            }
        );
    }

    private static TValue MissingValue<TValue>() =>
        typeof(TValue) == typeof(float) ? (TValue)(object)float.NaN
        : typeof(TValue) == typeof(double) ? (TValue)(object)double.NaN
        : default;
}
