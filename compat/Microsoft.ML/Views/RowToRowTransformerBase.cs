using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public abstract class RowToRowTransformerBase : ITransformer
{
    private protected RowToRowTransformerBase(IHostEnvironment env)
    {
        Check.Value(env, nameof(env));
        // ML.NET's transformers register as hosts, which draws from the environment's random numbers.
        env.Register(GetType().Name);
    }

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>
    /// Returns the columns that this transformer adds to data with the given schema. Throws if an input column is
    /// missing or has a wrong type.
    /// </summary>
    private protected abstract IReadOnlyList<ComputedColumn> ComputeColumns(DataViewSchema inputSchema);

    private protected virtual bool SplitsFewRows => true;

    private protected virtual void SaveModel(ModelSaveContext ctx) =>
        throw new NotSupportedException($"{GetType().Name} cannot be saved.");

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        Check.Value(input, nameof(input));
        return new MappedView(input, Bind(input.Schema), SplitsFewRows);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Bind(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => SaveModel(ctx);

    private RowMapper Bind(DataViewSchema inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return new RowMapper(inputSchema, ComputeColumns(inputSchema));
    }
}
