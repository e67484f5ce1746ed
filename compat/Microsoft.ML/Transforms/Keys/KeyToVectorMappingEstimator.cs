using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class KeyToVectorMappingEstimator : TrivialEstimator<KeyToVectorMappingTransformer>
{
    internal KeyToVectorMappingEstimator(IHostEnvironment env, InputOutputColumnPair[] columns, bool outputCounts)
        : base(
            env.Register(nameof(KeyToVectorMappingEstimator)),
            new KeyToVectorMappingTransformer(env, columns, outputCounts)
        ) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(
            Transformer.Columns.Select(pair =>
            {
                var input = inputSchema.FindInput(pair.InputColumnName);
                return new SchemaShape.Column(
                    pair.OutputColumnName,
                    SchemaShape.Column.VectorKind.Vector,
                    NumberDataViewType.Single,
                    isKey: false,
                    AnnotationsOf(input)
                );
            })
        );
    }

    private SchemaShape AnnotationsOf(SchemaShape.Column input)
    {
        var isVariable = input.Kind == SchemaShape.Column.VectorKind.VariableVector;
        var annotations = new List<SchemaShape.Column>();
        if (
            !isVariable
            && input.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out var values)
            && values.ItemType is TextDataViewType
        )
        {
            annotations.Add(AnnotationShapes.Vector(AnnotationKinds.SlotNames, TextDataViewType.Instance));
        }

        if (!Transformer.OutputCounts && !isVariable)
        {
            annotations.Add(AnnotationShapes.Vector(AnnotationKinds.CategoricalSlotRanges, NumberDataViewType.Int32));
        }

        if (!Transformer.OutputCounts || input.Kind == SchemaShape.Column.VectorKind.Scalar)
        {
            annotations.Add(AnnotationShapes.Scalar(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance));
        }

        return new SchemaShape(annotations);
    }
}
