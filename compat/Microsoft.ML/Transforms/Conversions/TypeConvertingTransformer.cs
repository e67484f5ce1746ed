using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed partial class TypeConvertingTransformer : OneToOneTransformerBase
{
    internal TypeConvertingTransformer(IHostEnvironment env, InputOutputColumnPair[] columns, DataKind outputKind)
        : base(env)
    {
        Check.Value(columns, nameof(columns));
        Columns = columns;
        OutputKind = outputKind;
    }

    internal IReadOnlyList<InputOutputColumnPair> Columns { get; }

    internal DataKind OutputKind { get; }

    private protected override IReadOnlyList<ComputedColumn> ComputeColumns(DataViewSchema inputSchema) =>
        Columns
            .Select(pair =>
            {
                var input = inputSchema.FindInput(pair.InputColumnName);
                var source = PrimitiveTypes.ItemTypeOf(input.Type);
                var target = PrimitiveTypes.FromKind(OutputKind);
                TypeConversions.Check(input.Name, source, source is KeyDataViewType, target);
                if (source is KeyDataViewType key)
                {
                    target = new KeyDataViewType(
                        target.RawType,
                        Math.Min(key.Count, KeyDataViewType.MaximumCount(target.RawType))
                    );
                }

                return new ComputedColumn(
                    pair.OutputColumnName,
                    ItemGetters.TypeLike(input.Type, target),
                    AnnotationsOf(input, source, target),
                    [input.Index],
                    row => TypeConversions.MakeGetter(row, input, target.RawType)
                );
            })
            .ToArray();

    private static DataViewSchema.Annotations AnnotationsOf(
        DataViewSchema.Column input,
        DataViewType source,
        DataViewType target
    )
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (input.Type is VectorDataViewType { IsKnownSize: true })
        {
            builder.Add(input.Annotations, name => name == AnnotationKinds.SlotNames);
        }

        if (source is KeyDataViewType from && target is KeyDataViewType to && from.Count == to.Count)
        {
            builder.Add(input.Annotations, name => name == AnnotationKinds.KeyValues);
        }

        if (source is NumberDataViewType && target is NumberDataViewType)
        {
            builder.Add(input.Annotations, name => name == AnnotationKinds.IsNormalized);
        }

        if (input.Type is BooleanDataViewType && target is NumberDataViewType)
        {
            builder.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        }

        return builder.ToAnnotations();
    }
}
