using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class CustomMappingCatalog
{
    public static CustomMappingEstimator<TSrc, TDst> CustomMapping<TSrc, TDst>(
        this TransformsCatalog catalog,
        Action<TSrc, TDst> mapAction,
        string contractName,
        SchemaDefinition inputSchemaDefinition = null,
        SchemaDefinition outputSchemaDefinition = null
    )
        where TSrc : class, new()
        where TDst : class, new() =>
        new(
            catalog.GetEnvironment(),
            new CustomMappingTransformer<TSrc, TDst>(
                mapAction,
                contractName,
                inputSchemaDefinition,
                outputSchemaDefinition
            )
        );
}
