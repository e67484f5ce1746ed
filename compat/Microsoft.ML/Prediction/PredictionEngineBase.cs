using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Runs a transformer on one object at a time. Not thread-safe.</summary>
public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly ObjectRow<TSrc> _input;
    private readonly DataViewRow _output;
    private readonly RowWriter<TDst> _writer;
    private readonly bool _ownsTransformer;
    private bool _disposed;

    private protected PredictionEngineBase(ITransformer transformer, PredictionEngineOptions options)
    {
        Check.Value(transformer, nameof(transformer));
        Check.Param(transformer.IsRowToRowMapper, nameof(transformer), "Must be a row to row mapper");
        Transformer = transformer;
        _ownsTransformer = options.OwnsTransformer;
        _input = new ObjectRow<TSrc>(options.InputSchemaDefinition);
        var mapper = transformer.GetRowToRowMapper(_input.Schema);
        OutputSchema = mapper.OutputSchema;
        var columns = MemberSetters.Bind<TDst>(
            OutputSchema,
            options.IgnoreMissingColumns,
            options.OutputSchemaDefinition
        );
        _output = mapper.GetRow(_input, OutputSchema);
        _writer = new RowWriter<TDst>(_output, columns);
    }

    public DataViewSchema OutputSchema { get; }

    private protected ITransformer Transformer { get; }

    public TDst Predict(TSrc example)
    {
        var result = new TDst();
        Predict(example, ref result);
        return result;
    }

    public abstract void Predict(TSrc example, ref TDst prediction);

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _output.Dispose();
        if (_ownsTransformer)
        {
            (Transformer as IDisposable)?.Dispose();
        }
    }

    private protected void Run(TSrc example, TDst prediction)
    {
        _input.MoveTo(example);
        _writer.Write(prediction);
    }
}
