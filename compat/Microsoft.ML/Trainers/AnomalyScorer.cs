using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Computes Score, and PredictedLabel = Score &gt; threshold.</summary>
internal sealed class AnomalyScorer : ScorerBase
{
    // ML.NET scores anomalies with its scorer for binary classifiers, which marks the columns so.
    private const string ColumnKind = "BinaryClassification";

    private readonly IScalarModel _model;
    private readonly float _threshold;

    public AnomalyScorer(IHostEnvironment env, IScalarModel model, string featureColumn, float threshold)
        : base(env, featureColumn, model.FeatureCount)
    {
        _model = model;
        _threshold = threshold;
    }

    private protected override IReadOnlyList<ComputedColumn> ComputeColumns(int featureColumn, uint scoreSetId)
    {
        // Both columns of a row share one computation.
        var caches = new System.Runtime.CompilerServices.ConditionalWeakTable<DataViewRow, ScoreCache>();
        ScoreCache CacheOf(DataViewRow row) =>
            caches.GetValue(row, key => new ScoreCache(_model, Reader(key, featureColumn)));
        return
        [
            new(
                "PredictedLabel",
                BooleanDataViewType.Instance,
                Annotations(scoreSetId, "PredictedLabel"),
                [featureColumn],
                row => PredictedLabel(CacheOf(row))
            ),
            new(
                "Score",
                NumberDataViewType.Single,
                Annotations(scoreSetId, "Score"),
                [featureColumn],
                row => Score(CacheOf(row))
            ),
        ];
    }

    private ValueGetter<bool> PredictedLabel(ScoreCache cache) => (ref bool value) => value = cache.Get() > _threshold;

    private static ValueGetter<float> Score(ScoreCache cache) => (ref float value) => value = cache.Get();

    private static DataViewSchema.Annotations Annotations(uint setId, string valueKind)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        ScoreAnnotations.Add(builder, setId, ColumnKind, valueKind);
        return builder.ToAnnotations();
    }

    private sealed class ScoreCache(IScalarModel model, FeatureColumnReader reader)
    {
        private long _position = -1;
        private float _score;

        public float Get()
        {
            if (reader.Position != _position || _position < 0)
            {
                _score = model.Score(reader.Read());
                _position = reader.Position;
            }

            return _score;
        }
    }
}
