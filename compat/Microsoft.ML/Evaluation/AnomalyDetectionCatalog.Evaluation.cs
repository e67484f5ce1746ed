using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class AnomalyDetectionCatalog
{
    public AnomalyDetectionMetrics Evaluate(
        IDataView data,
        string labelColumnName = "Label",
        string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel",
        int falsePositiveCount = 10
    )
    {
        Check.Value(data, nameof(data));
        Check.NonEmpty(labelColumnName, nameof(labelColumnName));
        Check.NonEmpty(scoreColumnName, nameof(scoreColumnName));
        Check.NonEmpty(predictedLabelColumnName, nameof(predictedLabelColumnName));
        Check.Param(falsePositiveCount > 0, nameof(falsePositiveCount), "Must be positive");
        return new AnomalyDetectionEvaluator(falsePositiveCount).Evaluate(
            data,
            labelColumnName,
            scoreColumnName,
            predictedLabelColumnName
        );
    }

    public AnomalyPredictionTransformer<TModel> ChangeModelThreshold<TModel>(
        AnomalyPredictionTransformer<TModel> model,
        float threshold
    )
        where TModel : class
    {
        Check.Value(model, nameof(model));
        return model.Threshold == threshold ? model : model.WithThreshold(threshold);
    }
}
