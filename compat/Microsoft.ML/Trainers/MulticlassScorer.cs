using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Computes Score, with a number for each class, and PredictedLabel, the key of the largest.</summary>
internal sealed class MulticlassScorer : ScorerBase
{
    private const string ColumnKind = "MulticlassClassification";

    private readonly IClassModel _model;
    private readonly ClassNames _names;

    public MulticlassScorer(IHostEnvironment env, IClassModel model, string featureColumn, ClassNames names)
        : base(env, featureColumn, model.FeatureCount)
    {
        _model = model;
        _names = names;
    }

    private protected override IReadOnlyList<ComputedColumn> ComputeColumns(int featureColumn, uint scoreSetId)
    {
        // Both columns of a row share one computation.
        var caches = new ConditionalWeakTable<DataViewRow, ScoreCache>();
        ScoreCache CacheOf(DataViewRow row) =>
            caches.GetValue(row, key => new ScoreCache(_model, Reader(key, featureColumn)));
        return
        [
            new(
                "PredictedLabel",
                new KeyDataViewType(typeof(uint), _model.ClassCount),
                LabelAnnotations(scoreSetId),
                [featureColumn],
                row => PredictedLabel(CacheOf(row))
            ),
            new(
                "Score",
                new VectorDataViewType(NumberDataViewType.Single, _model.ClassCount),
                VectorAnnotations(scoreSetId),
                [featureColumn],
                row => Score(CacheOf(row))
            ),
        ];
    }

    private DataViewSchema.Annotations LabelAnnotations(uint setId)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        ScoreAnnotations.Add(builder, setId, ColumnKind, "PredictedLabel");
        _names?.AddTo(builder, AnnotationKinds.KeyValues);
        return builder.ToAnnotations();
    }

    private DataViewSchema.Annotations VectorAnnotations(uint setId)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        ScoreAnnotations.Add(builder, setId, ColumnKind, "Score");
        if (_names?.Type.ItemType is TextDataViewType)
        {
            _names.AddTo(builder, AnnotationKinds.SlotNames);
        }

        _names?.AddTo(builder, AnnotationKinds.TrainingLabelValues);
        return builder.ToAnnotations();
    }

    private static ValueGetter<uint> PredictedLabel(ScoreCache cache) =>
        (ref uint value) => value = (uint)(LargestIndex(cache.Get()) + 1);

    // The first of equals; NaN is never the largest, and -1 where every score is NaN.
    private static int LargestIndex(ReadOnlySpan<float> scores)
    {
        var best = -1;
        for (var i = 0; i < scores.Length; i++)
        {
            if (!float.IsNaN(scores[i]) && (best < 0 || scores[i] > scores[best]))
            {
                best = i;
            }
        }

        return best;
    }

    private static ValueGetter<VBuffer<float>> Score(ScoreCache cache) =>
        (ref VBuffer<float> value) =>
        {
            var scores = cache.Get();
            var editor = VBufferEditor.Create(ref value, scores.Length);
            scores.CopyTo(editor.Values);
            value = editor.Commit();
        };

    private sealed class ScoreCache(IClassModel model, FeatureColumnReader reader)
    {
        private readonly float[] _scores = new float[model.ClassCount];
        private long _position = -1;

        public ReadOnlySpan<float> Get()
        {
            if (reader.Position != _position || _position < 0)
            {
                model.Score(reader.Read(), _scores);
                _position = reader.Position;
            }

            return _scores;
        }
    }
}
