using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class KeyToValueMappingEstimator : TrivialEstimator<KeyToValueMappingTransformer>
{
    internal KeyToValueMappingEstimator(IHostEnvironment env, InputOutputColumnPair[] columns)
        : base(env.Register(nameof(KeyToValueMappingEstimator)), new KeyToValueMappingTransformer(env, columns)) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(
            Transformer.Columns.Select(pair =>
            {
                var input = inputSchema.FindInput(pair.InputColumnName);
                if (!input.IsKey)
                {
                    throw SchemaErrors.WrongType("input", input.Name, "key type", input.GetTypeString());
                }

                Check.Param(
                    input.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out var values),
                    nameof(inputSchema),
                    $"Input column '{input.Name}' doesn't contain key values metadata"
                );
                return new SchemaShape.Column(
                    pair.OutputColumnName,
                    input.Kind,
                    values.ItemType,
                    values.IsKey,
                    new SchemaShape(input.Annotations.Where(a => a.Name == AnnotationKinds.SlotNames))
                );
            })
        );
    }
}
