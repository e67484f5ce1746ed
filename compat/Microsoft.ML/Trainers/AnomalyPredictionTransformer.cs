using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

public sealed partial class AnomalyPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>
    where TModel : class
{
    internal readonly string ThresholdColumn;
    internal readonly float Threshold;

    internal AnomalyPredictionTransformer(
        IHostEnvironment env,
        TModel model,
        DataViewSchema inputSchema,
        string featureColumn,
        float threshold = 0.5f,
        string thresholdColumn = "Score"
    )
        : base(env, model, inputSchema, featureColumn)
    {
        Check.NonEmpty(thresholdColumn, nameof(thresholdColumn));
        Check.Param(model is IScalarModel, nameof(model));
        Threshold = threshold;
        ThresholdColumn = thresholdColumn;
        Scorer = new AnomalyScorer(env, (IScalarModel)model, featureColumn, threshold);
        Scorer.GetOutputSchema(inputSchema);
    }

    internal AnomalyPredictionTransformer<TModel> WithThreshold(float threshold) =>
        new(Host, Model, TrainSchema, FeatureColumnName, threshold, ThresholdColumn);
}
