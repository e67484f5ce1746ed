using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public abstract partial class PredictionTransformerBase<TModel> : IPredictionTransformer<TModel>, IDisposable
    where TModel : class
{
    private protected readonly IHostEnvironment Host;
    private protected readonly DataViewSchema TrainSchema;
    private bool _disposed;

    private protected PredictionTransformerBase(IHostEnvironment env, TModel model, DataViewSchema trainSchema)
    {
        Check.Value(env, nameof(env));
        Check.Value(model, nameof(model));
        Check.Value(trainSchema, nameof(trainSchema));
        Host = env;
        Model = model;
        TrainSchema = trainSchema;
    }

    public TModel Model { get; }

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>Gets or sets the transformer that adds the model's columns.</summary>
    private protected ITransformer Scorer { get; set; }

    public abstract DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

    public IDataView Transform(IDataView input)
    {
        Check.Value(input, nameof(input));
        return Scorer.Transform(input);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return Scorer.GetRowToRowMapper(inputSchema);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => SaveModel(ctx);

    private protected virtual void SaveModel(ModelSaveContext ctx) =>
        throw new NotSupportedException($"{GetType().Name} cannot be saved.");

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        (Model as IDisposable)?.Dispose();
    }
}

public abstract class SingleFeaturePredictionTransformerBase<TModel>
    : PredictionTransformerBase<TModel>,
        ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private protected SingleFeaturePredictionTransformerBase(
        IHostEnvironment env,
        TModel model,
        DataViewSchema trainSchema,
        string featureColumn
    )
        : base(env, model, trainSchema)
    {
        FeatureColumnName = featureColumn;
        if (featureColumn == null)
        {
            return;
        }

        var column =
            trainSchema.GetColumnOrNull(featureColumn)
            ?? throw SchemaErrors.MissingColumn("feature", featureColumn, nameof(featureColumn));
        FeatureColumnType = column.Type;
    }

    public string FeatureColumnName { get; }

    public DataViewType FeatureColumnType { get; }

    public sealed override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        if (FeatureColumnName != null)
        {
            var column =
                inputSchema.GetColumnOrNull(FeatureColumnName)
                ?? throw SchemaErrors.MissingColumn("feature", FeatureColumnName);
            if (!column.Type.Equals(FeatureColumnType))
            {
                throw SchemaErrors.WrongType(
                    "feature",
                    FeatureColumnName,
                    FeatureColumnType.ToString(),
                    column.Type.ToString()
                );
            }
        }

        return Scorer.GetOutputSchema(inputSchema);
    }
}
