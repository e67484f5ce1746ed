using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Counts each key in a vector of keys. The names of the slots are the values of the keys.</summary>
public sealed class NgramExtractingTransformer : OneToOneTransformerBase
{
    private readonly InputOutputColumnPair _pair;

    internal NgramExtractingTransformer(IHostEnvironment env, InputOutputColumnPair pair)
        : base(env)
    {
        _pair = pair;
    }

    private protected override IReadOnlyList<ComputedColumn> ComputeColumns(DataViewSchema inputSchema)
    {
        var input = inputSchema.FindInput(_pair.InputColumnName);
        // Keys of texts without a single word have the type of one key, and no values.
        var count = input.HasKeyValues()
            ? checked((int)((KeyDataViewType)PrimitiveTypes.ItemTypeOf(input.Type)).Count)
            : 0;
        var annotations = new DataViewSchema.Annotations.Builder();
        if (count > 0)
        {
            VBuffer<ReadOnlyMemory<char>> words = default;
            input.GetKeyValues(ref words);
            annotations.Add(
                AnnotationKinds.SlotNames,
                new VectorDataViewType(TextDataViewType.Instance, count),
                AnnotationGetters.Vector(words.DenseValues().ToArray())
            );
        }

        return
        [
            new ComputedColumn(
                _pair.OutputColumnName,
                new VectorDataViewType(NumberDataViewType.Single, count),
                annotations.ToAnnotations(),
                [input.Index],
                row => MakeGetter(row, input, count)
            ),
        ];
    }

    private static ValueGetter<VBuffer<float>> MakeGetter(DataViewRow row, DataViewSchema.Column input, int count)
    {
        var getKeys = row.GetGetter<VBuffer<uint>>(input);
        VBuffer<uint> keys = default;
        return (ref VBuffer<float> dst) =>
        {
            getKeys(ref keys);
            var editor = VBufferEditor.Create(ref dst, count);
            editor.Values.Clear();
            foreach (var key in keys.DenseValues())
            {
                if (key > 0 && key <= count)
                {
                    editor.Values[(int)key - 1]++;
                }
            }

            dst = editor.Commit();
        };
    }
}
