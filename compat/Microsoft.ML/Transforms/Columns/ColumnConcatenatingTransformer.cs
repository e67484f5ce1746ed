using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Data;

public sealed partial class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    internal ColumnConcatenatingTransformer(IHostEnvironment env, string output, string[] inputs)
        : base(env)
    {
        OutputColumnName = output;
        InputColumnNames = inputs;
    }

    internal string OutputColumnName { get; }

    internal IReadOnlyList<string> InputColumnNames { get; }

    private protected override IReadOnlyList<ComputedColumn> ComputeColumns(DataViewSchema inputSchema)
    {
        var inputs = InputColumnNames.Select(name => inputSchema.FindInput(name)).ToArray();
        var indices = inputs.Select(input => input.Index).ToArray();
        if (inputs is [{ Type: VectorDataViewType } only])
        {
            return [new(OutputColumnName, only.Type, only.Annotations, indices, row => ItemGetters.Same(row, only))];
        }

        var itemType = (PrimitiveDataViewType)PrimitiveTypes.ItemTypeOf(inputs[0].Type);
        foreach (var input in inputs)
        {
            if (!PrimitiveTypes.ItemTypeOf(input.Type).Equals(itemType))
            {
                throw SchemaErrors.WrongType("input", input.Name, itemType.ToString(), input.Type.ToString());
            }
        }

        var sizes = inputs.Select(SizeOf).ToArray();
        var size = sizes.Contains(0) ? 0 : sizes.Sum();
        return
        [
            new(
                OutputColumnName,
                new VectorDataViewType(itemType, size),
                ConcatenatedAnnotations.Create(inputs, itemType, size),
                indices,
                row => GenericCall.Invoke<Delegate>(MakeGetter<int>, [itemType.RawType], row, inputs)
            ),
        ];
    }

    /// <summary>Returns the number of slots of a column: 1 for a scalar, and 0 for vectors of any size.</summary>
    internal static int SizeOf(DataViewSchema.Column column) =>
        column.Type is VectorDataViewType vector ? vector.Size : 1;

    private static Delegate MakeGetter<T>(DataViewRow row, DataViewSchema.Column[] inputs)
    {
        var sources = inputs.Select(input => ConcatenationSource<T>.Create(row, input)).ToArray();
        return (ValueGetter<VBuffer<T>>)(
            (ref VBuffer<T> dst) =>
            {
                var length = 0;
                var count = 0;
                foreach (var source in sources)
                {
                    source.Fetch();
                    length += source.Length;
                    count += source.Count;
                }

                var editor = VBufferEditor.Create(ref dst, length, count <= length / 2 ? count : length);
                if (editor.Values.Length < length)
                {
                    CopySparse(sources, editor.Values, editor.Indices);
                }
                else
                {
                    CopyDense(sources, editor.Values);
                }

                dst = editor.Commit();
            }
        );
    }

    private static void CopyDense<T>(ConcatenationSource<T>[] sources, Span<T> values)
    {
        var at = 0;
        foreach (var source in sources)
        {
            source.CopyTo(values[at..]);
            at += source.Length;
        }
    }

    private static void CopySparse<T>(ConcatenationSource<T>[] sources, Span<T> values, Span<int> indices)
    {
        var at = 0;
        var offset = 0;
        foreach (var source in sources)
        {
            source.CopyTo(values[at..], indices[at..], offset);
            at += source.Count;
            offset += source.Length;
        }
    }
}
