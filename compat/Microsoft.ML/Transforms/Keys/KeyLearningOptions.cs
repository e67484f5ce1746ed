namespace Microsoft.ML.Transforms;

internal sealed record KeyLearningOptions(
    int MaximumNumberOfKeys,
    ValueToKeyMappingEstimator.KeyOrdinality Order,
    bool KeyValuesAsText,
    IDataView KeyData
);
