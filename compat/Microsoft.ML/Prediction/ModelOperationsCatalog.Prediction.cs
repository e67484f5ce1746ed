using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class ModelOperationsCatalog
{
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(
        ITransformer transformer,
        bool ignoreMissingColumns = true,
        SchemaDefinition inputSchemaDefinition = null,
        SchemaDefinition outputSchemaDefinition = null
    )
        where TSrc : class
        where TDst : class, new() =>
        new(
            transformer,
            new PredictionEngineOptions
            {
                IgnoreMissingColumns = ignoreMissingColumns,
                InputSchemaDefinition = inputSchemaDefinition,
                OutputSchemaDefinition = outputSchemaDefinition,
            }
        );

    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(
        ITransformer transformer,
        PredictionEngineOptions options
    )
        where TSrc : class
        where TDst : class, new()
    {
        Check.Value(options, nameof(options));
        return new PredictionEngine<TSrc, TDst>(transformer, options);
    }

    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(
        ITransformer transformer,
        DataViewSchema inputSchema
    )
        where TSrc : class
        where TDst : class, new() =>
        CreatePredictionEngine<TSrc, TDst>(
            transformer,
            ignoreMissingColumns: false,
            SchemaDefinition.Annotated(typeof(TSrc), inputSchema)
        );
}
