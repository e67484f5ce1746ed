using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace VaeMlNet;

/// <summary>
/// Creates ML.NET's own anomaly detector for a column that already contains a score. It computes <c>Score</c> = 1 * score + 0,
/// and <c>PredictedLabel</c> = score &gt; threshold.
/// </summary>
internal static class StockDetector
{
    /// <param name="environment">The environment of the detector.</param>
    /// <param name="scoreColumn">The column with the score: Vector&lt;Single, 1&gt;.</param>
    /// <param name="threshold">The score above which a row counts as an anomaly.</param>
    public static ITransformer Create(IHostEnvironment environment, string scoreColumn, float threshold)
    {
        var weights = new VBuffer<float>(1, [1f]);
        var model = MlNetInternals.CreateLinearModel(environment, in weights, bias: 0);
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(scoreColumn, new VectorDataViewType(NumberDataViewType.Single, 1));
        return MlNetInternals.Detectors<LinearRegressionModelParameters>.Create(
            environment,
            model,
            schema.ToSchema(),
            scoreColumn,
            threshold,
            "Score"
        );
    }
}
