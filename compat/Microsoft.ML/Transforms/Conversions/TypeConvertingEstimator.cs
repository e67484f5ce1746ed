using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class TypeConvertingEstimator : TrivialEstimator<TypeConvertingTransformer>
{
    internal TypeConvertingEstimator(IHostEnvironment env, InputOutputColumnPair[] columns, DataKind outputKind)
        : base(env.Register(nameof(TypeConvertingEstimator)), new TypeConvertingTransformer(env, columns, outputKind))
    { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(
            Transformer.Columns.Select(pair =>
            {
                var input = inputSchema.FindInput(pair.InputColumnName);
                var itemType = PrimitiveTypes.FromKind(Transformer.OutputKind);
                TypeConversions.Check(input.Name, input.ItemType, input.IsKey, itemType);
                return new SchemaShape.Column(pair.OutputColumnName, input.Kind, itemType, input.IsKey, Kept(input));
            })
        );
    }

    private SchemaShape Kept(SchemaShape.Column input) =>
        new(
            input.Annotations.Where(annotation =>
                annotation.Name switch
                {
                    AnnotationKinds.SlotNames => input.Kind == SchemaShape.Column.VectorKind.Vector,
                    AnnotationKinds.KeyValues => input.IsKey,
                    AnnotationKinds.IsNormalized => input.ItemType is NumberDataViewType
                        && !input.IsKey
                        && PrimitiveTypes.FromKind(Transformer.OutputKind) is NumberDataViewType,
                    _ => false,
                }
            )
        );
}
