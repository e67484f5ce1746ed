using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests.Shared;

/// <summary>Calls ML.NET's own <c>ChangeModelThreshold</c> on the detector of a loaded pipeline.</summary>
public static class StockThreshold
{
    /// <summary>Returns the pipeline with the given threshold in all its stock anomaly detectors.</summary>
    public static ITransformer Change(ITransformer model, float threshold)
    {
        if (model is IEnumerable<ITransformer> chain)
        {
            return new TransformerChain<ITransformer>([.. chain.Select(stage => Change(stage, threshold))]);
        }

        var type = model.GetType();
        var isDetector =
            type.IsGenericType && type.GetGenericTypeDefinition() == typeof(AnomalyPredictionTransformer<>);
        // The type argument of a loaded detector is not public in every version of ML.NET: it can only be inferred.
        return isDetector
            ? (ITransformer)
                typeof(AnomalyDetectionCatalog)
                    .GetMethod(nameof(AnomalyDetectionCatalog.ChangeModelThreshold))!
                    .MakeGenericMethod(type.GetGenericArguments())
                    .Invoke(new MLContext(1).AnomalyDetection, [model, threshold])!
            : model;
    }
}
