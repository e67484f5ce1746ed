using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Accuracies and log-losses (natural logarithm) of class scores that are probabilities.</summary>
internal sealed class MulticlassClassificationEvaluator
{
    // Probabilities below this count as this in the log-loss; also that of a class the model does not know.
    private const float SmallestProbability = 1e-15f;

    private readonly int _topK;
    private readonly int _classCount;
    private readonly double[] _classRows;
    private readonly double[] _classLogLoss;
    private readonly double[][] _confusion;
    private readonly double[] _rowsByRank; // how often the true class had rank i among the scores
    private double _rows;
    private double _correct;
    private double _logLoss;

    private MulticlassClassificationEvaluator(int topK, int classCount)
    {
        _topK = topK;
        _classCount = classCount;
        _classRows = new double[classCount];
        _classLogLoss = new double[classCount];
        _confusion = Enumerable.Range(0, classCount).Select(_ => new double[classCount]).ToArray();
        _rowsByRank = new double[classCount];
    }

    public static MulticlassClassificationMetrics Evaluate(
        IDataView data,
        string labelColumn,
        string scoreColumn,
        string predictedLabelColumn,
        int topK
    )
    {
        var label = EvaluatedColumns.Find(data.Schema, "Label", labelColumn);
        var score = EvaluatedColumns.Find(data.Schema, "Score", scoreColumn);
        EvaluatedColumns.Find(data.Schema, "PredictedLabel", predictedLabelColumn);
        int classCount = CheckTypes(label, score);
        var evaluator = new MulticlassClassificationEvaluator(topK, classCount);
        evaluator.Read(data, label, score);
        return evaluator.Metrics();
    }

    private static int CheckTypes(DataViewSchema.Column label, DataViewSchema.Column score)
    {
        if (score.Type is not VectorDataViewType { Size: > 1 } vector || vector.ItemType != NumberDataViewType.Single)
            throw SchemaErrors.WrongType(
                "score",
                score.Name,
                "vector of two or more items of type Single",
                score.Type.ToString(),
                "schema"
            );
        if (label.Type != NumberDataViewType.Single && label.Type is not KeyDataViewType)
            throw SchemaErrors.WrongType("label", label.Name, "Single or KeyType", label.Type.ToString(), "schema");
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
                continue;
            getScores(ref buffer);
            Check.That(buffer.Length == _classCount, $"Scores have length {buffer.Length}, expected {_classCount}");
            buffer.CopyTo(scores);
            if (Array.TrueForAll(scores, float.IsFinite))
                Add((int)labelValue, scores);
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
        double loss = -Math.Log(Math.Clamp(scores[label], SmallestProbability, 1));
        _logLoss += loss;
        _classLogLoss[label] += loss;
        _classRows[label]++;
        // Ties go to the class that comes first.
        int assigned = Array.IndexOf(scores, scores.Max());
        _confusion[label][assigned]++;
        if (assigned == label)
            _correct++;
        int rank = 0;
        for (int c = 0; c < _classCount; c++)
        {
            if (scores[c] > scores[label] || (scores[c] == scores[label] && c < label))
                rank++;
        }
        _rowsByRank[rank]++;
    }

    private MulticlassClassificationMetrics Metrics()
    {
        var topK = TopKAccuracies();
        double logLoss = Ratio(_logLoss, _rows);
        double entropy = Entropy();
        return new MulticlassClassificationMetrics
        {
            MicroAccuracy = Ratio(_correct, _rows),
            MacroAccuracy = MacroAccuracy(),
            LogLoss = logLoss,
            LogLossReduction = (entropy - logLoss) / entropy,
            PerClassLogLoss = Array.AsReadOnly(_classLogLoss.Select((loss, c) => Ratio(loss, _classRows[c])).ToArray()),
            TopKPredictionCount = _topK,
            TopKAccuracy = topK?[Math.Min(_topK, _classCount) - 1] ?? 0,
            TopKAccuracyForAllK = topK == null ? null : Array.AsReadOnly(topK),
            ConfusionMatrix = new ConfusionMatrix(_confusion),
        };
    }

    private double MacroAccuracy()
    {
        var recalls = Enumerable
            .Range(0, _classCount)
            .Where(c => _classRows[c] > 0)
            .Select(c => _confusion[c][c] / _classRows[c])
            .ToArray();
        return recalls.Length > 0 ? recalls.Average() : 0;
    }

    // Of the labels: the log-loss of predicting their frequencies for every row.
    private double Entropy() =>
        -_classRows.Where(count => count > 0).Sum(count => count * Math.Log(count / _rows)) / _rows;

    // The share of rows whose true class is among the k highest scores, for k = 1, 2, ...
    private double[] TopKAccuracies()
    {
        if (_topK == 0)
            return null;
        double sum = 0;
        return _rowsByRank.Take(_topK).Select(count => Ratio(sum += count, _rows)).ToArray();
    }

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;
}
