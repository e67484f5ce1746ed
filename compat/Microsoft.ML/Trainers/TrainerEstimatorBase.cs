using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public abstract class TrainerEstimatorBase<TTransformer, TModel> : IEstimator<TTransformer>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    public readonly SchemaShape.Column FeatureColumn;
    public readonly SchemaShape.Column LabelColumn;
    public readonly SchemaShape.Column WeightColumn;

    private protected readonly IHostEnvironment Host;

    private protected TrainerEstimatorBase(
        IHostEnvironment env,
        SchemaShape.Column feature,
        SchemaShape.Column label,
        SchemaShape.Column weight
    )
    {
        Check.Value(env, nameof(env));
        Check.Param(feature.IsValid, nameof(feature), "not initialized properly");
        Host = env;
        FeatureColumn = feature;
        LabelColumn = label;
        WeightColumn = weight;
    }

    public abstract TrainerInfo Info { get; }

    public TTransformer Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        CheckInputSchema(SchemaShape.Create(input.Schema));
        return MakeTransformer(TrainModel(input), input.Schema);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        CheckInputSchema(inputSchema);
        return inputSchema.With(OutputColumns(inputSchema));
    }

    private protected abstract SchemaShape.Column[] OutputColumns(SchemaShape inputSchema);

    private protected abstract TModel TrainModel(IDataView input);

    private protected abstract TTransformer MakeTransformer(TModel model, DataViewSchema trainSchema);

    private void CheckInputSchema(SchemaShape inputSchema)
    {
        CheckColumn(inputSchema, FeatureColumn, "feature");
        if (WeightColumn.IsValid)
        {
            CheckColumn(inputSchema, WeightColumn, "weight");
        }

        if (LabelColumn.IsValid)
        {
            CheckColumn(inputSchema, LabelColumn, "label");
        }
    }

    private static void CheckColumn(SchemaShape inputSchema, SchemaShape.Column required, string role)
    {
        if (!inputSchema.TryFindColumn(required.Name, out var found))
        {
            throw SchemaErrors.MissingColumn(role, required.Name);
        }

        if (!required.IsCompatibleWith(found))
        {
            throw SchemaErrors.WrongType(role, required.Name, required.GetTypeString(), found.GetTypeString());
        }
    }
}
