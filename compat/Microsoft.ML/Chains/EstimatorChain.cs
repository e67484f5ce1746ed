using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>>
    where TLastTransformer : class, ITransformer
{
    private readonly IEstimator<ITransformer>[] _estimators;
    private readonly TransformerScope[] _scopes;

    public EstimatorChain()
        : this([], []) { }

    internal EstimatorChain(IEstimator<ITransformer>[] estimators, TransformerScope[] scopes)
    {
        _estimators = estimators;
        _scopes = scopes;
    }

    public TransformerChain<TLastTransformer> Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        // Schema propagation first: a bad stage is found before any is fitted.
        GetOutputSchema(SchemaShape.Create(input.Schema));

        var data = input;
        var transformers = new ITransformer[_estimators.Length];
        for (var i = 0; i < _estimators.Length; i++)
        {
            transformers[i] = _estimators[i].Fit(data);
            data = transformers[i].Transform(data);
        }

        return new TransformerChain<TLastTransformer>(transformers, _scopes);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        _estimators.Aggregate(inputSchema, (schema, estimator) => estimator.GetOutputSchema(schema));

    public EstimatorChain<TNewTrans> Append<TNewTrans>(
        IEstimator<TNewTrans> estimator,
        TransformerScope scope = TransformerScope.Everything
    )
        where TNewTrans : class, ITransformer
    {
        Check.Value(estimator, nameof(estimator));
        return new EstimatorChain<TNewTrans>([.. _estimators, estimator], [.. _scopes, scope]);
    }
}
