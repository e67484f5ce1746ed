using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public class ValueMappingEstimator : TrivialEstimator<ValueMappingTransformer>
{
    internal ValueMappingEstimator(
        IHostEnvironment env,
        IDataView lookupMap,
        string keyColumn,
        string valueColumn,
        InputOutputColumnPair[] columns
    )
        : base(
            env.Register(nameof(ValueMappingEstimator)),
            new ValueMappingTransformer(env, ValueMap.Create(lookupMap, keyColumn, valueColumn), columns)
        ) { }

    public sealed override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(
            Transformer.Columns.Select(pair =>
            {
                var input = inputSchema.FindInput(pair.InputColumnName);
                if (input.Kind != SchemaShape.Column.VectorKind.Scalar)
                {
                    throw ValueMappingTransformer.VectorsNotSupported();
                }

                var value = SchemaShape.Create(Transformer.Map.ValueSchema)[0];
                return new SchemaShape.Column(
                    pair.OutputColumnName,
                    value.Kind,
                    value.ItemType,
                    value.IsKey,
                    value.Annotations
                );
            })
        );
    }
}
