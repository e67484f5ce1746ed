using System.Collections;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed partial class TransformerChain<TLastTransformer> : ITransformer, IEnumerable<ITransformer>, IDisposable
    where TLastTransformer : class, ITransformer
{
    private readonly ITransformer[] _transformers;
    private readonly TransformerScope[] _scopes;
    private bool _disposed;

    public readonly TLastTransformer LastTransformer;

    public TransformerChain(IEnumerable<ITransformer> transformers, IEnumerable<TransformerScope> scopes)
    {
        _transformers = transformers?.ToArray() ?? [];
        _scopes = scopes?.ToArray() ?? [];
        LastTransformer = _transformers.LastOrDefault() as TLastTransformer;
        Check.That(_transformers.Length > 0 == LastTransformer is not null, "Check failed");
        Check.That(_transformers.Length == _scopes.Length, "Check failed");
    }

    public TransformerChain(params ITransformer[] transformers)
        : this(transformers, transformers?.Select(_ => TransformerScope.Everything)) { }

    bool ITransformer.IsRowToRowMapper => IsRowToRowMapper;

    private bool IsRowToRowMapper => _transformers.All(transformer => transformer.IsRowToRowMapper);

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) =>
        GetOutputSchema(inputSchema, TransformerScope.Everything);

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema, TransformerScope scope)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return InScope(scope).Aggregate(inputSchema, (schema, transformer) => transformer.GetOutputSchema(schema));
    }

    public IDataView Transform(IDataView input) => Transform(input, TransformerScope.Everything);

    public IDataView Transform(IDataView input, TransformerScope scope)
    {
        Check.Value(input, nameof(input));
        // Trigger schema propagation before anything is transformed.
        GetOutputSchema(input.Schema, scope);
        return InScope(scope).Aggregate(input, (data, transformer) => transformer.Transform(data));
    }

    public TransformerChain<ITransformer> GetModelFor(TransformerScope scopeFilter)
    {
        var kept = _scopes.Select((scope, i) => (scope, i)).Where(stage => (stage.scope & scopeFilter) != 0).ToArray();
        return new TransformerChain<ITransformer>(
            kept.Select(stage => _transformers[stage.i]),
            kept.Select(stage => stage.scope)
        );
    }

    public TransformerChain<TNewLast> Append<TNewLast>(
        TNewLast transformer,
        TransformerScope scope = TransformerScope.Everything
    )
        where TNewLast : class, ITransformer
    {
        Check.Value(transformer, nameof(transformer));
        return new TransformerChain<TNewLast>(_transformers.Append(transformer), _scopes.Append(scope));
    }

    public IEnumerator<ITransformer> GetEnumerator() => ((IEnumerable<ITransformer>)_transformers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        Check.That(IsRowToRowMapper, "GetRowToRowMapper method called despite IsRowToRowMapper being false.");
        var mappers = new List<IRowToRowMapper>();
        foreach (var transformer in _transformers)
        {
            mappers.Add(transformer.GetRowToRowMapper(mappers.LastOrDefault()?.OutputSchema ?? inputSchema));
        }

        return new CompositeRowMapper(inputSchema, mappers);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => SaveStages(ctx);

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        foreach (var transformer in _transformers)
        {
            (transformer as IDisposable)?.Dispose();
        }
    }

    private IEnumerable<ITransformer> InScope(TransformerScope scope) =>
        _transformers.Where((_, i) => scope == TransformerScope.Everything || (_scopes[i] & scope) != 0);
}
