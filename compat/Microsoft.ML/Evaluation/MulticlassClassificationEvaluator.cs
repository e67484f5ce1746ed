using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Computes the accuracy and the log-loss (natural logarithm) of class scores that are probabilities.</summary>
internal sealed class MulticlassClassificationEvaluator
{
    // Probabilities below this count as this in the log-loss; also that of a class the model does not know.
    private const float SmallestProbability = 1e-15f;

    private readonly int _classCount;
    private double _rows;
    private double _correct;
    private double _logLoss;

    private MulticlassClassificationEvaluator(int classCount)
    {
        _classCount = classCount;
    }

    public static MulticlassClassificationMetrics Evaluate(
        IDataView data,
        string labelColumn,
        string scoreColumn,
        string predictedLabelColumn
    )
    {
        var label = EvaluatedColumns.Find(data.Schema, "Label", labelColumn);
        var score = EvaluatedColumns.Find(data.Schema, "Score", scoreColumn);
        EvaluatedColumns.Find(data.Schema, "PredictedLabel", predictedLabelColumn);
        var classCount = CheckTypes(label, score);
        var evaluator = new MulticlassClassificationEvaluator(classCount);
        evaluator.Read(data, label, score);
        return new MulticlassClassificationMetrics
        {
            MicroAccuracy = Ratio(evaluator._correct, evaluator._rows),
            LogLoss = Ratio(evaluator._logLoss, evaluator._rows),
        };
    }

    private static int CheckTypes(DataViewSchema.Column label, DataViewSchema.Column score)
    {
        if (score.Type is not VectorDataViewType { Size: > 1 } vector || vector.ItemType != NumberDataViewType.Single)
        {
            throw SchemaErrors.WrongType(
                "score",
                score.Name,
                "vector of two or more items of type Single",
                score.Type.ToString(),
                "schema"
            );
        }

        if (label.Type != NumberDataViewType.Single && label.Type is not KeyDataViewType)
        {
            throw SchemaErrors.WrongType("label", label.Name, "Single or KeyType", label.Type.ToString(), "schema");
        }

        return vector.Size;
    }

    // Rows without a usable label or with scores that are not finite do not count.
    private void Read(IDataView data, DataViewSchema.Column label, DataViewSchema.Column score)
    {
        using var cursor = data.GetRowCursor([label, score]);
        var getLabel = EvaluatedColumns.LabelGetter(cursor, label);
        var getScores = cursor.GetGetter<VBuffer<float>>(score);
        float labelValue = 0;
        VBuffer<float> buffer = default;
        var scores = new float[_classCount];
        while (cursor.MoveNext())
        {
            getLabel(ref labelValue);
            if (float.IsNaN(labelValue) || labelValue < 0 || labelValue != (int)labelValue)
            {
                continue;
            }

            getScores(ref buffer);
            Check.That(buffer.Length == _classCount, $"Scores have length {buffer.Length}, expected {_classCount}");
            buffer.CopyTo(scores);
            if (Array.TrueForAll(scores, float.IsFinite))
            {
                Add((int)labelValue, scores);
            }
        }
    }

    private void Add(int label, float[] scores)
    {
        _rows++;
        if (label >= _classCount)
        {
            _logLoss -= Math.Log(SmallestProbability);
            return;
        }

        _logLoss -= Math.Log(Math.Clamp(scores[label], SmallestProbability, 1));
        // Ties go to the class that comes first.
        if (Array.IndexOf(scores, scores.Max()) == label)
        {
            _correct++;
        }
    }

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;
}
