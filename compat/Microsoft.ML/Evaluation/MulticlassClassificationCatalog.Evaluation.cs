using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class MulticlassClassificationCatalog
{
    public MulticlassClassificationMetrics Evaluate(
        IDataView data,
        string labelColumnName = "Label",
        string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel",
        int topKPredictionCount = 0
    )
    {
        Check.Value(data, nameof(data));
        Check.NonEmpty(labelColumnName, nameof(labelColumnName));
        Check.NonEmpty(scoreColumnName, nameof(scoreColumnName));
        Check.NonEmpty(predictedLabelColumnName, nameof(predictedLabelColumnName));
        return MulticlassClassificationEvaluator.Evaluate(
            data,
            labelColumnName,
            scoreColumnName,
            predictedLabelColumnName
        );
    }

    public IReadOnlyList<CrossValidationResult<MulticlassClassificationMetrics>> CrossValidate(
        IDataView data,
        IEstimator<ITransformer> estimator,
        int numberOfFolds = 5,
        string labelColumnName = "Label",
        string samplingKeyColumnName = null,
        int? seed = null
    )
    {
        Check.NonEmpty(labelColumnName, nameof(labelColumnName));
        return CrossValidate(
            data,
            estimator,
            numberOfFolds,
            samplingKeyColumnName,
            seed,
            scores => Evaluate(scores, labelColumnName)
        );
    }
}
