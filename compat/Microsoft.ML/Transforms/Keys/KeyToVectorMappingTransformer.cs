using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed partial class KeyToVectorMappingTransformer : OneToOneTransformerBase
{
    internal KeyToVectorMappingTransformer(IHostEnvironment env, InputOutputColumnPair[] columns, bool outputCounts)
        : base(env)
    {
        Check.Value(columns, nameof(columns));
        Columns = columns;
        OutputCounts = outputCounts;
    }

    internal IReadOnlyList<InputOutputColumnPair> Columns { get; }

    /// <summary>Gets whether a vector of keys becomes counts per key instead of concatenated indicators.</summary>
    internal bool OutputCounts { get; }

    private protected override IReadOnlyList<ComputedColumn> ComputeColumns(DataViewSchema inputSchema) =>
        Columns.Select(pair => Compute(inputSchema.FindInput(pair.InputColumnName), pair.OutputColumnName)).ToArray();

    private ComputedColumn Compute(DataViewSchema.Column input, string output)
    {
        if (PrimitiveTypes.ItemTypeOf(input.Type) is not KeyDataViewType key)
        {
            throw SchemaErrors.WrongType("input", input.Name, "key type of known cardinality", input.Type.ToString());
        }

        var keyCount = checked((int)key.Count);
        var valueCount = input.Type is VectorDataViewType vector ? vector.Size : 1;
        var isOne = OutputCounts || valueCount == 1;
        var type = isOne
            ? new VectorDataViewType(NumberDataViewType.Single, keyCount)
            : new VectorDataViewType(NumberDataViewType.Single, valueCount, keyCount);
        return new ComputedColumn(
            output,
            type,
            AnnotationsOf(input, type, keyCount, valueCount, isOne),
            [input.Index],
            row => GenericCall.Invoke<Delegate>(MakeGetter<int>, [key.RawType], row, input, keyCount)
        );
    }

    private DataViewSchema.Annotations AnnotationsOf(
        DataViewSchema.Column input,
        VectorDataViewType type,
        int keyCount,
        int valueCount,
        bool isOne
    )
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (input.HasKeyValues(TextDataViewType.Instance) && type.IsKnownSize)
        {
            builder.Add(
                AnnotationKinds.SlotNames,
                new VectorDataViewType(TextDataViewType.Instance, type.Dimensions),
                AnnotationGetters.Vector(SlotNames(input, valueCount, isOne).ToArray())
            );
        }

        if (!OutputCounts && valueCount > 0)
        {
            builder.Add(
                AnnotationKinds.CategoricalSlotRanges,
                new VectorDataViewType(NumberDataViewType.Int32, valueCount, 2),
                AnnotationGetters.Vector(
                    Enumerable
                        .Range(0, valueCount)
                        .SelectMany(value => new[] { value * keyCount, ((value + 1) * keyCount) - 1 })
                        .ToArray()
                )
            );
        }

        if (!OutputCounts || valueCount == 1)
        {
            builder.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        }

        return builder.ToAnnotations();
    }

    /// <summary>
    /// Returns the names of the output slots. For one key, these are the key values. For several keys, each name begins
    /// with the input slot's name, or with its number in brackets, and a dot.
    /// </summary>
    private static IEnumerable<ReadOnlyMemory<char>> SlotNames(DataViewSchema.Column input, int valueCount, bool isOne)
    {
        VBuffer<ReadOnlyMemory<char>> keyValues = default;
        input.GetKeyValues(ref keyValues);
        var keys = keyValues.DenseValues().ToArray();
        if (isOne)
        {
            return keys;
        }

        VBuffer<ReadOnlyMemory<char>> slotNames = default;
        if (input.HasSlotNames())
        {
            input.GetSlotNames(ref slotNames);
        }

        var prefixes = Enumerable
            .Range(0, valueCount)
            .Select(slot =>
                slotNames.Length > 0 && !slotNames.GetItemOrDefault(slot).IsEmpty
                    ? slotNames.GetItemOrDefault(slot).ToString()
                    : $"[{slot}]"
            );
        return prefixes.SelectMany(prefix => keys.Select(key => $"{prefix}.{key}".AsMemory()));
    }

    private Delegate MakeGetter<TKey>(DataViewRow row, DataViewSchema.Column input, int keyCount)
        where TKey : struct, IBinaryInteger<TKey>
    {
        if (input.Type is not VectorDataViewType)
        {
            var get = row.GetGetter<TKey>(input);
            TKey key = default;
            return (ValueGetter<VBuffer<float>>)(
                (ref VBuffer<float> dst) =>
                {
                    get(ref key);
                    dst = Indicator(ref dst, int.CreateSaturating(key), keyCount);
                }
            );
        }

        var getKeys = row.GetGetter<VBuffer<TKey>>(input);
        VBuffer<TKey> keys = default;
        return (ValueGetter<VBuffer<float>>)(
            (ref VBuffer<float> dst) =>
            {
                getKeys(ref keys);
                var editor = VBufferEditor.Create(ref dst, OutputCounts ? keyCount : keys.Length * keyCount);
                editor.Values.Clear();
                foreach (var (slot, key) in keys.Items())
                {
                    var index = int.CreateSaturating(key) - 1;
                    if (index >= 0 && index < keyCount)
                    {
                        editor.Values[(OutputCounts ? 0 : slot * keyCount) + index]++;
                    }
                }

                dst = editor.Commit();
            }
        );
    }

    /// <summary>Returns a sparse vector with a 1 in the key's slot. For a missing key, all slots are 0.</summary>
    private static VBuffer<float> Indicator(ref VBuffer<float> dst, int key, int keyCount)
    {
        var isMissing = key <= 0 || key > keyCount;
        var editor = VBufferEditor.Create(ref dst, keyCount, isMissing ? 0 : 1, requireIndicesOnDense: true);
        if (!isMissing)
        {
            editor.Values[0] = 1;
            editor.Indices[0] = key - 1;
        }

        return editor.Commit();
    }
}
