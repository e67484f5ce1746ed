using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Maps values to keys, then keys to indicator vectors, counts, or nothing else.</summary>
public sealed class OneHotEncodingEstimator : IEstimator<OneHotEncodingTransformer>
{
    private readonly EstimatorChain<ITransformer> _chain;

    internal OneHotEncodingEstimator(
        IHostEnvironment env,
        InputOutputColumnPair[] columns,
        KeyLearningOptions options,
        OutputKind outputKind
    )
    {
        Check.Value(columns, nameof(columns));
        if (outputKind == OutputKind.Binary)
        {
            throw new NotSupportedException("Binary encoding is not supported here.");
        }

        IEstimator<ITransformer> toKeys = new ValueToKeyMappingEstimator(env, columns, options);
        _chain = new EstimatorChain<ITransformer>().Append(toKeys);
        if (outputKind == OutputKind.Key)
        {
            return;
        }

        IEstimator<ITransformer> toVectors = new KeyToVectorMappingEstimator(
            env,
            columns.Select(pair => new InputOutputColumnPair(pair.OutputColumnName)).ToArray(),
            outputCounts: outputKind == OutputKind.Bag
        );
        _chain = _chain.Append(toVectors);
    }

    public OneHotEncodingTransformer Fit(IDataView input) => new(_chain.Fit(input));

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return _chain.GetOutputSchema(inputSchema);
    }

    public enum OutputKind : byte
    {
        Bag = 1,
        Indicator = 2,
        Key = 3,
        Binary = 4,
    }
}
