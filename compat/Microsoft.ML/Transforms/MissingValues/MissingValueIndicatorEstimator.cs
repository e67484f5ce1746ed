using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class MissingValueIndicatorEstimator : TrivialEstimator<MissingValueIndicatorTransformer>
{
    internal MissingValueIndicatorEstimator(IHostEnvironment env, InputOutputColumnPair[] columns)
        : base(env.Register(nameof(MissingValueIndicatorEstimator)), new MissingValueIndicatorTransformer(env, columns))
    { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(
            Transformer.Columns.Select(pair =>
            {
                var input = inputSchema.FindInput(pair.InputColumnName);
                MissingValues.CheckType(input.ItemType, MissingValueIndicatorTransformer.TransformName);
                var normalized = AnnotationShapes.Scalar(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance);
                return new SchemaShape.Column(
                    pair.OutputColumnName,
                    input.Kind,
                    BooleanDataViewType.Instance,
                    isKey: false,
                    new SchemaShape(MissingValues.Kept(input, AnnotationKinds.SlotNames).Append(normalized))
                );
            })
        );
    }
}
