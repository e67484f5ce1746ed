using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed partial class MissingValueReplacingTransformer : OneToOneTransformerBase
{
    internal const string TransformName = "NAReplaceTransform";

    internal MissingValueReplacingTransformer(IHostEnvironment env, ReplacedColumn[] columns)
        : base(env)
    {
        Columns = columns;
    }

    internal IReadOnlyList<ReplacedColumn> Columns { get; }

    private protected override IReadOnlyList<ComputedColumn> ComputeColumns(DataViewSchema inputSchema) =>
        Columns
            .Select(column =>
            {
                var input = inputSchema.FindInput(column.Pair.InputColumnName);
                var itemType = PrimitiveTypes.ItemTypeOf(input.Type);
                MissingValues.CheckType(itemType, TransformName);
                var annotations = new DataViewSchema.Annotations.Builder();
                annotations.Add(
                    input.Annotations,
                    name => name is AnnotationKinds.SlotNames or AnnotationKinds.IsNormalized
                );
                return new ComputedColumn(
                    column.Pair.OutputColumnName,
                    input.Type,
                    annotations.ToAnnotations(),
                    [input.Index],
                    row =>
                        itemType == NumberDataViewType.Single
                            ? MakeGetter(row, input, Array.ConvertAll(column.Replacements, value => (float)value))
                            : MakeGetter(row, input, column.Replacements)
                );
            })
            .ToArray();

    private static Delegate MakeGetter<T>(DataViewRow row, DataViewSchema.Column input, T[] replacements)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        if (replacements.Length == 1)
        {
            return ItemGetters.Map<T, T>(row, input, value => T.IsNaN(value) ? replacements[0] : value);
        }

        var get = row.GetGetter<VBuffer<T>>(input);
        VBuffer<T> source = default;
        return (ValueGetter<VBuffer<T>>)(
            (ref VBuffer<T> dst) =>
            {
                get(ref source);
                Check.That(source.Length == replacements.Length, "Check failed");
                var editor = VBufferEditor.Create(ref dst, source.Length);
                source.CopyTo(editor.Values);
                for (var i = 0; i < replacements.Length; i++)
                {
                    if (T.IsNaN(editor.Values[i]))
                    {
                        editor.Values[i] = replacements[i];
                    }
                }

                dst = editor.Commit();
            }
        );
    }
}
