using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Computes the area under the ROC curve, and the share of anomalies found before too many false positives.</summary>
internal sealed class AnomalyDetectionEvaluator
{
    // Detection rates are computed on the highest scores only; this share of the normal rows is always kept.
    private const double KeptFalsePositiveRate = 0.01;

    private readonly List<Example> _examples = [];
    private readonly int _falsePositiveCount;

    public AnomalyDetectionEvaluator(int falsePositiveCount)
    {
        _falsePositiveCount = falsePositiveCount;
    }

    private readonly record struct Example(bool IsAnomaly, float Score);

    public AnomalyDetectionMetrics Evaluate(
        IDataView data,
        string labelColumn,
        string scoreColumn,
        string predictedLabelColumn
    )
    {
        var label = EvaluatedColumns.Find(data.Schema, "Label", labelColumn);
        var score = EvaluatedColumns.Find(data.Schema, "Score", scoreColumn);
        EvaluatedColumns.Find(data.Schema, "PredictedLabel", predictedLabelColumn);
        CheckTypes(label, score);
        Read(data, label, score);
        return new AnomalyDetectionMetrics(AreaUnderRocCurve(), DetectionRate());
    }

    private static void CheckTypes(DataViewSchema.Column label, DataViewSchema.Column score)
    {
        if (score.Type != NumberDataViewType.Single)
        {
            throw SchemaErrors.WrongType("score", score.Name, "Single", score.Type.ToString(), "schema");
        }

        if (label.Type != NumberDataViewType.Single && label.Type is not KeyDataViewType { Count: 2 })
        {
            throw SchemaErrors.WrongType(
                "label",
                label.Name,
                "Single or a Key with cardinality 2",
                label.Type.ToString(),
                "schema"
            );
        }
    }

    // Rows without a label or with a score that is not finite do not count.
    private void Read(IDataView data, DataViewSchema.Column label, DataViewSchema.Column score)
    {
        using var cursor = data.GetRowCursor([label, score]);
        var getLabel = EvaluatedColumns.LabelGetter(cursor, label);
        var getScore = cursor.GetGetter<float>(score);
        float labelValue = 0;
        float scoreValue = 0;
        while (cursor.MoveNext())
        {
            getLabel(ref labelValue);
            getScore(ref scoreValue);
            if (!float.IsNaN(labelValue) && float.IsFinite(scoreValue))
            {
                _examples.Add(new Example(labelValue > 0, scoreValue));
            }
        }
    }

    // The share of pairs of an anomaly and a normal row in which the anomaly scores higher; ties count half.
    private double AreaUnderRocCurve()
    {
        double positives = _examples.Count(example => example.IsAnomaly);
        var negatives = _examples.Count - positives;
        if (positives == 0)
        {
            throw new ArgumentOutOfRangeException(
                "PosSample",
                "AUC is not defined when there is no positive class in the data"
            );
        }

        if (negatives == 0)
        {
            throw new ArgumentOutOfRangeException(
                "NegSample",
                "AUC is not defined when there is no negative class in the data"
            );
        }

        double area = 0;
        double positivesAbove = 0;
        foreach (var tie in _examples.GroupBy(example => example.Score).OrderByDescending(group => group.Key))
        {
            double tiedPositives = tie.Count(example => example.IsAnomaly);
            var tiedNegatives = tie.Count() - tiedPositives;
            area += tiedNegatives * (positivesAbove + 0.5 * tiedPositives);
            positivesAbove += tiedPositives;
        }

        return area / (positives * negatives);
    }

    private double DetectionRate()
    {
        var anomalies = _examples.Count(example => example.IsAnomaly);
        var found = 0;
        var falsePositives = 0;
        foreach (var example in HighestScores(anomalies))
        {
            if (example.IsAnomaly)
            {
                found++;
            }
            else if (++falsePositives > _falsePositiveCount)
            {
                break;
            }
        }

        return (double)found / anomalies;
    }

    // By descending score. As in ML.NET, once the limit of normal rows is reached a row must beat the lowest kept
    // one, and a normal row that does pushes the lowest rows out up to and including a normal one.
    private IEnumerable<Example> HighestScores(int anomalies)
    {
        var limit = Math.Max(
            KeptFalsePositiveRate * (_examples.Count - anomalies),
            Math.Max(_falsePositiveCount, anomalies)
        );
        var maximumNormal = (int)Math.Ceiling(limit);
        var kept = new PriorityQueue<Example, float>();
        var normal = 0;
        foreach (var example in _examples)
        {
            var full = normal >= maximumNormal;
            if (full && example.Score < kept.Peek().Score)
            {
                continue;
            }

            kept.Enqueue(example, example.Score);
            if (example.IsAnomaly)
            {
                continue;
            }

            if (!full)
            {
                normal++;
            }
            else
            {
                while (kept.Dequeue().IsAnomaly) { }
            }
        }

        return kept.UnorderedItems.Select(item => item.Element).OrderByDescending(example => example.Score);
    }
}
