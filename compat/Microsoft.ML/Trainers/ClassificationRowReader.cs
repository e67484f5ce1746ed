using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>
/// Reads features, key labels and weights into memory. As in ML.NET, rows without a label, with a feature
/// that is not finite, or with a weight that is not positive and finite are left out.
/// </summary>
internal sealed class ClassificationRowReader
{
    private const string NoRows = "No valid training instances found, all instances have missing features.";

    private readonly string _featureColumn;
    private readonly string _labelColumn;
    private readonly string _weightColumn;

    public ClassificationRowReader(string featureColumn, string labelColumn, string weightColumn)
    {
        _featureColumn = featureColumn;
        _labelColumn = labelColumn;
        _weightColumn = weightColumn;
    }

    public TrainingRows Read(IDataView data, int classCount)
    {
        var features = data.Schema[_featureColumn];
        var label = data.Schema[_labelColumn];
        DataViewSchema.Column? weight = _weightColumn == null ? null : data.Schema[_weightColumn];
        var featureCount = ((VectorDataViewType)features.Type).Size;
        var capacity = Math.Max(256, (int)Math.Min(data.GetRowCount() ?? 0, int.MaxValue / 2));
        var values = new float[capacity * (long)featureCount];
        var labels = new List<int>(capacity);
        var weights = weight == null ? null : new List<float>(capacity);

        using var cursor = data.GetRowCursor(weight == null ? [features, label] : [features, label, weight.Value]);
        var getFeatures = cursor.GetGetter<VBuffer<float>>(features);
        var getLabel = cursor.GetGetter<uint>(label);
        var getWeight = weight == null ? null : cursor.GetGetter<float>(weight.Value);
        VBuffer<float> buffer = default;
        uint key = 0;
        float rowWeight = 1;
        while (cursor.MoveNext())
        {
            getLabel(ref key);
            getWeight?.Invoke(ref rowWeight);
            getFeatures(ref buffer);
            if (
                key == 0
                || key > classCount
                || !(rowWeight > 0 && float.IsFinite(rowWeight))
                || !AllFinite(buffer.GetValues())
            )
            {
                continue;
            }

            var at = labels.Count * (long)featureCount;
            if (at == values.Length)
            {
                Array.Resize(ref values, checked(values.Length * 2));
            }

            buffer.CopyTo(values.AsSpan((int)at, featureCount));
            labels.Add((int)key - 1);
            weights?.Add(rowWeight);
        }

        Check.That(labels.Count > 0, NoRows);
        return new TrainingRows(values, labels.ToArray(), weights?.ToArray(), featureCount);
    }

    public static bool AllFinite(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}
